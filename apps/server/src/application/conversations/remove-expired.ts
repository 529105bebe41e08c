import type { Collection, Query, StoredDocument } from '#data/documents/port.ts';
import type { ConversationsContext } from './context.ts';

const AT_ONCE = 500;

/** Removes the chats that were not to be saved, with their messages and traces, and previews, once their time is over. */
export async function removeExpired({ messages, traces, chats, conversations, clock }: ConversationsContext): Promise<void> {
  const expired = { where: { expiresAt: { lt: clock.now() } }, sort: 'expiresAt' } as const;
  await removeAll(messages, expired);
  await removeAll(traces, expired);
  await removeAll(chats, expired);
  await removeAll(conversations, expired);
}

/** Removes all documents that a query finds, some at once, as long as it `goesOn`. */
export async function removeAll<T extends StoredDocument>(
  collection: Collection<T>,
  query: Pick<Query<T>, 'where' | 'sort'>,
  goesOn: () => boolean = () => true,
): Promise<void> {
  for (let more = true; more && goesOn(); ) {
    const { items } = await collection.find({ ...query, limit: AT_ONCE });
    await Promise.all(items.map(({ id }) => collection.delete(id)));
    more = items.length === AT_ONCE;
  }
}
