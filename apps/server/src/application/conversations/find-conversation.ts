import type { Read } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { ChatDocument } from './chat-document.ts';
import type { ConversationsContext } from './context.ts';
import type { ConversationDocument } from './conversation-document.ts';

/** A conversation that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export async function findConversation(
  context: ConversationsContext,
  principal: Principal,
  permission: 'conversation.read' | 'conversation.write',
  conversationId: string,
): Promise<Read<ConversationDocument>> {
  const conversation = await context.conversations.get(conversationId);
  if (!conversation) throw new NotFound('conversation', conversationId);
  const { id, workspaceId } = conversation;
  await context.identity.authorize(principal, permission, { type: 'conversation', id, workspaceId });
  return conversation;
}

/** A chat that the principal may see so. Throws `NotFound`. */
export async function findChat(
  context: ConversationsContext,
  principal: Principal,
  permission: 'conversation.read' | 'bot.chat' | 'trace.read',
  chatId: string,
  conversationId?: string,
): Promise<ChatDocument> {
  const chat = await context.chats.get(chatId);
  if (!chat || (conversationId !== undefined && chat.conversationId !== conversationId)) throw new NotFound('chat', chatId);
  await context.identity.authorize(principal, permission, { type: 'chat', id: chat.id, workspaceId: chat.workspaceId });
  return chat;
}
