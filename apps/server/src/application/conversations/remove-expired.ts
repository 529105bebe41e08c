import type { Collection, Page, StoredDocument } from '#data/documents/port.ts';
import type { ConversationsContext } from './context.ts';

const AT_ONCE = 500;

/** Removes the chats that were not to be saved, with their messages and traces, once their time is over. */
export async function removeExpired(context: ConversationsContext): Promise<void> {
  const expired = { where: { expiresAt: { lt: context.clock.now() } }, sort: 'expiresAt', limit: AT_ONCE } as const;
  await removeAll(context.messages, () => context.messages.find(expired));
  await removeAll(context.traces, () => context.traces.find(expired));
  await removeAll(context.chats, () => context.chats.find(expired));
}

async function removeAll<T extends StoredDocument>(collection: Collection<T>, find: () => Promise<Page<T>>): Promise<void> {
  for (let more = true; more; ) {
    const { items } = await find();
    await Promise.all(items.map(({ id }) => collection.delete(id)));
    more = items.length === AT_ONCE;
  }
}
