import type { BotDefinition } from '@buckle/contract';
import type { Principal } from '#kernel/principal.ts';
import type { BotsContext } from './context.ts';
import { createBot } from './create-bot.ts';
import { API_CONNECTOR, publishBot } from './publish-bot.ts';

const FIRST = 'first';

/**
 * Makes and publishes the bot that a new instance begins with, unless that was done before. Returns
 * its id as long as it is online. Started twice at once, or killed half-way, it makes one bot.
 */
export async function ensureFirstBot(
  context: BotsContext,
  administrator: { readonly id: string; readonly personalWorkspaceId: string },
  definition: BotDefinition,
): Promise<string | undefined> {
  const known = await context.firstBots.get(FIRST);
  if (known) return (await context.bots.get(known.botId))?.onlineVersion === undefined ? undefined : known.botId;
  const principal: Principal = { userId: administrator.id, instanceAdmin: true, via: 'system', credentialId: 'system' };
  const workspaceId = administrator.personalWorkspaceId;
  const bot = await createBot(context, principal, { workspaceId, definition, idempotencyKey: 'first bot' });
  if (bot.onlineVersion === undefined) await publishBot(context, principal, bot.id, { notes: '', connectorIds: [API_CONNECTOR] });
  await context.firstBots.insert({ id: FIRST, botId: bot.id });
  return bot.id;
}
