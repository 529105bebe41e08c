import type { createConversation as createConversationEndpoint, EnterMessage } from '@buckle/contract';
import type { z } from 'zod';
import type { Changes, Read } from '#data/documents/port.ts';
import { idInBlock } from '#kernel/ids.ts';
import { type Principal, sessionField } from '#kernel/principal.ts';
import { beginSection } from './begin-section.ts';
import type { ConversationsContext } from './context.ts';
import { type ConversationDocument, named } from './conversation-document.ts';
import { checkMessages } from './create-chat.ts';
import { findConversation, unlessDeleted } from './find-conversation.ts';
import { typeOf } from './message-content.ts';
import type { MessageDocument } from './message-document.ts';
import { metaDataField } from './meta-data.ts';

/** Begins a conversation, with the messages that it is given. */
export async function createConversation(
  context: ConversationsContext,
  principal: Principal,
  body: z.output<typeof createConversationEndpoint.body> & { readonly idempotencyKey?: string | undefined },
): Promise<ConversationDocument> {
  const { idempotencyKey, ...request } = body;
  const bot = body.bot_id ? await context.bots.find(principal, 'bot.chat', body.bot_id) : undefined;
  const workspaceId = body.workspace_id || bot?.workspaceId || (await context.identity.defaultWorkspace(principal));
  const botField = bot ? { botId: bot.id } : {};
  await context.identity.authorize(principal, 'conversation.write', { type: 'workspace', id: workspaceId, workspaceId, ...botField });
  await checkMessages(context, principal, body.messages);
  const call = { operation: 'createConversation', key: idempotencyKey, body: request };
  return context.idempotency.create(principal, call, () => context.ids.block(), {
    find: (id) => context.conversations.get(id),
    async make(id) {
      const now = context.clock.now();
      const conversation: ConversationDocument = {
        id,
        workspaceId,
        ...botField,
        creatorId: principal.userId,
        ...sessionField(principal),
        connectorId: body.connector_id,
        ...named(body.name),
        ...metaDataField(body.meta_data),
        sectionId: id,
        createdAt: now,
        updatedAt: now,
        activeAt: now,
      };
      // The ids of the messages follow from the conversation's, so that a repeated call writes the same again.
      const messages = body.messages.map((message, index) => firstMessage(conversation, message, idInBlock(id, index + 1)));
      await context.documents.inOrder([
        ...messages.map((message) => () => context.messages.ensure(message)),
        () => context.conversations.insert(conversation),
      ]);
      return conversation;
    },
  });
}

function firstMessage(conversation: ConversationDocument, message: EnterMessage, id: string): MessageDocument {
  const { workspaceId, botId, sectionId, createdAt } = conversation;
  return {
    id,
    workspaceId,
    conversationId: conversation.id,
    ...(botId === undefined ? {} : { botId }),
    sectionId,
    sequence: id,
    listed: true,
    role: message.role,
    type: typeOf(message),
    contentType: message.content_type ?? 'text',
    content: message.content ?? '',
    ...metaDataField(message.meta_data),
    createdAt,
    updatedAt: createdAt,
  };
}

/** The conversations that were begun with a bot, in pages by number (from 1); `more` where a further page may follow. */
export async function listConversations(
  context: ConversationsContext,
  principal: Principal,
  botId: string,
  page: { readonly page: number; readonly size: number; readonly descending: boolean },
): Promise<{ readonly items: readonly ConversationDocument[]; readonly more: boolean }> {
  const { workspaceId } = await context.bots.find(principal, 'conversation.read', botId);
  const { userId: creatorId, sessionName } = principal;
  const { items } = await context.conversations.find({
    where: sessionName === undefined ? { workspaceId, botId } : { workspaceId, botId, creatorId, sessionName },
    descending: page.descending,
    limit: page.size + 1,
    skip: (page.page - 1) * page.size,
  });
  return { items: items.slice(0, page.size), more: items.length > page.size };
}

/** Begins a new section and returns its id: what was said before is no longer shown to the model. */
export async function clearConversation(context: ConversationsContext, principal: Principal, conversationId: string): Promise<string> {
  const conversation = await findConversation(context, principal, 'conversation.write', conversationId);
  const sectionId = context.ids.next();
  await unlessDeleted('conversation', conversation.id, beginSection(context, conversation, sectionId));
  return sectionId;
}

/** Names a conversation. */
export async function renameConversation(
  context: ConversationsContext,
  principal: Principal,
  conversationId: string,
  name: string,
): Promise<Read<ConversationDocument>> {
  const { id, previewOf } = await findConversation(context, principal, 'conversation.write', conversationId);
  const updatedAt = context.clock.now();
  // Previews are in no list, so there is nothing to find them by.
  const set = { ...(previewOf === undefined ? named(name) : { name }), updatedAt };
  const changes: Changes<ConversationDocument> = { set, ...(name === '' ? { unset: ['nameKey'] } : {}) };
  return unlessDeleted('conversation', id, context.conversations.update(id, changes));
}
