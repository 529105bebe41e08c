import type { Principal } from '#kernel/principal.ts';
import { type BotsContext, botResource, findBot } from './context.ts';

/** Deletes a bot with its versions. Its conversations stay, and can still be read. */
export async function deleteBot(context: BotsContext, principal: Principal, botId: string): Promise<void> {
  const bot = await findBot(context, principal, 'bot.edit', botId);
  // The bot goes first: one that is there must have the version that is online.
  await context.audit.change(principal, 'bot.delete', botResource(bot), [() => context.bots.delete(botId)]);
  for (let more = true; more; ) {
    const { items } = await context.versions.find({ where: { botId }, sort: 'number', limit: 500 });
    await Promise.all(items.map(({ id }) => context.versions.delete(id)));
    more = items.length === 500;
  }
}
