import type { BotVersionDocument } from '#application/bots/index.ts';
import { UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import { sessionField } from '#kernel/principal.ts';
import { OwnershipLost, whenOver, WorkHandedOver } from '#services/work/index.ts';
import type { ChatDocument } from './chat-document.ts';
import type { ConversationsContext } from './context.ts';
import { startChat } from './create-chat.ts';
import type { FlowConversation } from './flow-conversations.ts';
import type { LiveTurn } from './live-turns.ts';
import { observeLastMessage } from './observe-last-message.ts';

/** How deep bots and workflows may ask each other. */
const MAX_DEPTH = 5;
const MESSAGES_AT_MOST = 1_000;
/** What stands between two messages of one answer. */
const BETWEEN = '\n\n';

/** What a workflow asks a bot. */
export interface BotQuestion {
  readonly botId: string;
  readonly content: string;
  /** The conversation in which it asks; a new one where absent. */
  readonly conversation: FlowConversation | undefined;
  /** The id of the chat, from `newChatId`: asked again under the same, it is the same chat. */
  readonly chatId: string;
  readonly signal: AbortSignal;
  /** Told of the answer while it is written, where the chat runs in this process. */
  readonly onPiece?: ((text: string) => void) | undefined;
}

/**
 * Asks a published bot of the owner's workspace, in a chat of its own, and returns all that it says. What the
 * bot asks back is its answer. Throws `NotFound` and `BadRequest` for a bot that cannot be asked, what
 * `startChat` does, and `BadRequest` where the chat fails.
 */
export async function askBot(context: ConversationsContext, owner: FlowOwner, question: BotQuestion): Promise<string> {
  const { chatId, signal, onPiece } = question;
  const begun = await context.work.get(chatId);
  const live = begun || (await context.chats.closed.get(chatId)) ? undefined : await begin(context, owner, question);
  if (live && onPiece) hear(live, onPiece, signal);
  try {
    await untilEnded(context, chatId, signal);
  } catch (error) {
    // Where this process only stops, the chat goes on, and whoever takes the workflow over waits for it.
    if (!(signal.reason instanceof WorkHandedOver) && !(signal.reason instanceof OwnershipLost)) await context.work.cancel(chatId);
    throw error;
  } finally {
    if (live) context.liveTurns.close(live);
  }
  return answerOf(context, await context.chats.get(chatId), chatId);
}

async function begin(context: ConversationsContext, owner: FlowOwner, { botId, content, conversation, chatId }: BotQuestion): Promise<LiveTurn | undefined> {
  const depth = owner.depth + 1;
  if (depth > MAX_DEPTH) throw new BadRequest(`Bots and workflows ask each other more than ${MAX_DEPTH} deep.`);
  const version = await versionOf(context, owner, botId);
  const kept = conversation && (await context.conversations.get(conversation.id));
  if (kept) await observeLastMessage(context, kept.id);
  const body = {
    bot_id: botId,
    user_id: owner.userId,
    stream: true,
    additional_messages: [{ role: 'user' as const, content, content_type: 'text' as const }],
    custom_variables: {},
    auto_save_history: true,
    meta_data: {},
    parameters: {},
    tools: [],
  };
  const { creatorId, connectorId, sessionName, readsFiles } = owner;
  try {
    const { live } = await startChat(context, creatorId, chatId, { body, version, conversation: kept, connectorId, ...sessionField({ sessionName }), withoutClientTools: true, depth, readsFiles });
    return live;
  } catch (error) {
    // It was begun just before a kill.
    if (error instanceof UniqueConflict) return undefined;
    throw error;
  }
}

async function versionOf({ bots }: ConversationsContext, { workspaceId }: FlowOwner, botId: string): Promise<BotVersionDocument> {
  const version = await bots.online.current(botId);
  if (version?.workspaceId !== workspaceId) throw new NotFound('published bot', botId);
  return version;
}

/** Hands on the pieces of a chat's answers. */
function hear(live: LiveTurn, onPiece: (text: string) => void, closed: AbortSignal): void {
  let messageId: string | undefined;
  live.attach({
    closed,
    send(event, data) {
      if (event !== 'conversation.message.delta') return;
      // The form in which a live turn writes its deltas.
      const { id, content } = JSON.parse(data) as { readonly id: string; readonly content: string };
      if (content === '') return;
      onPiece(messageId === undefined || messageId === id ? content : `${BETWEEN}${content}`);
      messageId = id;
    },
    sendNumbered: () => undefined,
  });
}

/** Resolves when a chat has ended, or is gone. Throws the reason of an abort. */
async function untilEnded({ work, chats }: ConversationsContext, chatId: string, signal: AbortSignal): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    const chat = await chats.closed.get(chatId);
    return chat === undefined ? (await work.get(chatId)) === undefined : chat.endedAt !== undefined;
  };
  await whenOver(work, chatId, isOver, signal);
  signal.throwIfAborted();
}

async function answerOf({ messages }: ConversationsContext, chat: ChatDocument | undefined, chatId: string): Promise<string> {
  if (chat === undefined) throw new NotFound('chat', chatId);
  if (chat.status === 'failed') throw new BadRequest(`The bot failed: ${chat.error?.message ?? ''}`, { code: chat.error?.code ?? 5000 });
  if (chat.status === 'canceled') throw new BadRequest('The chat with the bot was cancelled.');
  const { items } = await messages.find({ where: { chatId }, sort: 'sequence', limit: MESSAGES_AT_MOST });
  return items
    .filter(({ id, type, content }) => type === 'answer' && content !== '' && !chat.questionIds.includes(id))
    .map(({ content }) => content)
    .join(BETWEEN);
}
