import { type Collection, DocumentMissing, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { JournalEntry } from '#services/work/index.ts';
import type { ChatDocument } from '../chat-document.ts';
import type { ConversationsContext } from '../context.ts';
import type { ConversationDocument } from '../conversation-document.ts';
import { readSuspended } from '../suspended-turns.ts';
import type { TurnWork } from './turn-documents.ts';

/**
 * The journal of the chats that a turn goes on with, which nobody can give up from now on: their question is
 * answered. Empty where it was given up before, so that the turn begins anew.
 */
export async function takeSuspended(
  { conversations, chats, suspendedTurns, documents }: Pick<ConversationsContext, 'conversations' | 'chats' | 'suspendedTurns' | 'documents'>,
  work: TurnWork,
): Promise<readonly JournalEntry[]> {
  const { id, input: { conversationId, continues } } = work;
  if (continues === undefined) return [];
  for (;;) {
    const conversation = await conversations.closed.get(conversationId);
    const { suspended, revision } = conversation ?? {};
    if (suspended === undefined || !goesOnWith(conversation, work)) return [];
    try {
      const taking = () => conversations.update(conversationId, { set: { suspended: { ...suspended, next: id } } }, { revision });
      if (suspended.next === undefined) await documents.inOrder([taking, ...(await answering(chats, continues))]);
      return await readSuspended(suspendedTurns, continues);
    } catch (error) {
      if (!(error instanceof RevisionConflict || error instanceof DocumentMissing)) throw error;
    }
  }
}

/** Whether a turn may go on with what its conversation says was asked. */
export function goesOnWith(conversation: ConversationDocument | undefined, { id, input: { continues } }: Pick<TurnWork, 'id' | 'input'>): boolean {
  const { chatId, next = id } = conversation?.suspended ?? {};
  return continues !== undefined && chatId === continues && next === id;
}

/** The writes by which a chat waits no longer for what its user says. */
export async function answering(chats: Collection<ChatDocument>, chatId: string): Promise<Write[]> {
  const asked = await chats.get(chatId);
  if (asked?.status !== 'requires_action') return [];
  const set = { workspaceId: asked.workspaceId, status: 'completed' } as const;
  return [() => chats.update(chatId, { set, unset: ['requiredCalls'] })];
}
