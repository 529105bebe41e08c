import { z } from 'zod';
import { functionTool } from './bot-definition.ts';
import { errorEvent, id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { enterMessage, message, metaData } from './messages.ts';
import { runStates } from './workflow-runs.ts';

const tag = 'Chat';

export const chatStatuses = ['created', 'in_progress', 'completed', 'failed', 'requires_action', 'canceled'] as const;

/** A call of a tool that the client is asked to run, or a question that the user's next message answers. */
export const toolCall = z.object({
  id: z.string(),
  type: z.enum(['function', 'reply_message']).describe('`reply_message`: the next chat of the conversation answers it'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

export type ToolCall = z.output<typeof toolCall>;

/** A chat, that is one turn of a bot, as the Coze API shows it. */
export const chat = z
  .object({
    id,
    conversation_id: id,
    bot_id: z.string().describe('Empty where a chatflow answers without a bot'),
    status: z.enum(chatStatuses),
    created_at: timestamp,
    completed_at: timestamp.optional(),
    failed_at: timestamp.optional(),
    meta_data: z.record(z.string(), z.string()),
    last_error: z.object({ code: z.int(), msg: z.string() }),
    usage: z.object({ token_count: z.int(), input_count: z.int(), output_count: z.int() }),
    section_id: id,
    required_action: z
      .object({ type: z.literal('submit_tool_outputs'), submit_tool_outputs: z.object({ tool_calls: z.array(toolCall) }) })
      .optional(),
    inserted_additional_messages: z.array(z.object({ id })).optional(),
  })
  .meta({ id: 'Chat' });

export type Chat = z.input<typeof chat>;
export type ChatStatus = Chat['status'];

/** The events of a streamed chat. */
export const chatEvents = {
  'conversation.chat.created': chat,
  'conversation.chat.in_progress': chat,
  'conversation.message.delta': message,
  'conversation.message.completed': message,
  'conversation.chat.requires_action': chat,
  'conversation.chat.completed': chat,
  'conversation.chat.failed': chat,
  'conversation.chat.canceled': chat,
  error: errorEvent,
  done: z.literal('[DONE]'),
} as const;

/** Names may be empty in a query; then they count as absent. */
const conversationInQuery = z.object({ conversation_id: z.string().max(64).optional() });
const place = z.object({ conversation_id: idInRequest, chat_id: idInRequest });

export const createChat = endpoint('POST', '/v3/chat', {
  name: 'createChat',
  tag,
  summary: 'Talk to a published bot: as a stream of events, or in the background',
  permission: 'bot.chat',
  query: conversationInQuery,
  body: z.object({
    bot_id: idInRequest,
    user_id: z.string().max(128).default(''),
    stream: z.boolean().default(false),
    additional_messages: z.array(enterMessage).max(100).default([]),
    custom_variables: z.record(z.string().max(64), z.string().max(10_000)).default({}),
    auto_save_history: z.boolean().default(true),
    meta_data: metaData.default({}),
    parameters: z.record(z.string(), z.unknown()).default({}),
    tools: z.array(functionTool).max(64).default([]).describe('Tools that the caller runs, beside those of the bot'),
    conversation_id: z.string().max(64).optional(),
  }),
  answer: chat,
  events: chatEvents,
  creates: true,
});

export type CreateChatBody = z.output<typeof createChat.body>;

export const previewBot = endpoint('POST', '/api/bots/{bot_id}/preview', {
  name: 'previewBot',
  tag,
  summary: "Try a bot's draft: its conversation is shown in no list and is gone after a day",
  permission: 'bot.edit',
  params: z.object({ bot_id: idInRequest }),
  body: z.strictObject({
    conversation_id: z.string().max(64).optional().describe('Of an earlier preview of this bot, to go on with it'),
    stream: z.boolean().default(true),
    additional_messages: createChat.body.shape.additional_messages,
    custom_variables: createChat.body.shape.custom_variables,
  }),
  answer: chat,
  events: chatEvents,
  creates: true,
});

export const retrieveChat = endpoint('POST', '/v3/chat/retrieve', {
  name: 'retrieveChat',
  tag,
  summary: 'How a chat stands',
  permission: 'conversation.read',
  query: place,
  answer: chat,
  alias: 'GET',
});

export const listChatMessages = endpoint('GET', '/v3/chat/message/list', {
  name: 'listChatMessages',
  tag,
  summary: 'The messages that a chat has produced',
  permission: 'conversation.read',
  query: place,
  answer: z.array(message),
  alias: 'POST',
});

export const cancelChat = endpoint('POST', '/v3/chat/cancel', {
  name: 'cancelChat',
  tag,
  summary: 'Cancel a chat; what has ended stays as it ended',
  permission: 'bot.chat',
  body: place,
  answer: chat,
});

export const submitToolOutputs = endpoint('POST', '/v3/chat/submit_tool_outputs', {
  name: 'submitToolOutputs',
  tag,
  summary: 'Give the outputs of the tools that a chat waits for',
  permission: 'bot.chat',
  query: place,
  body: z.object({
    tool_outputs: z.array(z.object({ tool_call_id: z.string().max(256), output: z.string().max(1_000_000) })).min(1).max(128),
    stream: z.boolean().default(false),
  }),
  answer: chat,
  events: chatEvents,
});

/** A passage that a model was told of. */
export const toldPassage = z
  .object({
    number: z.int().describe('By which an answer names it, like `[1]`'),
    passage_id: z.string(),
    document_id: id,
    dataset_id: id,
    document_name: z.string(),
    headings: z.array(z.string()).describe('Those that it stands under in its document'),
    score: z.number(),
  })
  .meta({ id: 'ToldPassage' });

export type ToldPassage = z.output<typeof toldPassage>;

/** One step of a turn: what was asked and what came of it, by reference, with its times and tokens. */
export const traceStep = z
  .object({
    type: z.enum(['intent', 'rewrite', 'filter', 'knowledge', 'model', 'tool', 'suggestions']),
    name: z.string().describe('The model, the tool, the intent, or what was looked for'),
    started_at: z.int().describe('Milliseconds since 1970'),
    ended_at: z.int().describe('Milliseconds since 1970'),
    model_id: z.string().optional(),
    input_message_ids: z.array(z.string()),
    output_message_ids: z.array(z.string()),
    input_tokens: z.int(),
    output_tokens: z.int(),
    finish_reason: z.string().optional(),
    detail: z.string().optional().describe('Why an intent was chosen, as what a question was rewritten, what was made of it to filter by, how many passages were found, or what went wrong'),
    passages: z.array(toldPassage).optional().describe('Of knowledge, and of tools that search it: what was found and the model was told, the best first'),
  })
  .meta({ id: 'TraceStep' });

export type TraceStep = z.output<typeof traceStep>;

export const getChatTrace = endpoint('GET', '/api/chats/{chat_id}/trace', {
  name: 'getChatTrace',
  tag,
  summary: 'The steps of a chat that has ended',
  permission: 'trace.read',
  params: z.object({ chat_id: idInRequest }),
  answer: z.object({
    chat_id: id,
    conversation_id: id,
    bot_id: z.string(),
    bot_version: z.string(),
    status: z.enum(chatStatuses),
    started_at: z.int().describe('Milliseconds since 1970'),
    first_token_at: z.int().optional().describe('Milliseconds since 1970'),
    ended_at: z.int().describe('Milliseconds since 1970'),
    steps: z.array(traceStep),
    runs: z
      .array(z.object({ execute_id: id, workflow_id: id, workflow_name: z.string(), state: z.enum(runStates) }))
      .describe('The runs of workflows that are part of it, in the place of the model or as its tools; those that are still kept'),
  }),
});
