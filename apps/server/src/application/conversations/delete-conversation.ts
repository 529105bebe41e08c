import type { Actor, AuditDetails } from '#application/audit/index.ts';
import { type RemovalWatch, removeAll } from '#data/documents/remove-all.ts';
import { ConversationBusy } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { removalKind, SlotTaken, type WorkKind } from '#services/work/index.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, slotOf } from './conversation-document.ts';
import { findConversation } from './find-conversation.ts';

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

async function cancelChats({ chats, work }: Pick<ConversationsContext, 'chats' | 'work'>, conversationId: string): Promise<number> {
  const { items } = await chats.closed.find({ where: { conversationId }, descending: true, limit: CHATS_LOOKED_AT });
  const open = items.filter(({ endedAt }) => endedAt === undefined);
  for (const { id } of open) await work.cancel(id);
  return open.length;
}

type Contents = Pick<ConversationsContext, 'messages' | 'chats' | 'traces' | 'suspendedTurns' | 'extensions'>;

/** The removal of what a deleted conversation has left. */
export function deletionKind(context: Contents & Pick<ConversationsContext, 'conversations'>): WorkKind<DeletionInput, undefined> {
  return removalKind('conversation.delete', async ({ input: { conversationId }, signal }) => {
    await context.conversations.delete(conversationId);
    await removeContents(context, conversationId, { signal });
  });
}

/** Removes what was said in a conversation. */
async function removeContents({ messages, traces, chats, suspendedTurns, extensions }: Contents, conversationId: string, watch: RemovalWatch): Promise<void> {
  await removeAll(messages.closed, { where: { conversationId, listed: { in: [true, false] } }, sort: 'sequence' }, watch);
  await removeAll(traces.closed, { where: { conversationId } }, watch);
  await removeAll(chats.closed, { where: { conversationId } }, watch);
  await removeAll(suspendedTurns.closed, { where: { conversationId } }, watch);
  await extensions.flows?.removeOf(conversationId, watch);
}

/**
 * Removes one of many conversations that work goes through: its document last, since that is what the
 * work finds it by after a kill. Throws `ConversationBusy` where a chat in it does not end.
 */
export async function removeWhole(
  context: Contents & Pick<ConversationsContext, 'conversations' | 'work'>,
  conversationId: string,
  watch: RemovalWatch,
): Promise<void> {
  await endChats(context, conversationId);
  await removeContents(context, conversationId, watch);
  await context.conversations.delete(conversationId);
  // Of a chat that had begun before no chat could begin any more.
  await endChats(context, conversationId);
  await removeContents(context, conversationId, watch);
}

/** Cancels the chats of a conversation and waits until they have ended. Throws `ConversationBusy`. */
async function endChats(context: Pick<ConversationsContext, 'chats' | 'work'>, conversationId: string): Promise<void> {
  for (let attempt = 1; (await cancelChats(context, conversationId)) > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new ConversationBusy(conversationId);
    // One of another process has only been told so.
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
