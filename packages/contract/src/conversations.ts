import { z } from 'zod';
import { id, idInRequest, pageNumber, pageSize, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { enterMessage, metaData } from './messages.ts';

const tag = 'Conversations';

const conversationName = z.string().max(100);
const params = z.object({ conversation_id: idInRequest });

/** A conversation as the Coze API shows it. */
export const conversation = z
  .object({
    id,
    created_at: timestamp,
    updated_at: timestamp,
    meta_data: z.record(z.string(), z.string()),
    last_section_id: id,
    name: z.string(),
    creator_id: id,
    connector_id: z.string(),
  })
  .meta({ id: 'Conversation' });

export type Conversation = z.input<typeof conversation>;

export const createConversation = endpoint('POST', '/v1/conversation/create', {
  name: 'createConversation',
  tag,
  summary: 'Begin a conversation, with messages where they are given',
  permission: 'conversation.write',
  body: z.object({
    messages: z.array(enterMessage).max(16).default([]),
    meta_data: metaData.default({}),
    bot_id: z.string().max(64).optional(),
    name: conversationName.default(''),
    connector_id: z.string().max(64).default('1024'),
    workspace_id: z.string().max(64).optional().describe("Where it belongs; else the bot's workspace, or the caller's own"),
  }),
  answer: conversation,
  creates: true,
});

export const retrieveConversation = endpoint('GET', '/v1/conversation/retrieve', {
  name: 'retrieveConversation',
  tag,
  summary: 'One conversation',
  permission: 'conversation.read',
  query: params,
  answer: conversation,
});

export const listConversations = endpoint('GET', '/v1/conversations', {
  name: 'listConversations',
  tag,
  summary: 'The conversations of a bot',
  permission: 'conversation.read',
  query: z.object({
    bot_id: idInRequest,
    page_num: pageNumber,
    page_size: pageSize(50),
    sort_order: z.enum(['ASC', 'DESC', 'asc', 'desc']).default('DESC'),
    connector_id: z.string().max(64).optional(),
  }),
  answer: z.object({ conversations: z.array(conversation), has_more: z.boolean() }),
});

export const clearConversation = endpoint('POST', '/v1/conversations/{conversation_id}/clear', {
  name: 'clearConversation',
  tag,
  summary: 'Begin a new section: what was said before is no longer shown to the model',
  permission: 'conversation.write',
  params,
  answer: z.object({ id, conversation_id: id }),
});

export const renameConversation = endpoint('PUT', '/v1/conversations/{conversation_id}', {
  name: 'renameConversation',
  tag,
  summary: 'Name a conversation',
  permission: 'conversation.write',
  params,
  body: z.object({ name: conversationName }),
  answer: conversation,
});
