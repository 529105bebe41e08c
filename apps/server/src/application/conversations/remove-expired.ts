import { removeAll } from '#data/documents/remove-all.ts';
import type { ConversationsContext } from './context.ts';

/** Removes the chats that were not to be saved, with their messages and traces, and previews, once their time is over. */
export async function removeExpired({ messages, traces, chats, conversations, suspendedTurns, extensions, clock }: ConversationsContext): Promise<void> {
  const expired = { where: { expiresAt: { lt: clock.now() } }, sort: 'expiresAt' } as const;
  await removeAll(messages.closed, expired);
  await removeAll(traces.closed, expired);
  await removeAll(suspendedTurns.closed, expired);
  await removeAll(chats.closed, expired);
  await removeAll(conversations.closed, expired);
  await extensions.flows?.removeExpired();
}
