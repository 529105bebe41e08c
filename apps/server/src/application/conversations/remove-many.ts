import { removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { ConversationsContext } from './context.ts';
import { removeWhole } from './delete-conversation.ts';

/** Removes the conversations that the visitors of a bot's share page had. Throws `ConversationBusy`. */
export async function removeVisits(context: ConversationsContext, botId: string, watch: RemovalWatch): Promise<void> {
  const visits = { where: { botId, visitorId: { gt: '' } }, sort: 'visitorId' } as const;
  await removeEach(context.conversations.closed, visits, ({ id }) => removeWhole(context, id, watch), watch);
}

/** Removes all conversations of a workspace. Throws `ConversationBusy`. */
export async function removeAllOf(context: ConversationsContext, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await removeEach(context.conversations.closed, { where: { workspaceId } }, ({ id }) => removeWhole(context, id, watch), watch);
}
