import { z } from 'zod';
import { onboarding } from './bot-definition.ts';
import { chatEvents } from './chats.ts';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { message, messageFeedback } from './messages.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Sharing';

/** Who may talk to a bot on its share page. */
export const shareAccesses = ['off', 'members', 'password', 'link', 'public'] as const;

export type ShareAccess = (typeof shareAccesses)[number];

const limit = z.int().min(1).max(100_000);

const sharing = z
  .object({
    access: z
      .enum(shareAccesses)
      .describe('members: of the workspace, signed in; password: who knows it; link: who has the link; public: everybody, search engines too'),
    path: z.string().describe('Of the page, on this instance; empty until the bot is shared'),
    has_password: z.boolean(),
    messages_per_minute: limit.describe('Of one visitor'),
    messages_per_day: limit.describe('Of all visitors together'),
  })
  .meta({ id: 'Sharing' });

export type Sharing = z.output<typeof sharing>;

const botParams = z.object({ bot_id: idInRequest });

export const getSharing = endpoint('GET', '/api/bots/{bot_id}/sharing', {
  name: 'getSharing',
  tag,
  summary: "Who may talk to a bot on its share page, and the page's path",
  permission: 'bot.read',
  params: botParams,
  answer: sharing,
});

export const putSharing = endpoint('PUT', '/api/bots/{bot_id}/sharing', {
  name: 'putSharing',
  tag,
  summary: 'Share a bot on a page of its own, or stop',
  permission: 'bot.publish',
  params: botParams,
  body: z.strictObject({
    access: z.enum(shareAccesses),
    password: z.string().min(4).max(200).optional().describe('Replaces the one before; whoever came in by that has to give the new one'),
    renew_link: z.boolean().default(false).describe('Makes a new link; the one before leads nowhere any more'),
    messages_per_minute: limit.default(10),
    messages_per_day: limit.default(2_000),
  }),
  answer: sharing,
});

/** A page's own part of its address: nobody can guess it. */
const slug = z.string().min(1).max(64);
const params = z.object({ slug });
const conversationParams = z.object({ slug, conversation_id: idInRequest });

/** What a visitor has to do before they can talk. */
export const shareEntrances = ['open', 'password', 'sign_in'] as const;

const sharedBot = z
  .object({
    entrance: z.enum(shareEntrances).describe('What has to be done before talking: nothing, give the password, sign in as a member'),
    public: z.boolean().describe('Whether search engines may list the page'),
    name: z.string(),
    description: z.string(),
    onboarding: onboarding,
  })
  .meta({ id: 'SharedBot' });

export type SharedBot = z.output<typeof sharedBot>;

export const getSharedBot = endpoint('GET', '/api/share/{slug}', {
  name: 'getSharedBot',
  tag,
  summary: 'What a share page shows; of a bot behind a password or a sign-in its name alone',
  authentication: 'none',
  params,
  answer: sharedBot,
});

export const enterShare = endpoint('POST', '/api/share/{slug}/enter', {
  name: 'enterShare',
  tag,
  summary: 'Come in as a visitor, whose browser is known by a cookie from then on',
  authentication: 'none',
  params,
  body: z.strictObject({ password: z.string().max(200).optional() }),
  answer: sharedBot,
});

export const chatAsVisitor = endpoint('POST', '/api/share/{slug}/chat', {
  name: 'chatAsVisitor',
  tag,
  summary: 'Say something to a shared bot; the answer is a stream of the events of a chat',
  authentication: 'none',
  params,
  body: z.strictObject({ conversation_id: z.string().max(64).optional(), text: z.string().trim().min(1).max(20_000) }),
  events: chatEvents,
});

export const cancelVisitorChat = endpoint('POST', '/api/share/{slug}/chats/{chat_id}/cancel', {
  name: 'cancelVisitorChat',
  tag,
  summary: "End a visitor's own running chat",
  authentication: 'none',
  params: z.object({ slug, chat_id: idInRequest }),
});

export const listVisitorConversations = endpoint('GET', '/api/share/{slug}/conversations', {
  name: 'listVisitorConversations',
  tag,
  summary: "A visitor's own conversations, those talked in last first",
  authentication: 'none',
  params,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(z.object({ id, title: z.string().describe('How its first question begins'), active_at: timestamp })),
});

export const listVisitorMessages = endpoint('GET', '/api/share/{slug}/conversations/{conversation_id}/messages', {
  name: 'listVisitorMessages',
  tag,
  summary: "What was said in a visitor's own conversation, the newest first",
  authentication: 'none',
  params: conversationParams,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(message),
});

export const deleteVisitorConversation = endpoint('DELETE', '/api/share/{slug}/conversations/{conversation_id}', {
  name: 'deleteVisitorConversation',
  tag,
  summary: "Delete a visitor's own conversation",
  authentication: 'none',
  params: conversationParams,
});

export const giveVisitorFeedback = endpoint('PUT', '/api/share/{slug}/conversations/{conversation_id}/messages/{message_id}/feedback', {
  name: 'giveVisitorFeedback',
  tag,
  summary: 'Say what you think of an answer, or with an empty body take it back',
  authentication: 'none',
  params: z.object({ slug, conversation_id: idInRequest, message_id: idInRequest }),
  body: z.strictObject(messageFeedback.partial().shape),
});
