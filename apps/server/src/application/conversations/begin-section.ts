import type { ConversationsContext } from './context.ts';
import type { ConversationDocument } from './conversation-document.ts';
import { giveUpSuspended } from './give-up-suspended.ts';

/**
 * Begins a new section of a conversation, from outside of its chats: what was said before is no longer history,
 * and what was asked is not answered any more, nor is what a chat that still runs will ask. Throws `DocumentMissing`.
 */
export async function beginSection(context: ConversationsContext, { id, suspended }: ConversationDocument, sectionId: string): Promise<void> {
  if (suspended) await giveUpSuspended(context, suspended.chatId);
  await context.conversations.update(id, { set: { sectionId, clearedSectionId: sectionId, updatedAt: context.clock.now() } });
}
