import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { type Route, route } from '#kernel/route.ts';
import { chatAnswer } from './chat-document.ts';
import { cancelChat, listChatMessages, readTrace, retrieveChat, submitToolOutputs } from './chat-operations.ts';
import { tokenPage } from '#kernel/token-page.ts';
import type { ConversationsContext } from './context.ts';
import type { ConversationDocument } from './conversation-document.ts';
import { clearConversation, createConversation, listConversations, renameConversation } from './conversation-operations.ts';
import { createChat, previewChat, type StartedChat } from './create-chat.ts';
import { deleteConversation } from './delete-conversation.ts';
import { giveFeedback } from './feedback.ts';
import { findConversation } from './find-conversation.ts';
import { messageAnswer } from './message-document.ts';
import { createMessage, deleteMessage, listMessages, modifyMessage, retrieveMessage } from './message-operations.ts';
import { exportConversation, type NamedConversation, searchConversations } from './search-conversations.ts';
import { streamStanding, streamTurn } from './stream-chat.ts';

/** The endpoints of conversations, messages and chats. */
export function conversationRoutes(context: ConversationsContext): Route[] {
  return [...chatRoutes(context), ...messageRoutes(context), ...ownRoutes(context)];
}

function chatRoutes(context: ConversationsContext): Route[] {
  const answer = ({ chat, started, live }: StartedChat, stream: boolean) => {
    if (live) return streamTurn(context, chat, live, started, true);
    return stream ? streamStanding(context, chat) : chatAnswer(chat);
  };
  return [
    route(contract.createChat, async ({ principal, query, body, idempotencyKey }) => {
      const conversationId = query.conversation_id || body.conversation_id;
      return answer(await createChat(context, principal, { ...body, conversation_id: conversationId, idempotencyKey }), body.stream);
    }),
    route(contract.previewBot, async ({ principal, params, body, idempotencyKey }) => {
      const usual = { user_id: '', auto_save_history: true, meta_data: {}, parameters: {}, tools: [] };
      return answer(await previewChat(context, principal, { ...usual, ...body, bot_id: params.bot_id, idempotencyKey }), body.stream);
    }),
    route(contract.retrieveChat, async ({ principal, query }) => chatAnswer(await retrieveChat(context, principal, query))),
    route(contract.listChatMessages, async ({ principal, query }) =>
      (await listChatMessages(context, principal, query)).map(messageAnswer),
    ),
    route(contract.cancelChat, async ({ principal, body }) => chatAnswer(await cancelChat(context, principal, body))),
    route(contract.submitToolOutputs, async ({ principal, query, body }) => {
      const { chat, started, live } = await submitToolOutputs(context, principal, query, body.tool_outputs, body.stream);
      return live ? streamTurn(context, chat, live, started, false) : chatAnswer(chat);
    }),
    route(contract.getChatTrace, async ({ principal, params }) => {
      const trace = await readTrace(context, principal, params.chat_id);
      return {
        chat_id: trace.id,
        conversation_id: trace.conversationId,
        bot_id: trace.botId,
        bot_version: trace.botVersion,
        status: trace.status,
        started_at: trace.startedAt,
        ...(trace.firstTokenAt === undefined ? {} : { first_token_at: trace.firstTokenAt }),
        ended_at: trace.endedAt,
        steps: [...trace.steps],
        runs: [...((await context.extensions.flows?.describeRuns(trace.workspaceId, trace.runIds ?? [])) ?? [])],
      };
    }),
  ];
}

function messageRoutes(context: ConversationsContext): Route[] {
  return [
    route(contract.createMessage, async ({ principal, query, body, idempotencyKey }) =>
      messageAnswer(await createMessage(context, principal, query.conversation_id, { ...body, idempotencyKey })),
    ),
    route(contract.modifyMessage, async ({ principal, query, body }) => ({
      message: messageAnswer(await modifyMessage(context, principal, query, body)),
    })),
    route(contract.retrieveMessage, async ({ principal, query }) => messageAnswer(await retrieveMessage(context, principal, query))),
    route(contract.retrieveMessageByPost, async ({ principal, query }) => messageAnswer(await retrieveMessage(context, principal, query))),
    route(contract.listMessages, async ({ principal, query, body }) => {
      const { items, more } = await listMessages(context, principal, query.conversation_id, body);
      return { data: items.map(messageAnswer), first_id: items[0]?.id ?? '', last_id: items.at(-1)?.id ?? '', has_more: more };
    }),
    route(contract.giveFeedback, async ({ principal, params, body }) => {
      await giveFeedback(context, principal, params, body);
      return {};
    }),
    route(contract.withdrawFeedback, async ({ principal, params }) => {
      await giveFeedback(context, principal, params, undefined);
      return {};
    }),
    route(contract.deleteMessage, async ({ principal, query }) => messageAnswer(await deleteMessage(context, principal, query))),
  ];
}

function ownRoutes(context: ConversationsContext): Route[] {
  return [
    route(contract.createConversation, async ({ principal, body, idempotencyKey }) =>
      conversationAnswer(await createConversation(context, principal, { ...body, idempotencyKey })),
    ),
    route(contract.retrieveConversation, async ({ principal, query }) =>
      conversationAnswer(await findConversation(context, principal, 'conversation.read', query.conversation_id)),
    ),
    route(contract.listConversations, async ({ principal, query }) => {
      const page = { page: query.page_num, size: query.page_size, descending: query.sort_order.toUpperCase() === 'DESC' };
      const { items, more } = await listConversations(context, principal, query.bot_id, page);
      return { conversations: items.map(conversationAnswer), has_more: more };
    }),
    route(contract.clearConversation, async ({ principal, params }) => ({
      id: await clearConversation(context, principal, params.conversation_id),
      conversation_id: params.conversation_id,
    })),
    route(contract.renameConversation, async ({ principal, params, body }) =>
      conversationAnswer(await renameConversation(context, principal, params.conversation_id, body.name)),
    ),
    route(contract.deleteConversation, async ({ principal, params }) => {
      await deleteConversation(context, principal, params.conversation_id);
      return {};
    }),
    route(contract.searchConversations, async ({ principal, params, query }) =>
      tokenPage(await searchConversations(context, principal, params.workspace_id, query), listedAnswer),
    ),
    route(contract.exportConversation, async ({ principal, params, query }) => {
      const page = { limit: query.page_size, after: query.page_token };
      const { messages, ...conversation } = await exportConversation(context, principal, params.conversation_id, page);
      return { conversation: listedAnswer(conversation), messages: tokenPage(messages, messageAnswer) };
    }),
  ];
}

function listedAnswer({ conversation, botName }: NamedConversation) {
  return {
    id: conversation.id,
    name: conversation.name,
    bot_id: conversation.botId ?? '',
    bot_name: botName,
    user_id: conversation.userId ?? '',
    created_at: seconds(conversation.createdAt),
    active_at: seconds(conversation.activeAt ?? conversation.updatedAt),
    ...(conversation.failedAt === undefined ? {} : { failed_at: seconds(conversation.failedAt) }),
  };
}

function conversationAnswer(conversation: ConversationDocument): contract.Conversation {
  return {
    id: conversation.id,
    created_at: seconds(conversation.createdAt),
    updated_at: seconds(conversation.updatedAt),
    meta_data: { ...conversation.metaData },
    last_section_id: conversation.sectionId,
    name: conversation.name,
    creator_id: conversation.creatorId,
    connector_id: conversation.connectorId,
  };
}
