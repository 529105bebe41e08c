import { DocumentMissing, type Read } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import { isOfSession, type Principal } from '#kernel/principal.ts';
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
  const { id, workspaceId, botId = conversation.previewOf } = conversation;
  await context.identity.authorize(principal, permission, { type: 'conversation', id, workspaceId, ...(botId === undefined ? {} : { botId }) });
  if (!isOfSession(principal, conversation)) throw new NotFound('conversation', conversationId);
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
  const { id, workspaceId, botId } = chat;
  await context.identity.authorize(principal, permission, { type: 'chat', id, workspaceId, botId });
  if (principal.sessionName !== undefined) {
    const conversation = await context.conversations.get(chat.conversationId);
    if (!conversation || !isOfSession(principal, conversation)) throw new NotFound('chat', chatId);
  }
  return chat;
}

/** What the change of a thing that was found comes to. Throws `NotFound` where it was deleted in the meantime. */
export async function unlessDeleted<T>(type: 'conversation' | 'message', id: string, change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof DocumentMissing) throw new NotFound(type, id);
    throw error;
  }
}
