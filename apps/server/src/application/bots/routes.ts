import * as contract from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import type { BotDocument, BotVersionDocument } from './bot-documents.ts';
import { botInfo } from './bot-info.ts';
import type { BotsContext } from './context.ts';
import { definitionOf, withCozeChanges } from './coze-changes.ts';
import { createBot, duplicateBot } from './create-bot.ts';
import { deleteBot } from './delete-bot.ts';
import { publishBot, rollBackBot, unpublishBot } from './publish-bot.ts';
import { listBots, listVersions, readDraft, readOnline, readVersion } from './read-bots.ts';
import { changeDraft, saveDraft } from './save-draft.ts';

/** Which bots a list of Coze's shows: a bot whose draft has changed is online all the same. */
const LISTED_STATUSES = {
  all: 'all',
  published_online: ['published_online', 'published_draft'],
  published_draft: ['published_draft'],
  unpublished_draft: ['unpublished_draft'],
} as const;

/** The endpoints of bots: Coze's, and those of the management API. */
export function botRoutes(context: BotsContext): Route[] {
  const online = async (principal: Parameters<typeof readOnline>[1], botId: string) => {
    const { bot, version } = await readOnline(context, principal, botId);
    return botInfo(bot, version.definition, String(version.number), await namesIn(context, bot, version.definition));
  };
  return [
    route(contract.createBot, async ({ principal, body, idempotencyKey }) => {
      const bot = await createBot(context, principal, { workspaceId: body.space_id, definition: definitionOf(body), idempotencyKey });
      return { bot_id: bot.id };
    }),
    route(contract.updateBot, async ({ principal, body }) => {
      await changeDraft(context, principal, body.bot_id, (definition) => withCozeChanges(definition, body));
      return {};
    }),
    route(contract.publishBot, async ({ principal, body }) => {
      const options = { notes: body.version_description, connectorIds: body.connector_ids };
      return { bot_id: body.bot_id, version: String(await publishBot(context, principal, body.bot_id, options)) };
    }),
    route(contract.unpublishBot, async ({ principal, params, body }) => {
      await unpublishBot(context, principal, params.bot_id, body.unpublish_reason);
      return {};
    }),
    route(contract.retrieveBot, async ({ principal, params, query }) => {
      if (query.is_published) return online(principal, params.bot_id);
      const bot = await readDraft(context, principal, params.bot_id);
      const version = bot.onlineVersion === undefined ? '' : String(bot.onlineVersion);
      return botInfo(bot, bot.definition, version, await namesIn(context, bot, bot.definition));
    }),
    route(contract.retrieveOnlineBot, ({ principal, query }) => online(principal, query.bot_id)),
    route(contract.listBots, async ({ principal, query }) => {
      const statuses = LISTED_STATUSES[query.publish_status];
      const page = { page: query.page_num, size: query.page_size };
      const workspaceId = query.workspace_id || (await context.identity.defaultWorkspace(principal));
      const { total, items } = await listBots(context, principal, workspaceId, statuses, page);
      return { total, items: items.map(listedBot) };
    }),
    route(contract.listPublishedBots, async ({ principal, query }) => {
      const page = { page: query.page_index, size: query.page_size };
      const { total, items } = await listBots(context, principal, query.space_id, LISTED_STATUSES.published_online, page);
      const bots = items.map((bot) => ({
        bot_id: bot.id,
        bot_name: bot.name,
        description: bot.definition.description,
        icon_url: '',
        publish_time: String(seconds(bot.publishedAt ?? 0)),
      }));
      return { total, space_bots: bots };
    }),
    route(contract.listCozeBotVersions, async ({ principal, params, query }) => {
      const page = { page: query.page_num, size: query.page_size };
      const { total, items } = await listVersions(context, principal, params.bot_id, page);
      const names = await context.identity.namesOf(items.map(({ creatorId }) => creatorId));
      const versions = items.map((version) => ({
        version: String(version.number),
        description: version.notes,
        created_at: String(seconds(version.createdAt)),
        updated_at: String(seconds(version.createdAt)),
        creator: { id: version.creatorId, name: names.get(version.creatorId) ?? '' },
      }));
      return { total, items: versions };
    }),
    route(contract.getBotDraft, async ({ principal, params }) => draftAnswer(await readDraft(context, principal, params.bot_id))),
    route(contract.putBotDraft, async ({ principal, params, body }) =>
      draftAnswer(await saveDraft(context, principal, params.bot_id, body.revision, body.definition)),
    ),
    route(contract.listBotVersions, async ({ principal, params, query }) => {
      const page = { page: query.page_num, size: query.page_size };
      const { total, items, bot } = await listVersions(context, principal, params.bot_id, page);
      const names = await context.identity.namesOf(items.map(({ creatorId }) => creatorId));
      return { total, items: items.map((version) => versionAnswer(bot, version, names)) };
    }),
    route(contract.getBotVersion, async ({ principal, params }) => {
      const { bot, version } = await readVersion(context, principal, params.bot_id, params.version);
      return versionAnswer(bot, version, await context.identity.namesOf([version.creatorId]));
    }),
    route(contract.duplicateBot, async ({ principal, params, body, idempotencyKey }) => {
      const bot = await duplicateBot(context, principal, params.bot_id, { name: body.name, idempotencyKey });
      return { bot_id: bot.id };
    }),
    route(contract.rollBackBot, async ({ principal, params, body }) => {
      await rollBackBot(context, principal, params.bot_id, body.version);
      return { bot_id: params.bot_id, version: body.version };
    }),
    route(contract.deleteBot, async ({ principal, params }) => {
      return { work_id: await deleteBot(context, principal, params.bot_id) };
    }),
  ];
}

function listedBot(bot: Read<BotDocument>) {
  return {
    id: bot.id,
    name: bot.name,
    description: bot.definition.description,
    icon_url: '',
    is_published: bot.onlineVersion !== undefined,
    publish_status: bot.publishStatus,
    updated_at: seconds(bot.updatedAt),
    ...(bot.publishedAt === undefined ? {} : { published_at: seconds(bot.publishedAt) }),
    owner_user_id: bot.ownerId,
  };
}

function draftAnswer(bot: Read<BotDocument>) {
  return {
    bot_id: bot.id,
    workspace_id: bot.workspaceId,
    revision: bot.draftRevision,
    publish_status: bot.publishStatus,
    ...(bot.onlineVersion === undefined ? {} : { online_version: String(bot.onlineVersion) }),
    definition: bot.definition,
  };
}

function versionAnswer(bot: BotDocument, version: BotVersionDocument, names: ReadonlyMap<string, string>) {
  return {
    version: String(version.number),
    notes: version.notes,
    created_at: seconds(version.createdAt),
    creator_id: version.creatorId,
    creator_name: names.get(version.creatorId) ?? '',
    online: version.number === bot.onlineVersion,
    definition: version.definition,
  };
}

async function namesIn({ models, skills }: BotsContext, { workspaceId }: BotDocument, { model, workflows = [], knowledge }: BotDocument['definition']) {
  const [named, ofWorkflows, datasets] = await Promise.all([
    models.nameOf(workspaceId, model.model_id),
    skills.workflows.namesOf(workspaceId, workflows.map(({ workflow_id: id }) => id)),
    skills.datasets.namesOf(workspaceId, knowledge?.dataset_ids ?? []),
  ]);
  return { model: named, workflows: ofWorkflows, datasets };
}
