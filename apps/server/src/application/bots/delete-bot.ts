import { type RemovalWatch, removeAll, removeEach } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import { removalKind, startRemoval, type WorkKind } from '#services/work/index.ts';
import type { BotCollections } from './bot-documents.ts';
import { type BotsContext, botResource, findBot } from './context.ts';

/** What the deletion of a bot is started with. */
export interface BotDeletionInput {
  readonly botId: string;
}

/** Removes what another module keeps for a bot. */
export type RemovesOfBot = (botId: string, watch: RemovalWatch) => Promise<unknown>;

/**
 * Deletes a bot: nobody finds or uses it any more when this resolves. What is left of it, its versions,
 * its share page with what visitors said there, its users' variables, is removed by durable work,
 * whose id is returned. Its other conversations stay, and can still be read. Throws `NotFound`.
 */
export async function deleteBot(context: BotsContext, principal: Principal, botId: string): Promise<string> {
  const bot = await findBot(context, principal, 'bot.edit', botId);
  const { work, deletionKind, ids, bots, audit } = context;
  const id = ids.next();
  const start = { id, workspaceId: bot.workspaceId, slot: `bot/${botId}`, input: { botId }, writes: [() => bots.delete(botId)], here: false };
  await audit.attempt(principal, 'bot.delete', botResource(bot), () => startRemoval(work, deletionKind, start, { type: 'bot', id: botId }), { name: bot.name });
  return id;
}

/** The removal of what a deleted bot has left, here and in the modules that have said so. */
export function botDeletionKind(collections: BotCollections, others: readonly RemovesOfBot[]): WorkKind<BotDeletionInput, undefined> {
  return removalKind('bot.delete', async ({ input: { botId }, signal }) => {
    await collections.bots.delete(botId);
    await removeBot(collections, others, botId, { signal });
  });
}

/** Removes all bots of a workspace with what belongs to them. */
export async function removeBotsOf(
  collections: BotCollections,
  others: readonly RemovesOfBot[],
  workspaceId: string,
  watch: RemovalWatch,
): Promise<void> {
  const bots = { where: { workspaceId }, sort: 'updatedAt' } as const;
  await removeEach(collections.bots.closed, bots, ({ id }) => removeBot(collections, others, id, watch), watch);
}

/** The bot's document goes last: it is what the work finds the bots of a workspace by after a kill. */
async function removeBot({ bots, versions }: BotCollections, others: readonly RemovesOfBot[], botId: string, watch: RemovalWatch): Promise<void> {
  for (const remove of others) await remove(botId, watch);
  await removeAll(versions.closed, { where: { botId }, sort: 'number' }, watch);
  await bots.delete(botId);
}
