import type { AuditAction } from '@buckle/contract';
import type { AuditDetails } from '#application/audit/index.ts';
import { type Changes, DocumentMissing, type Read, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type BotDocument, versionId } from './bot-documents.ts';
import { type BotsContext, botResource, findBot, findVersion } from './context.ts';

/** The one channel that there is so far: the API. */
export const API_CONNECTOR = '1024';

/** Freezes a bot's draft as its next version and puts that online. Returns the version's number. */
export async function publishBot(
  context: BotsContext,
  principal: Principal,
  botId: string,
  options: { readonly notes: string; readonly connectorIds: readonly string[] },
): Promise<number> {
  const unknown = options.connectorIds.find((connector) => connector !== API_CONNECTOR);
  if (unknown !== undefined) {
    throw new BadRequest(`connector_ids: there is no channel ${JSON.stringify(unknown)}; bots are published to "${API_CONNECTOR}", the API.`);
  }
  const bot = await findBot(context, principal, 'bot.publish', botId);
  await context.skills.datasets.check(bot.workspaceId, bot.definition.knowledge?.dataset_ids ?? []);
  const definition = await context.skills.workflows.pin(bot.workspaceId, bot.definition);
  const { items } = await context.versions.find({ where: { botId }, sort: 'number', descending: true, limit: 1 });
  const number = (items[0]?.number ?? 0) + 1;
  const now = context.clock.now();
  const version = {
    id: versionId(botId, number),
    botId,
    workspaceId: bot.workspaceId,
    number,
    creatorId: principal.userId,
    createdAt: now,
    notes: options.notes,
    definition,
  };
  const set = { publishStatus: 'published_online', onlineVersion: number, publishedAt: now, updatedAt: now } as const;
  const writes = [() => context.versions.insert(version), () => context.bots.update(botId, { set }, { revision: bot.revision })];
  await context.skills.workflows.note(bot.workspaceId, { botId, version: String(number), definition });
  try {
    await context.audit.change(principal, 'bot.publish', botResource(bot), writes, { version: String(number) });
  } catch (error) {
    if (error instanceof DocumentMissing) {
      await context.versions.delete(version.id);
      throw new NotFound('bot', botId);
    }
    if (error instanceof RevisionConflict || error instanceof UniqueConflict) {
      throw new Conflict('The bot was changed or published while it was being published: look at the draft and publish again.');
    }
    throw error;
  }
  return number;
}

/** Takes a bot offline; its draft and its versions stay. */
export async function unpublishBot(context: BotsContext, principal: Principal, botId: string, reason: string): Promise<void> {
  const bot = await findBot(context, principal, 'bot.publish', botId);
  if (bot.onlineVersion === undefined) throw new BadRequest('The bot is not published.');
  const changes: Changes<BotDocument> = {
    set: { publishStatus: 'unpublished_draft', updatedAt: context.clock.now() },
    unset: ['onlineVersion', 'publishedAt'],
  };
  await change(context, principal, 'bot.unpublish', bot, changes, reason ? { reason } : {});
}

/** Puts an earlier version online again; the draft stays as it is. */
export async function rollBackBot(context: BotsContext, principal: Principal, botId: string, version: string): Promise<void> {
  const bot = await findBot(context, principal, 'bot.publish', botId);
  const found = await findVersion(context, botId, version);
  const now = context.clock.now();
  const set = { publishStatus: 'published_draft', onlineVersion: found.number, publishedAt: now, updatedAt: now } as const;
  await change(context, principal, 'bot.rollback', bot, { set }, { version });
}

/** Changes a bot as it was read. Throws `Conflict` where it was changed since. */
async function change(
  context: BotsContext,
  principal: Principal,
  action: AuditAction,
  bot: Read<BotDocument>,
  changes: Changes<BotDocument>,
  details: AuditDetails,
): Promise<void> {
  const updating = () => context.bots.update(bot.id, changes, { revision: bot.revision });
  try {
    await context.audit.change(principal, action, botResource(bot), [updating], details);
  } catch (error) {
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) {
      throw new Conflict('The bot was changed or published in the meantime: look at it again, and repeat the call.');
    }
    throw error;
  }
}
