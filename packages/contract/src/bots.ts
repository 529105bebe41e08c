import { z } from 'zod';
import { id, idInRequest, numberedPage, pageNumber, pageSize, queryBoolean, timestamp } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Bots';

const botName = z.string().trim().min(1).max(50);
const description = z.string().max(2_000);
const prompt = z.string().max(100_000);
const botId = z.object({ bot_id: idInRequest });

/** What a bot says first, and questions that it offers. */
export const onboarding = z
  .object({ prologue: z.string().max(4_000).default(''), suggested_questions: z.array(z.string().max(500)).max(10).default([]) })
  .meta({ id: 'Onboarding' });

/** Whether questions to go on with are suggested after an answer: not, by our prompt, or by an own one. */
export const suggestions = z
  .object({ reply_mode: z.enum(['disable', 'enable', 'customized']), customized_prompt: z.string().max(4_000).default('') })
  .meta({ id: 'Suggestions' });

/** Which model a bot asks and how. An empty id is the workspace's default model. */
export const botModel = z
  .object({
    model_id: z.string().max(64).default(''),
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    max_tokens: z.int().min(1).max(1_000_000).optional(),
    context_round: z.int().min(0).max(100).optional().describe('How many earlier rounds the model is shown; 10 where absent'),
    response_format: z.enum(['text', 'markdown', 'json']).optional(),
  })
  .meta({ id: 'BotModel' });

/** A value that a bot keeps for each of its users. */
export const botVariable = z
  .object({
    keyword: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u, 'letters, digits and underscores, not beginning with a digit'),
    default_value: z.string().max(10_000).default(''),
    description: z.string().max(500).default(''),
    enable: z.boolean().default(true),
    prompt_enable: z.boolean().default(true).describe('Whether the model is told its value and may change it'),
  })
  .meta({ id: 'BotVariable' });

/** A purpose that the bot recognises in what its user says, with an own prompt or a fixed reply. */
export const botIntent = z
  .object({
    name: z.string().trim().min(1).max(50),
    description: z.string().max(500).default(''),
    examples: z.array(z.string().min(1).max(500)).max(50).default([]),
    prompt: prompt.optional().describe("Takes the place of the bot's prompt while the intent holds"),
    reply: z.string().min(1).max(10_000).optional().describe('Given as the answer, without asking the model'),
  })
  .refine((intent) => (intent.prompt === undefined) !== (intent.reply === undefined), 'give either prompt or reply')
  .meta({ id: 'BotIntent' });

/** A tool that the caller of a chat runs itself, in the shape that OpenAI's API has for it. */
export const functionTool = z
  .object({
    type: z.literal('function').default('function'),
    function: z.object({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().max(4_000).default(''),
      parameters: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {} }).describe('A JSON Schema'),
    }),
  })
  .meta({ id: 'FunctionTool' });

/** All that makes a bot what it is: what is edited as its draft and frozen as a version. */
export const botDefinition = z
  .strictObject({
    name: botName,
    description: description.default(''),
    icon_file_id: z.string().max(64).default(''),
    prompt: prompt.default(''),
    onboarding: onboarding.default({ prologue: '', suggested_questions: [] }),
    model: botModel.default({ model_id: '' }),
    suggestions: suggestions.default({ reply_mode: 'disable', customized_prompt: '' }),
    variables: z.array(botVariable).max(100).default([]),
    intents: z.array(botIntent).max(50).default([]),
    tools: z.array(functionTool).max(64).default([]),
  })
  .meta({ id: 'BotDefinition' });

export type BotDefinition = z.output<typeof botDefinition>;
export type BotIntent = z.output<typeof botIntent>;
export type BotVariable = z.output<typeof botVariable>;
export type FunctionTool = z.output<typeof functionTool>;

const promptInfo = z.object({ prompt });
const cozeModel = botModel.omit({ model_id: true }).extend({ model_id: z.string().max(64) });

const cozeBotFields = {
  description: description.optional(),
  icon_file_id: z.string().max(64).optional(),
  onboarding_info: onboarding.partial().optional(),
  model_info_config: cozeModel.optional(),
  suggest_reply_info: suggestions.partial({ customized_prompt: true }).optional(),
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
    knowledge: z.object({ knowledge_infos: z.array(z.never()) }),
    workflow_info_list: z.array(z.never()),
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
    workspace_id: idInRequest,
    publish_status: z.enum(publishStatuses).default('published_online'),
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

export const listBotVersions = endpoint('GET', '/api/bots/{bot_id}/versions', {
  name: 'listBotVersions',
  tag,
  summary: "A bot's published versions with what they hold, the newest first",
  permission: 'bot.read',
  params: botId,
  query: z.strictObject({ page_num: pageNumber, page_size: pageSize(50) }),
  answer: z.object({
    total: z.int(),
    items: z.array(
      z.object({
        version: z.string(),
        notes: z.string(),
        created_at: timestamp,
        creator_id: id,
        online: z.boolean(),
        definition: botDefinition,
      }),
    ),
  }),
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
  summary: 'Delete a bot with its versions; its conversations stay readable',
  permission: 'bot.edit',
  params: botId,
});
