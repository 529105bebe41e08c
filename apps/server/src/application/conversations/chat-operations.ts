import type { Principal } from '#kernel/principal.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import { NotWaiting, type StartedWork } from '#services/work/index.ts';
import type { ChatDocument, TraceDocument } from './chat-document.ts';
import type { ConversationsContext } from './context.ts';
import { findChat } from './find-conversation.ts';
import { giveUpSuspended } from './give-up-suspended.ts';
import type { LiveTurn } from './live-turns.ts';
import type { MessageDocument } from './message-document.ts';
import { TOOL_OUTPUTS } from './turn/tool-round.ts';
import type { TurnResult } from './turn/turn-types.ts';

const MESSAGES_OF_A_CHAT = 1_000;

/** Which chat of which conversation. */
export interface ChatPlace {
  readonly conversation_id: string;
  readonly chat_id: string;
}

/** How a chat stands. */
export function retrieveChat(context: ConversationsContext, principal: Principal, place: ChatPlace): Promise<ChatDocument> {
  return findChat(context, principal, 'conversation.read', place.chat_id, place.conversation_id);
}

/** The messages that a chat has produced, in order. */
export async function listChatMessages(
  context: ConversationsContext,
  principal: Principal,
  place: ChatPlace,
): Promise<MessageDocument[]> {
  const chat = await retrieveChat(context, principal, place);
  const { items } = await context.messages.find({ where: { chatId: chat.id }, sort: 'sequence', limit: MESSAGES_OF_A_CHAT });
  return items.filter((message) => !chat.questionIds.includes(message.id));
}

/** Cancels a chat and returns it as it then stands: one that has ended stays as it ended. */
export async function cancelChat(context: ConversationsContext, principal: Principal, place: ChatPlace): Promise<ChatDocument> {
  const chat = await findChat(context, principal, 'bot.chat', place.chat_id, place.conversation_id);
  await context.work.cancel(chat.id);
  const standing = (await context.chats.get(chat.id)) ?? chat;
  return isSuspended(standing) ? giveUp(context, standing) : standing;
}

/** Whether a chat has ended with a question that the next one goes on with. */
function isSuspended({ status, endedAt }: ChatDocument): boolean {
  return status === 'requires_action' && endedAt !== undefined;
}

/** The next chat of the conversation begins anew. */
async function giveUp(context: ConversationsContext, chat: ChatDocument): Promise<ChatDocument> {
  await giveUpSuspended(context, chat.id);
  const { requiredCalls: _, ...rest } = chat;
  return { ...rest, status: 'canceled' };
}

/** A chat that goes on with the outputs of its client's tools. */
export interface ContinuedChat {
  readonly chat: ChatDocument;
  readonly started: StartedWork<TurnResult>;
  readonly live?: LiveTurn;
}

/** Gives a chat the outputs that it waits for, all of them. Throws `BadRequest` where it waits for none, or for others. */
export async function submitToolOutputs(
  context: ConversationsContext,
  principal: Principal,
  place: ChatPlace,
  outputs: readonly { readonly tool_call_id: string; readonly output: string }[],
  stream: boolean,
): Promise<ContinuedChat> {
  const chat = await findChat(context, principal, 'bot.chat', place.chat_id, place.conversation_id);
  const asked = chat.requiredCalls?.map(({ id }) => id) ?? [];
  const given = Object.fromEntries(outputs.map(({ tool_call_id, output }) => [tool_call_id, output]));
  if (asked.length === 0) throw notWaiting(chat);
  if (isSuspended(chat)) throw new BadRequest(`Chat ${chat.id} asks its user: the next message that is sent to the conversation with /v3/chat answers it.`);
  const missing = asked.filter((id) => given[id] === undefined);
  const unknown = Object.keys(given).filter((id) => !asked.includes(id));
  if (unknown.length > 0) throw new BadRequest(`tool_outputs: this chat did not ask for ${unknown.join(', ')}; it asks for ${asked.join(', ')}.`);
  if (missing.length > 0) throw new BadRequest(`tool_outputs: the outputs of ${missing.join(', ')} are missing; send all of them in one call.`);

  const { id, workspaceId, conversationId, botId, sectionId } = chat;
  const live = stream ? context.liveTurns.open({ conversationId, botId, chatId: id, sectionId }) : undefined;
  const going = () => context.chats.update(id, { set: { workspaceId, status: 'in_progress' }, unset: ['requiredCalls'] });
  try {
    const started = await context.work.resume(context.turnKind, id, [{ type: TOOL_OUTPUTS, outputs: given }], [going]);
    return { chat: { ...chat, status: 'in_progress' }, started, ...(live ? { live } : {}) };
  } catch (error) {
    if (live) context.liveTurns.close(live);
    if (error instanceof NotWaiting) throw notWaiting(chat);
    throw error;
  }
}

/** What a chat that has ended did. */
export async function readTrace(context: ConversationsContext, principal: Principal, chatId: string): Promise<TraceDocument> {
  await findChat(context, principal, 'trace.read', chatId);
  const trace = await context.traces.get(chatId);
  if (!trace) throw new NotFound('trace of the chat (it is written when the chat ends)', chatId);
  return trace;
}

function notWaiting(chat: ChatDocument): BadRequest {
  return new BadRequest(`Chat ${chat.id} waits for no tool outputs: its status is ${chat.status}.`);
}
