import { z } from 'zod';
import { id, idInRequest, pageNumber, pageSize, queryBoolean, queryInteger, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { enterMessage, message, metaData } from './messages.ts';
import { optionalNameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Conversations';

const conversationName = optionalNameOf(100);
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

export const deleteConversation = endpoint('DELETE', '/v1/conversations/{conversation_id}', {
  name: 'deleteConversation',
  tag,
  summary: 'Delete a conversation with all that was said in it; a running chat is cancelled',
  permission: 'conversation.write',
  params,
});

/** A conversation as the studio lists it. */
export const listedConversation = z
  .object({
    id,
    name: z.string(),
    bot_id: z.string().describe('Empty where it was begun with none'),
    bot_name: z.string(),
    user_id: z.string().describe("The bot's user, as the chat that began it named them"),
    created_at: timestamp,
    active_at: timestamp.describe('When it was last talked in'),
    failed_at: timestamp.optional().describe('When a chat in it failed last'),
  })
  .meta({ id: 'ListedConversation' });

export type ListedConversation = z.output<typeof listedConversation>;

const moment = queryInteger(0, 100_000_000_000);

export const searchConversations = endpoint('GET', '/api/workspaces/{workspace_id}/conversations', {
  name: 'searchConversations',
  tag,
  summary: 'The conversations of a workspace, those talked in last first; by bot, and by one of: user, failure, name',
  permission: 'conversation.read',
  params: z.object({ workspace_id: idInRequest }),
  query: z
    .strictObject({
      ...tokenPageQuery,
      bot_id: idInRequest.optional(),
      user_id: z.string().min(1).max(128).optional(),
      failed: queryBoolean.optional().describe('Only those in which a chat has failed, the latest failure first'),
      name: z.string().trim().min(1).max(100).optional().describe('With which the name begins; sorted by name'),
      from: moment.optional().describe('Talked in, or failed, since: seconds, included'),
      to: moment.optional().describe('Talked in, or failed, until: seconds, not included'),
    })
    .refine(({ user_id, failed, name }) => [user_id, failed || undefined, name].filter((filter) => filter !== undefined).length <= 1, {
      message: 'search by user_id, by failed or by name, one at a time',
    })
    .refine(({ name, from, to }) => name === undefined || (from === undefined && to === undefined), {
      message: 'a search by name knows no from and to',
    }),
  answer: tokenPage(listedConversation),
});

export const exportConversation = endpoint('GET', '/api/conversations/{conversation_id}/export', {
  name: 'exportConversation',
  tag,
  summary: 'All that was said in a conversation, the oldest first, to be kept elsewhere; recorded in the audit log',
  permission: 'conversation.read',
  params,
  query: z.strictObject({ page_token: tokenPageQuery.page_token, page_size: pageSize(1_000, 1_000) }),
  answer: z.object({ conversation: listedConversation, messages: tokenPage(message) }),
});
