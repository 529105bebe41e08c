import type { createMessage as createMessageEndpoint, listMessages as listMessagesEndpoint, modifyMessage as modifyMessageEndpoint } from '@buckle/contract';
import type { z } from 'zod';
import type { Where } from '#data/documents/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { ConversationsContext } from './context.ts';
import { checkMessages } from './create-chat.ts';
import { findConversation, unlessDeleted } from './find-conversation.ts';
import { typeOf } from './message-content.ts';
import type { MessageDocument } from './message-document.ts';
import { observeLastMessage } from './observe-last-message.ts';
import { metaDataField } from './meta-data.ts';

/** Which message of which conversation. */
export interface MessagePlace {
  readonly conversation_id: string;
  readonly message_id: string;
}

/** Adds a message to a conversation. */
export async function createMessage(
  context: ConversationsContext,
  principal: Principal,
  conversationId: string,
  body: z.output<typeof createMessageEndpoint.body> & { readonly idempotencyKey?: string | undefined },
): Promise<MessageDocument> {
  const { idempotencyKey, ...request } = body;
  const conversation = await findConversation(context, principal, 'conversation.write', conversationId);
  await checkMessages(context, principal, [body]);
  await observeLastMessage(context, conversation.id);
  const call = { operation: 'createMessage', key: idempotencyKey, body: { conversationId, ...request } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.messages.get(id),
    async make(id) {
      const now = context.clock.now();
      const message = await context.messages.insert({
        id,
        workspaceId: conversation.workspaceId,
        conversationId: conversation.id,
        ...(conversation.botId === undefined ? {} : { botId: conversation.botId }),
        sectionId: conversation.sectionId,
        sequence: id,
        listed: true,
        role: body.role,
        type: typeOf(body),
        contentType: body.content_type,
        content: body.content,
        ...metaDataField(body.meta_data),
        createdAt: now,
        updatedAt: now,
        // What is added to a preview goes with it.
        ...(conversation.expiresAt === undefined ? {} : { expiresAt: conversation.expiresAt }),
      });
      // A deletion of the conversation may have looked for its messages before this one was there.
      if (await context.conversations.closed.get(conversation.id)) return message;
      await context.messages.delete(id);
      throw new NotFound('conversation', conversation.id);
    },
  });
}

/** One message. Throws `NotFound`. */
export async function retrieveMessage(
  context: ConversationsContext,
  principal: Principal,
  place: MessagePlace,
  permission: 'conversation.read' | 'conversation.write' = 'conversation.read',
): Promise<MessageDocument> {
  const conversation = await findConversation(context, principal, permission, place.conversation_id);
  const message = await context.messages.get(place.message_id);
  if (message?.conversationId !== conversation.id) throw new NotFound('message', place.message_id);
  return message;
}

/** Changes what a message says, or the meta data that it has. */
export async function modifyMessage(
  context: ConversationsContext,
  principal: Principal,
  place: MessagePlace,
  body: z.output<typeof modifyMessageEndpoint.body>,
): Promise<MessageDocument> {
  const message = await retrieveMessage(context, principal, place, 'conversation.write');
  const contentType = body.content_type ?? message.contentType;
  if (contentType === 'object_string') {
    await checkMessages(context, principal, [{ role: message.role, content: body.content ?? message.content, content_type: contentType }]);
  }
  const set = {
    workspaceId: message.workspaceId,
    contentType,
    ...(body.content === undefined ? {} : { content: body.content }),
    ...(body.meta_data === undefined ? {} : { metaData: body.meta_data }),
    updatedAt: context.clock.now(),
  };
  return unlessDeleted('message', message.id, context.messages.update(message.id, { set }));
}

/** Deletes a message and returns what it was. */
export async function deleteMessage(context: ConversationsContext, principal: Principal, place: MessagePlace): Promise<MessageDocument> {
  const message = await retrieveMessage(context, principal, place, 'conversation.write');
  await context.messages.delete(message.id);
  return message;
}

/** A page of a conversation's messages, in the order asked for. */
export interface MessagePage {
  readonly items: readonly MessageDocument[];
  readonly more: boolean;
}

/** The messages of a conversation; `before_id` and `after_id` are places in the order of the list. */
export async function listMessages(
  context: ConversationsContext,
  principal: Principal,
  conversationId: string,
  body: z.output<typeof listMessagesEndpoint.body>,
): Promise<MessagePage> {
  const conversation = await findConversation(context, principal, 'conversation.read', conversationId);
  const { before_id: beforeId, after_id: afterId, chat_id: chatId } = body;
  if (beforeId && afterId) throw new BadRequest('Give before_id or after_id, not both.');
  const descending = body.order === 'desc';
  const pivotId = beforeId || afterId;
  const pivot = pivotId ? await retrieveMessage(context, principal, { conversation_id: conversation.id, message_id: pivotId }) : undefined;
  // A page before a place is read backwards from it, and turned round.
  const backwards = Boolean(beforeId);
  const falling = descending !== backwards;
  const range = pivot ? { sequence: falling ? { lt: pivot.sequence } : { gt: pivot.sequence } } : {};
  const where: Where<MessageDocument> = chatId ? { chatId, ...range } : { conversationId: conversation.id, listed: true, ...range };
  const { items } = await context.messages.find({ where, sort: 'sequence', descending: falling, limit: body.limit + 1 });
  const own = items.filter((message) => message.conversationId === conversation.id);
  const page = own.slice(0, body.limit);
  return { items: backwards ? page.reverse() : page, more: own.length > body.limit };
}
