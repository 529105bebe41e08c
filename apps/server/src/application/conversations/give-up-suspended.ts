import { RevisionConflict, type Write } from '#data/documents/port.ts';
import { isEnd } from '#services/work/index.ts';
import type { ConversationsContext } from './context.ts';
import { beginningOf, forgetting, readSuspended } from './suspended-turns.ts';
import { flowWrites } from './turn/flow-writes.ts';

type Suspended = Pick<ConversationsContext, 'conversations' | 'chats' | 'suspendedTurns' | 'extensions'>;
/** The code of `last_error` of a chat whose question was dropped. */
const DROPPED = 4000;

/**
 * Gives up the turn of a chat that has asked its user something: the next chat of the conversation begins anew.
 * One that another chat goes on with already is let be: it is answered.
 */
export async function giveUpSuspended(context: Suspended & Pick<ConversationsContext, 'documents' | 'work'>, chatId: string): Promise<void> {
  const { conversations, chats, documents, work } = context;
  for (;;) {
    const chat = await chats.closed.get(chatId);
    if (chat?.status !== 'requires_action' || chat.endedAt === undefined) return;
    const { conversationId } = chat;
    const conversation = await conversations.closed.get(conversationId);
    const isOpen = conversation?.suspended?.chatId === chatId;
    const next = isOpen ? conversation.suspended?.next : undefined;
    const state = next === undefined ? undefined : (await work.get(next))?.state;
    if (state !== undefined && !isEnd(state)) return;
    const closing = isOpen ? [() => conversations.update(conversationId, { unset: ['suspended'] }, { revision: conversation.revision })] : [];
    try {
      await documents.inOrder([...closing, ...(await givingUp(context, chatId))]);
      return;
    } catch (error) {
      // The next chat may just have gone on with it.
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

/** The writes that end a chat which has asked something and goes on with no answer; its client is told of the `reason`, where there is one. */
export async function givingUp(context: Suspended, chatId: string, reason?: string): Promise<Write[]> {
  const { chats, suspendedTurns } = context;
  const forgotten = await forgetting(suspendedTurns, chatId);
  const chat = await chats.get(chatId);
  if (chat?.status !== 'requires_action') return forgotten;
  const { workspaceId, createdAt } = chat;
  const entries = await readSuspended(suspendedTurns, chatId);
  const input = beginningOf(entries);
  const error = reason === undefined ? {} : { error: { code: DROPPED, message: reason } };
  return [
    ...(input ? flowWrites(context, { id: chatId, input, createdAt }, { state: 'canceled', reason }, { earlier: [], entries }) : []),
    () => chats.update(chatId, { set: { workspaceId, status: 'canceled', ...error }, unset: ['requiredCalls'] }),
    ...forgotten,
  ];
}
