import type { Actor, AuditDetails } from '#application/audit/index.ts';
import { ConversationBusy } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { SlotTaken, WorkHandedOver, type WorkKind } from '#services/work/index.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, slotOf } from './conversation-document.ts';
import { findConversation } from './find-conversation.ts';
import { removeAll } from './remove-expired.ts';

const CHATS_LOOKED_AT = 100;
/** How often a conversation is asked for whose chat does not end at once, and how long is waited each time, in milliseconds. */
const ATTEMPTS = 100;
const PAUSE = 100;

/** What the deletion of a conversation is started with. */
export interface DeletionInput {
  readonly conversationId: string;
}

/**
 * Deletes a conversation: no call finds it any more when this resolves, and what was said in it is gone
 * too, or where that could not be done at once, is removed by durable work that tries again. A chat
 * that runs in it is cancelled first. Throws `ConversationBusy` where that does not end.
 */
export async function deleteConversation(context: ConversationsContext, principal: Principal, conversationId: string): Promise<void> {
  await removeConversation(context, principal, await findConversation(context, principal, 'conversation.write', conversationId));
}

/** `deleteConversation`, for callers that have checked that `actor` may. */
export async function removeConversation(
  context: ConversationsContext,
  actor: Actor,
  { id, workspaceId }: Pick<ConversationDocument, 'id' | 'workspaceId'>,
  details: AuditDetails = {},
): Promise<void> {
  const conversation = { type: 'conversation', id, workspaceId };
  const starting = () => startDeletion(context, workspaceId, id);
  const started = await context.audit.attempt(actor, 'conversation.delete', conversation, starting, details);
  await started.finished;
}

/** Begins the deletion of a conversation, durably. Throws `ConversationBusy`. */
async function startDeletion(context: ConversationsContext, workspaceId: string, conversationId: string) {
  const { work, deletionKind, ids, conversations } = context;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work.start(deletionKind, {
        id: ids.next(),
        workspaceId,
        slot: slotOf(conversationId),
        input: { conversationId },
        writes: [() => conversations.delete(conversationId)],
        here: true,
      });
    } catch (error) {
      if (!(error instanceof SlotTaken)) throw error;
      if (attempt === ATTEMPTS) throw new ConversationBusy(conversationId);
      // One of another process has only been told so.
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await cancelChats(context, conversationId);
    }
  }
}

async function cancelChats({ chats, work }: ConversationsContext, conversationId: string): Promise<void> {
  const { items } = await chats.find({ where: { conversationId }, descending: true, limit: CHATS_LOOKED_AT });
  for (const { id, status } of items) if (status === 'in_progress' || status === 'requires_action') await work.cancel(id);
}

/**
 * The removal of what a deleted conversation has left. It cannot be cancelled: the conversation is gone,
 * and nobody could find the rest.
 */
export function deletionKind(context: Pick<ConversationsContext, 'conversations' | 'messages' | 'chats' | 'traces'>): WorkKind<DeletionInput, undefined> {
  const { conversations, messages, chats, traces } = context;
  return {
    kind: 'conversation.delete',
    uncancelable: true,
    // For days: once it is given up, nobody can find what is left.
    retry: { retries: 100, firstDelay: 1_000, longestDelay: 3_600_000 },
    async run({ input: { conversationId }, signal }) {
      const goesOn = () => !(signal.reason instanceof WorkHandedOver);
      await conversations.delete(conversationId);
      await removeAll(messages, { where: { conversationId, listed: { in: [true, false] } }, sort: 'sequence' }, goesOn);
      await removeAll(traces, { where: { conversationId } }, goesOn);
      await removeAll(chats, { where: { conversationId } }, goesOn);
      if (!goesOn()) signal.throwIfAborted();
      return { state: 'completed' };
    },
    conclude: () => [],
    giveUp: () => [],
  };
}
