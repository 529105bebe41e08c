import type { ConversationsContext } from './context.ts';
import { beginningOf, forgetting, readSuspended } from './suspended-turns.ts';
import { flowWrites } from './turn/flow-writes.ts';

type GivesUp = Pick<ConversationsContext, 'conversations' | 'chats' | 'suspendedTurns' | 'extensions' | 'documents'>;

/** Gives up the turn of a chat that has asked its user something: the next chat of the conversation begins anew. */
export async function giveUpSuspended(context: GivesUp, chatId: string): Promise<void> {
  const { conversations, chats, suspendedTurns, documents } = context;
  const chat = await chats.get(chatId);
  if (chat?.status !== 'requires_action') return;
  const { workspaceId, conversationId, createdAt } = chat;
  const conversation = await conversations.closed.get(conversationId);
  const entries = await readSuspended(suspendedTurns, chatId);
  const input = beginningOf(entries);
  await documents.inOrder([
    ...(input ? flowWrites(context, { id: chatId, input, createdAt }, { state: 'canceled' }, { earlier: [], entries }) : []),
    ...(conversation?.suspended?.chatId === chatId ? [() => conversations.update(conversationId, { unset: ['suspended'] })] : []),
    () => chats.update(chatId, { set: { workspaceId, status: 'canceled' }, unset: ['requiredCalls'] }),
    ...(await forgetting(suspendedTurns, chatId)),
  ]);
}
