import { z } from 'zod';
import { botDefinition, botDescription, botModel, botName, onboarding, prompt, suggestions } from './bot-definition.ts';
import { id, idInRequest, numberedPage, pageNumber, pageSize, queryBoolean, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { removal } from './work.ts';

const tag = 'Bots';

const botId = z.object({ bot_id: idInRequest });
const promptInfo = z.object({ prompt });
const cozeModel = botModel.omit({ model_id: true }).extend({ model_id: z.string().max(64) });

/** Without defaults: what a change leaves out stays as it is. */
const onboardingChange = z.object({
  prologue: onboarding.shape.prologue.unwrap().optional(),
  suggested_questions: onboarding.shape.suggested_questions.unwrap().optional(),
});
const suggestionsChange = suggestions.extend({ customized_prompt: suggestions.shape.customized_prompt.unwrap().optional() });

const cozeBotFields = {
  description: botDescription.optional(),
  icon_file_id: z.string().max(64).optional(),
  onboarding_info: onboardingChange.optional(),
  model_info_config: cozeModel.optional(),
  suggest_reply_info: suggestionsChange.optional(),
  knowledge: z
    .object({
      dataset_ids: z.array(idInRequest).max(20).optional(),
      auto_call: z.boolean().optional().describe('Whether they are searched for each question, or when the model calls for it'),
      search_strategy: z.int().optional().describe('0: by meaning, 1: by meaning and words, 20: by words'),
    })
    .optional(),
  workflow_id_list: z.object({ ids: z.array(z.object({ id: idInRequest })).max(50) }).optional().describe('The workflows that the model may call'),
};

export const createBot = endpoint('POST', '/v1/bot/create', {
  name: 'createBot',
  tag,
  summary: 'Create a bot as a draft',
  permission: 'bot.edit',
  body: z.object({ space_id: idInRequest, name: botName, prompt_info: promptInfo.optional(), ...cozeBotFields }),
  answer: z.object({ bot_id: id }),
  creates: true,
});

export const updateBot = endpoint('POST', '/v1/bot/update', {
  name: 'updateBot',
  tag,
  summary: "Change a bot's draft: the fields given, and no others",
  permission: 'bot.edit',
  body: z.object({ bot_id: idInRequest, name: botName.optional(), prompt_info: promptInfo.partial().optional(), ...cozeBotFields }),
});

export const publishBot = endpoint('POST', '/v1/bot/publish', {
  name: 'publishBot',
  tag,
  summary: "Publish a bot's draft as a new version",
  permission: 'bot.publish',
  body: z.object({
    bot_id: idInRequest,
    connector_ids: z.array(z.string().max(64)).max(20).default(['1024']).describe('1024 is the API, the one channel there is'),
    version_description: z.string().max(2_000).default(''),
  }),
  answer: z.object({ bot_id: id, version: z.string() }),
});

/** A bot as the Coze API shows it. */
export const botInfo = z
  .object({
    bot_id: id,
    name: z.string(),
    description: z.string(),
    icon_url: z.string(),
    create_time: timestamp,
    update_time: timestamp,
    version: z.string(),
    prompt_info: z.object({ prompt: z.string() }),
    onboarding_info: onboarding,
    bot_mode: z.literal(0).describe('0: a single agent'),
    plugin_info_list: z.array(z.never()),
    model_info: z.object({
      model_id: z.string(),
      model_name: z.string(),
      temperature: z.number().optional(),
      top_p: z.number().optional(),
      context_round: z.int(),
      max_tokens: z.int().optional(),
      response_format: z.string(),
    }),
    knowledge: z.object({ knowledge_infos: z.array(z.object({ id: z.string(), name: z.string() })) }),
    workflow_info_list: z.array(z.object({ id: z.string(), name: z.string(), description: z.string(), icon_url: z.string() })),
    shortcut_commands: z.array(z.never()),
    suggest_reply_info: suggestions,
    background_image_info: z.object({}),
    variables: z.array(
      z.object({
        keyword: z.string(),
        default_value: z.string(),
        variable_type: z.literal('KVVariable'),
        channel: z.literal('custom'),
        description: z.string(),
        enable: z.boolean(),
        prompt_enable: z.boolean(),
      }),
    ),
    voice_info_list: z.array(z.never()),
    default_user_input_type: z.literal('text'),
    owner_user_id: id,
    folder_id: z.string(),
  })
  .meta({ id: 'BotInfo' });

export type BotInfo = z.input<typeof botInfo>;

export const retrieveBot = endpoint('GET', '/v1/bots/{bot_id}', {
  name: 'retrieveBot',
  tag,
  summary: 'A bot: as published, or its draft',
  permission: 'bot.read',
  params: botId,
  query: z.object({ is_published: queryBoolean.default(true) }),
  answer: botInfo,
});

export const retrieveOnlineBot = endpoint('GET', '/v1/bot/get_online_info', {
  name: 'retrieveOnlineBot',
  tag,
  summary: 'A bot as published (the older form)',
  permission: 'bot.read',
  query: botId,
  answer: botInfo,
});

/** Which bots to list, by how their draft stands to what is published. */
export const publishStatuses = ['all', 'published_online', 'published_draft', 'unpublished_draft'] as const;

export type PublishStatus = Exclude<(typeof publishStatuses)[number], 'all'>;

export const listBots = endpoint('GET', '/v1/bots', {
  name: 'listBots',
  tag,
  summary: 'The bots of a workspace, those changed last first',
  permission: 'bot.read',
  query: z.object({
    workspace_id: z.string().max(64).optional().describe("The caller's own workspace where absent"),
    publish_status: z
      .enum(publishStatuses)
      .default('published_online')
      .describe('published_online: all that are online; published_draft: those of them whose draft has changed'),
    connector_id: z.string().max(64).optional(),
    ...numberedPage(50).shape,
  }),
  answer: z.object({
    total: z.int(),
    items: z.array(
      z.object({
        id,
        name: z.string(),
        description: z.string(),
        icon_url: z.string(),
        is_published: z.boolean(),
        publish_status: z.enum(publishStatuses).exclude(['all']).describe('What Coze does not have'),
        updated_at: timestamp,
        published_at: timestamp.optional(),
        owner_user_id: id,
      }),
    ),
  }),
});

export const listPublishedBots = endpoint('GET', '/v1/space/published_bots_list', {
  name: 'listPublishedBots',
  tag,
  summary: 'The published bots of a workspace (the older form)',
  permission: 'bot.read',
  query: z.object({ space_id: idInRequest, page_index: pageNumber, page_size: pageSize(50) }),
  answer: z.object({
    total: z.int(),
    space_bots: z.array(
      z.object({ bot_id: id, bot_name: z.string(), description: z.string(), icon_url: z.string(), publish_time: z.string() }),
    ),
  }),
});

export const unpublishBot = endpoint('POST', '/v1/bots/{bot_id}/unpublish', {
  name: 'unpublishBot',
  tag,
  summary: 'Take a bot offline; its draft and versions stay',
  permission: 'bot.publish',
  params: botId,
  body: z.object({ connector_id: z.string().max(64).optional(), unpublish_reason: z.string().max(2_000).default('') }),
});

const botVersion = z.object({
  version: z.string(),
  description: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  creator: z.object({ id, name: z.string() }),
});

export const listCozeBotVersions = endpoint('GET', '/v1/bots/{bot_id}/versions', {
  name: 'listCozeBotVersions',
  tag,
  summary: "A bot's published versions, the newest first",
  permission: 'bot.read',
  params: botId,
  query: z.object({ page_num: pageNumber, page_size: pageSize(50) }),
  answer: z.object({ total: z.int(), items: z.array(botVersion) }),
});

const draft = z.object({
  bot_id: id,
  workspace_id: id,
  revision: z.int().describe('Rises with every save; send it back with the next one'),
  publish_status: z.enum(publishStatuses).exclude(['all']),
  online_version: z.string().optional().describe('Absent where none is online'),
  definition: botDefinition,
});

export const getBotDraft = endpoint('GET', '/api/bots/{bot_id}/draft', {
  name: 'getBotDraft',
  tag,
  summary: "A bot's draft, whole",
  permission: 'bot.read',
  params: botId,
  answer: draft,
});

export const putBotDraft = endpoint('PUT', '/api/bots/{bot_id}/draft', {
  name: 'putBotDraft',
  tag,
  summary: "Replace a bot's draft; 409 where it was changed since it was read",
  permission: 'bot.edit',
  params: botId,
  body: z.strictObject({ revision: z.int().min(1), definition: botDefinition }),
  answer: draft,
});

const wholeVersion = z.object({
  version: z.string(),
  notes: z.string(),
  created_at: timestamp,
  creator_id: id,
  creator_name: z.string().describe('Empty where the account is gone'),
  online: z.boolean(),
  definition: botDefinition,
});

export const listBotVersions = endpoint('GET', '/api/bots/{bot_id}/versions', {
  name: 'listBotVersions',
  tag,
  summary: "A bot's published versions with what they hold, the newest first",
  permission: 'bot.read',
  params: botId,
  query: z.strictObject({ page_num: pageNumber, page_size: pageSize(50) }),
  answer: z.object({ total: z.int(), items: z.array(wholeVersion) }),
});

export const getBotVersion = endpoint('GET', '/api/bots/{bot_id}/versions/{version}', {
  name: 'getBotVersion',
  tag,
  summary: "One of a bot's published versions with what it holds",
  permission: 'bot.read',
  params: botId.extend({ version: z.string().max(20) }),
  answer: wholeVersion,
});

export const duplicateBot = endpoint('POST', '/api/bots/{bot_id}/duplicate', {
  name: 'duplicateBot',
  tag,
  summary: "Create a bot in the same workspace with this one's draft",
  permission: 'bot.edit',
  params: botId,
  body: z.strictObject({ name: botName }),
  answer: z.object({ bot_id: id }),
  creates: true,
});

export const rollBackBot = endpoint('POST', '/api/bots/{bot_id}/rollback', {
  name: 'rollBackBot',
  tag,
  summary: 'Put an earlier version online again; the draft stays as it is',
  permission: 'bot.publish',
  params: botId,
  body: z.strictObject({ version: z.string().max(20) }),
  answer: z.object({ bot_id: id, version: z.string() }),
});

export const deleteBot = endpoint('DELETE', '/api/bots/{bot_id}', {
  name: 'deleteBot',
  tag,
  summary: "Delete a bot with its versions, its users' variables and its share page with what visitors said there; its other conversations stay readable",
  permission: 'bot.edit',
  params: botId,
  answer: removal,
});
