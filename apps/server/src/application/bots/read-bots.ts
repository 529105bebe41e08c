import type { PublishStatus } from '@buckle/contract';
import type { Read, Where } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type BotDocument, type BotVersionDocument, versionId } from './bot-documents.ts';
import { type BotsContext, findBot, findVersion } from './context.ts';

/** A page by number: `page` counts from 1. */
export interface NumberedPage {
  readonly page: number;
  readonly size: number;
}

export interface Listed<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** A bot's draft. */
export function readDraft(context: BotsContext, principal: Principal, botId: string): Promise<Read<BotDocument>> {
  return findBot(context, principal, 'bot.read', botId);
}

/** A bot and the version of it that is online. Throws `NotFound` where none is. */
export async function readOnline(
  context: BotsContext,
  principal: Principal,
  botId: string,
): Promise<{ bot: Read<BotDocument>; version: BotVersionDocument }> {
  const bot = await findBot(context, principal, 'bot.read', botId);
  const version = bot.onlineVersion === undefined ? undefined : await context.versions.get(versionId(botId, bot.onlineVersion));
  if (!version) throw new NotFound('published bot', botId);
  return { bot, version };
}

/** The bots of a workspace, those changed last first. */
export async function listBots(
  context: BotsContext,
  principal: Principal,
  workspaceId: string,
  statuses: readonly PublishStatus[] | 'all',
  page: NumberedPage,
): Promise<Listed<Read<BotDocument>>> {
  await context.identity.authorize(principal, 'bot.read', { type: 'workspace', id: workspaceId, workspaceId });
  const where: Where<BotDocument> = statuses === 'all' ? { workspaceId } : { workspaceId, publishStatus: { in: statuses } };
  const [total, { items }] = await Promise.all([
    context.bots.count(where),
    context.bots.find({ where, sort: 'updatedAt', descending: true, limit: page.size, skip: (page.page - 1) * page.size }),
  ]);
  return { total, items };
}

/** A bot's versions, the newest first. */
export async function listVersions(
  context: BotsContext,
  principal: Principal,
  botId: string,
  page: NumberedPage,
): Promise<Listed<BotVersionDocument> & { readonly bot: BotDocument }> {
  const bot = await findBot(context, principal, 'bot.read', botId);
  const [total, { items }] = await Promise.all([
    context.versions.count({ botId }),
    context.versions.find({
      where: { botId },
      sort: 'number',
      descending: true,
      limit: page.size,
      skip: (page.page - 1) * page.size,
    }),
  ]);
  return { total, items, bot };
}

/** One version of a bot. Throws `NotFound`. */
export async function readVersion(
  context: BotsContext,
  principal: Principal,
  botId: string,
  version: string,
): Promise<{ readonly bot: BotDocument; readonly version: BotVersionDocument }> {
  const bot = await findBot(context, principal, 'bot.read', botId);
  return { bot, version: await findVersion(context, botId, version) };
}
