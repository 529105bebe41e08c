import { type Read, RevisionConflict } from '#data/documents/port.ts';
import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { ConversationsContext } from './context.ts';
import type { ConversationDocument } from './conversation-document.ts';
import { removeWhole } from './delete-conversation.ts';

/** Removes the conversations that the visitors of a bot's share page had. Throws `ConversationBusy`. */
export async function removeVisits(context: ConversationsContext, botId: string, watch: RemovalWatch): Promise<void> {
  const visits = { where: { botId, visitorId: { gt: '' } }, sort: 'visitorId' } as const;
  await removeEach(context.conversations.closed, visits, ({ id }) => removeWhole(context, id, watch), watch);
}

/** Removes all conversations of a workspace, and traces that have lost theirs. Throws `ConversationBusy`. */
export async function removeAllOf(context: ConversationsContext, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await finishRemovals(context, workspaceId, watch);
  await removeEach(context.conversations.closed, { where: { workspaceId } }, ({ id }) => removeWhole(context, id, watch), watch);
  await removeAll(context.traces.closed, { where: { workspaceId }, sort: 'startedAt' }, watch);
}

/** Removes the conversations of a workspace in which nobody has talked since a time, in milliseconds. Returns how many. Throws `ConversationBusy`. */
export async function removeInactive(context: ConversationsContext, workspaceId: string, since: number, watch: RemovalWatch): Promise<number> {
  const { closed } = context.conversations;
  await finishRemovals(context, workspaceId, watch);
  const remove = async (id: string): Promise<boolean> => {
    // Somebody may have gone on with it since the page was read.
    const conversation = await closed.get(id);
    return conversation?.activeAt !== undefined && conversation.activeAt < since && removeUntouched(context, conversation, watch);
  };
  return removeEach(closed, inactive(workspaceId, since), ({ id }) => remove(id), watch);
}

/** Whether a workspace has conversations in which nobody has talked since a time, in milliseconds, or some of whose removal a kill has left something. */
export async function hasInactive({ conversations, removals }: ConversationsContext, workspaceId: string, since: number): Promise<boolean> {
  const found = await conversations.closed.find({ ...inactive(workspaceId, since), limit: 1 });
  return found.items.length > 0 || (await removals.count({ workspaceId })) > 0;
}

/**
 * Removes a conversation as it was read: its document first, so that no chat begins in it any more, and only if
 * none has begun since. Returns whether it did. Throws `ConversationBusy` where an old chat in it does not end.
 */
async function removeUntouched(context: ConversationsContext, { id, workspaceId, revision }: Read<ConversationDocument>, watch: RemovalWatch): Promise<boolean> {
  const { documents, conversations, removals } = context;
  try {
    await documents.inOrder([() => removals.ensure({ id, workspaceId }), () => conversations.delete(id, { revision })]);
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    await removals.delete(id);
    return false;
  }
  await finishRemoval(context, id, watch);
  return true;
}

/** Removes what a kill has left of conversations that are removed already. */
async function finishRemovals(context: ConversationsContext, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await removeEach(context.removals, { where: { workspaceId } }, ({ id }) => finishRemoval(context, id, watch), watch);
}

async function finishRemoval(context: ConversationsContext, id: string, watch: RemovalWatch): Promise<void> {
  // One that is still there was not removed: somebody has gone on with it.
  if (!(await context.conversations.closed.get(id))) await removeWhole(context, id, watch);
  await context.removals.delete(id);
}

function inactive(workspaceId: string, since: number) {
  return { where: { workspaceId, activeAt: { lt: since } }, sort: 'activeAt' } as const;
}

/** Removes the traces of a workspace whose turns began before a time, in milliseconds. Returns how many. */
export function removeOldTraces({ traces }: ConversationsContext, workspaceId: string, before: number, watch: RemovalWatch): Promise<number> {
  return removeAll(traces.closed, oldTraces(workspaceId, before), watch);
}

/** Whether a workspace has traces from before a time, in milliseconds. */
export async function hasOldTraces({ traces }: ConversationsContext, workspaceId: string, before: number): Promise<boolean> {
  return (await traces.closed.find({ ...oldTraces(workspaceId, before), limit: 1 })).items.length > 0;
}

function oldTraces(workspaceId: string, before: number) {
  return { where: { workspaceId, startedAt: { lt: before } }, sort: 'startedAt' } as const;
}
