import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { ConversationsContext } from './context.ts';
import { removeWhole } from './delete-conversation.ts';

/** Removes the conversations that the visitors of a bot's share page had. Throws `ConversationBusy`. */
export async function removeVisits(context: ConversationsContext, botId: string, watch: RemovalWatch): Promise<void> {
  const visits = { where: { botId, visitorId: { gt: '' } }, sort: 'visitorId' } as const;
  await removeEach(context.conversations.closed, visits, ({ id }) => removeWhole(context, id, watch), watch);
}

/** Removes all conversations of a workspace, and traces that have lost theirs. Throws `ConversationBusy`. */
export async function removeAllOf(context: ConversationsContext, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await removeEach(context.conversations.closed, { where: { workspaceId } }, ({ id }) => removeWhole(context, id, watch), watch);
  await removeAll(context.traces.closed, { where: { workspaceId }, sort: 'startedAt' }, watch);
}

/** Removes the conversations of a workspace in which nobody has talked since a time, in milliseconds. Returns how many. Throws `ConversationBusy`. */
export function removeInactive(context: ConversationsContext, workspaceId: string, since: number, watch: RemovalWatch): Promise<number> {
  const { closed } = context.conversations;
  const remove = async (id: string): Promise<boolean> => {
    // Somebody may have gone on with it since the page was read.
    const { activeAt = since } = (await closed.get(id)) ?? {};
    if (activeAt >= since) return false;
    await removeWhole(context, id, watch);
    return true;
  };
  return removeEach(closed, inactive(workspaceId, since), ({ id }) => remove(id), watch);
}

/** Whether a workspace has conversations in which nobody has talked since a time, in milliseconds. */
export async function hasInactive({ conversations }: ConversationsContext, workspaceId: string, since: number): Promise<boolean> {
  return (await conversations.closed.find({ ...inactive(workspaceId, since), limit: 1 })).items.length > 0;
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
