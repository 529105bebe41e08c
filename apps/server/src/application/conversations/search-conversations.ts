import type { searchConversations as searchConversationsEndpoint } from '@buckle/contract';
import type { z } from 'zod';
import type { Page, Range } from '#data/documents/port.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { ConversationsContext } from './context.ts';
import type { ConversationDocument } from './conversation-document.ts';
import { findConversation } from './find-conversation.ts';
import type { MessageDocument } from './message-document.ts';

/** A conversation and the name of its bot. */
export interface NamedConversation {
  readonly conversation: ConversationDocument;
  /** Empty where it has none, or one that was deleted. */
  readonly botName: string;
}

/** A page of a workspace's conversations; those that lack what is searched by are not found, nor are previews. */
export async function searchConversations(
  context: ConversationsContext,
  principal: Principal,
  workspaceId: string,
  query: z.output<typeof searchConversationsEndpoint.query>,
): Promise<{ readonly items: readonly NamedConversation[]; readonly next?: string }> {
  await context.identity.authorize(principal, 'conversation.read', { type: 'workspace', id: workspaceId, workspaceId });
  const { bot_id: botId, user_id: userId, failed, name, page_size: limit, page_token: after } = query;
  const where = { workspaceId, ...(botId === undefined ? {} : { botId }) };
  const page = { limit, after, descending: true };
  const { conversations } = context;
  const found =
    name !== undefined
      ? await conversations.find({ ...page, where: { ...where, nameKey: beginningWith(name.toLowerCase()) }, sort: 'nameKey', descending: false })
      : failed
        ? await conversations.find({ ...page, where: { ...where, failedAt: between(query.from, query.to) }, sort: 'failedAt' })
        : await conversations.find({
            ...page,
            where: { ...where, ...(userId === undefined ? {} : { userId }), activeAt: between(query.from, query.to) },
            sort: 'activeAt',
          });
  return { items: await withBotNames(context, found.items), ...(found.next === undefined ? {} : { next: found.next }) };
}

/** A page of all that was said in a conversation, the oldest first. */
export async function exportConversation(
  context: ConversationsContext,
  principal: Principal,
  conversationId: string,
  page: { readonly limit: number; readonly after: string | undefined },
): Promise<NamedConversation & { readonly messages: Page<MessageDocument> }> {
  const conversation = await findConversation(context, principal, 'conversation.read', conversationId);
  const messages = await context.messages.find({ ...page, where: { conversationId, listed: true }, sort: 'sequence' });
  const { id, workspaceId } = conversation;
  if (page.after === undefined) {
    await context.audit.record(principal, 'conversation.export', { type: 'conversation', id, workspaceId });
  }
  const [named] = await withBotNames(context, [conversation]);
  return { conversation, botName: named?.botName ?? '', messages };
}

async function withBotNames(
  { bots }: ConversationsContext,
  conversations: readonly ConversationDocument[],
): Promise<NamedConversation[]> {
  const names = await bots.namesOf(conversations.flatMap(({ botId }) => botId ?? []));
  return conversations.map((conversation) => ({ conversation, botName: names.get(conversation.botId ?? '') ?? '' }));
}

/** A range in milliseconds from one in seconds. */
function between(from = 0, to?: number): Range {
  if (to !== undefined && to <= from) throw new BadRequest('to must be later than from.');
  return { gte: from * 1000, ...(to === undefined ? {} : { lt: to * 1000 }) };
}

/** All text that begins so, in the order of code points. */
function beginningWith(text: string): Range {
  return { gte: text, lt: `${text}\u{10FFFF}` };
}
