import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Messages';

/** Up to 16 pairs of short text that a caller attaches to a thing. */
export const metaData = z
  .record(z.string().min(1).max(64), z.string().max(512))
  .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs')
  .describe('Up to 16 pairs: keys of up to 64 characters, values of up to 512');

export const messageRoles = ['user', 'assistant'] as const;
export const messageTypes = ['question', 'answer', 'function_call', 'tool_output', 'tool_response', 'follow_up', 'verbose'] as const;
export const contentTypes = ['text', 'object_string', 'card', 'audio'] as const;

/** One part of a message of several: text, or a file by its id or its address. */
export const messagePart = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z
    .object({ type: z.enum(['image', 'file', 'audio']), file_id: z.string().max(64).nullish(), file_url: z.string().max(4_096).nullish() })
    .refine((part) => Boolean(part.file_id) || Boolean(part.file_url), 'give file_id or file_url'),
]);

export type MessagePart = z.output<typeof messagePart>;

/** What a reader thinks of an answer. */
export const messageFeedback = z
  .object({
    feedback_type: z.enum(['like', 'unlike']),
    reason_types: z.array(z.string().max(64)).max(16).default([]),
    comment: z.string().max(2_000).default(''),
  })
  .meta({ id: 'MessageFeedback' });

export type MessageFeedback = z.output<typeof messageFeedback>;

/** A message as the Coze API shows it. */
export const message = z
  .object({
    id: z.string(),
    conversation_id: id,
    bot_id: z.string(),
    chat_id: z.string(),
    section_id: id,
    role: z.enum(messageRoles),
    type: z.enum(messageTypes),
    content: z.string(),
    content_type: z.enum(contentTypes),
    meta_data: z.record(z.string(), z.string()),
    reasoning_content: z.string().optional(),
    feedback: messageFeedback.optional().describe('The last one given; what Coze does not have'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Message' });

export type Message = z.input<typeof message>;

/** Coze's clients send the parts of a message as a list or as its JSON; it is kept as JSON. */
const content = z.union([z.string().max(1_000_000), z.array(messagePart).min(1).max(32).transform((parts) => JSON.stringify(parts))]);

/** A message that a call brings along. `object_string` content is a JSON list of parts. */
export const enterMessage = z
  .object({
    role: z.enum(messageRoles),
    type: z.enum(messageTypes).optional(),
    content: content.optional(),
    content_type: z.enum(['text', 'object_string', 'card']).optional(),
    meta_data: metaData.optional(),
  })
  .meta({ id: 'EnterMessage' });

export type EnterMessage = z.output<typeof enterMessage>;

const place = z.object({ conversation_id: idInRequest, message_id: idInRequest });

export const createMessage = endpoint('POST', '/v1/conversation/message/create', {
  name: 'createMessage',
  tag,
  summary: 'Add a message to a conversation',
  permission: 'conversation.write',
  query: z.object({ conversation_id: idInRequest }),
  body: z.object({
    role: z.enum(messageRoles),
    content,
    content_type: z.enum(['text', 'object_string']),
    meta_data: metaData.default({}),
  }),
  answer: message,
  creates: true,
});

export const modifyMessage = endpoint('POST', '/v1/conversation/message/modify', {
  name: 'modifyMessage',
  tag,
  summary: 'Change the content or the meta data of a message',
  permission: 'conversation.write',
  query: place,
  body: z.object({ content: content.optional(), content_type: z.enum(['text', 'object_string']).optional(), meta_data: metaData.optional() }),
  answer: z.object({ message }),
  place: 'fields',
});

export const retrieveMessage = endpoint('GET', '/v1/conversation/message/retrieve', {
  name: 'retrieveMessage',
  tag,
  summary: 'One message',
  permission: 'conversation.read',
  query: place,
  answer: message,
});

/** As Coze's client for Java asks. */
export const retrieveMessageByPost = endpoint('POST', '/v1/conversation/message/retrieve', {
  name: 'retrieveMessageByPost',
  tag,
  summary: 'The same, as the client for Java asks for it',
  permission: 'conversation.read',
  query: place,
  answer: message,
});

export const listMessages = endpoint('POST', '/v1/conversation/message/list', {
  name: 'listMessages',
  tag,
  summary: 'The messages of a conversation, in pages by the last id seen',
  permission: 'conversation.read',
  query: z.object({ conversation_id: idInRequest }),
  body: z.object({
    order: z.enum(['asc', 'desc']).default('desc'),
    chat_id: z.string().max(64).optional(),
    before_id: z.string().max(64).optional().describe('Messages before this one'),
    after_id: z.string().max(64).optional().describe('Messages after this one'),
    limit: z.int().min(1).max(50).default(50),
  }),
  answer: z.object({ data: z.array(message), first_id: z.string(), last_id: z.string(), has_more: z.boolean() }),
  place: 'fields',
});

export const deleteMessage = endpoint('POST', '/v1/conversation/message/delete', {
  name: 'deleteMessage',
  tag,
  summary: 'Delete a message',
  permission: 'conversation.write',
  query: place,
  answer: message,
});

const answerPlace = z.object({ conversation_id: idInRequest, message_id: idInRequest });

export const giveFeedback = endpoint('POST', '/v1/conversations/{conversation_id}/messages/{message_id}/feedback', {
  name: 'giveFeedback',
  tag,
  summary: 'Say what you think of an answer; a second time replaces the first',
  permission: 'conversation.write',
  params: answerPlace,
  body: messageFeedback,
});

export const withdrawFeedback = endpoint('DELETE', '/v1/conversations/{conversation_id}/messages/{message_id}/feedback', {
  name: 'withdrawFeedback',
  tag,
  summary: 'Take your feedback on an answer back',
  permission: 'conversation.write',
  params: answerPlace,
});
