import type { ConversationsContext } from './context.ts';

/** Makes sure that what is written now comes after the last message, whichever process wrote that. */
export async function observeLastMessage(context: ConversationsContext, conversationId: string): Promise<void> {
  const { items } = await context.messages.find({
    where: { conversationId, listed: true },
    sort: 'sequence',
    descending: true,
    limit: 1,
  });
  if (items[0]) context.ids.observe(items[0].sequence);
}
