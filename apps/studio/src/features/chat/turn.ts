import type { Chat, Message } from '@buckle/contract';
import type { ServerEvent } from '../../api/events.ts';

/** A file that goes with a question. */
export interface Attachment {
  readonly fileId: string;
  readonly name: string;
  readonly isPicture: boolean;
  /** Shows the picture while this page is open; empty for what is none. */
  readonly url: string;
}

/** What the user asks: text, files, or both. */
export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Text of the bot, as far as it has come. */
export interface AnswerPart {
  readonly kind: 'answer';
  readonly id: string;
  readonly text: string;
  readonly reasoning: string;
}

/** A call of a tool; `output` is absent while it is not known. */
export interface ToolPart {
  readonly kind: 'tool';
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  readonly output?: string;
}

/** A call whose output this page is asked for. */
export interface RequiredCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** Why a turn failed, in the server's words. */
export interface TurnFailure {
  readonly code: number;
  readonly message: string;
  readonly logId: string;
  /** After how many seconds it may be asked again, where that is known. */
  readonly retryAfter?: number;
}

/** A question and what came of it. */
export interface Turn {
  readonly key: number;
  readonly question: Question;
  /** `waiting`: for the outputs of tools. */
  readonly status: 'running' | 'waiting' | 'completed' | 'failed' | 'canceled';
  /** Empty until the server has begun. */
  readonly chatId: string;
  readonly conversationId: string;
  readonly parts: readonly (AnswerPart | ToolPart)[];
  readonly required: readonly RequiredCall[];
  readonly followUps: readonly string[];
  readonly failure?: TurnFailure;
  /** The messages that the server keeps of it, so that they can be taken back. */
  readonly messageIds: readonly string[];
}

/** A turn that has been sent, and of which nothing is known yet. */
export function newTurn(key: number, question: Question): Turn {
  return { key, question, status: 'running', chatId: '', conversationId: '', parts: [], required: [], followUps: [], messageIds: [] };
}

/** The turn after one more event of its stream. Events that say nothing new leave it as it is. */
export function afterEvent(turn: Turn, { event, data }: ServerEvent): Turn {
  switch (event) {
    case 'conversation.message.delta':
      return withDelta(turn, messageOf(data));
    case 'conversation.message.completed':
      return afterMessage(turn, messageOf(data));
    case 'error': {
      const { code, msg } = JSON.parse(data) as { code: number; msg: string };
      return { ...turn, status: 'failed', failure: { code, message: msg, logId: '' } };
    }
    case 'conversation.chat.created':
    case 'conversation.chat.in_progress':
    case 'conversation.chat.requires_action':
    case 'conversation.chat.completed':
    case 'conversation.chat.failed':
    case 'conversation.chat.canceled':
      return withChat(turn, JSON.parse(data) as Chat);
    default:
      return turn;
  }
}

/** A question in the form in which a chat takes it. */
export function messagesOf({ text, attachments }: Question) {
  if (attachments.length === 0) return [{ role: 'user' as const, content: text, content_type: 'text' as const }];
  const files = attachments.map(({ fileId, isPicture }) => ({ type: isPicture ? ('image' as const) : ('file' as const), file_id: fileId }));
  const parts = text === '' ? files : [...files, { type: 'text' as const, text }];
  return [{ role: 'user' as const, content: JSON.stringify(parts), content_type: 'object_string' as const }];
}

function messageOf(data: string): Message {
  // The server's own form of a message.
  return JSON.parse(data) as Message;
}

function withChat(turn: Turn, chat: Chat): Turn {
  const calls = chat.required_action?.submit_tool_outputs.tool_calls ?? [];
  // What a workflow asks the user stands in the answer, and the next message answers it.
  const asksUser = calls.some(({ type }) => type === 'reply_message');
  const status = asksUser ? 'completed' : statusOf(chat.status);
  return {
    ...turn,
    status,
    chatId: chat.id,
    conversationId: chat.conversation_id,
    required: asksUser ? [] : calls.map(({ id, function: called }) => ({ id, ...called })),
    ...(asksUser && { followUps: optionsIn(turn.parts) }),
    messageIds: union(turn.messageIds, chat.inserted_additional_messages?.map(({ id }) => id) ?? []),
    ...(status === 'failed' ? { failure: { code: chat.last_error.code, message: chat.last_error.msg, logId: '' } } : {}),
  };
}

/** The options of a question, which stand below it as a list. */
function optionsIn(parts: Turn['parts']): readonly string[] {
  const asked = parts.findLast((part) => part.kind === 'answer');
  const lines = asked?.kind === 'answer' ? asked.text.trimEnd().split('\n') : [];
  const before = lines.findLastIndex((line) => !line.startsWith('- '));
  return [...new Set(lines.slice(before + 1).map((line) => line.slice(2).trim()))].filter((option) => option !== '');
}

function statusOf(status: Chat['status']): Turn['status'] {
  if (status === 'created' || status === 'in_progress') return 'running';
  return status === 'requires_action' ? 'waiting' : status;
}

function withDelta(turn: Turn, { id, content, reasoning_content: reasoning = '' }: Message): Turn {
  const known = turn.parts.find((part) => part.kind === 'answer' && part.id === id);
  if (known?.kind !== 'answer') return { ...turn, parts: [...turn.parts, { kind: 'answer', id, text: content, reasoning }] };
  const longer = { ...known, text: known.text + content, reasoning: known.reasoning + reasoning };
  return { ...turn, parts: turn.parts.map((part) => (part === known ? longer : part)) };
}

/** The turn after one more whole message. */
export function afterMessage(turn: Turn, message: Message): Turn {
  const { id, type, content, reasoning_content: reasoning = '' } = message;
  const kept = { ...turn, messageIds: id === '' ? turn.messageIds : union(turn.messageIds, [id]) };
  if (type === 'follow_up') return { ...kept, followUps: [...turn.followUps, content] };
  if (type === 'answer') {
    const whole: AnswerPart = { kind: 'answer', id, text: content, reasoning };
    const isKnown = turn.parts.some((part) => part.id === id);
    return { ...kept, parts: isKnown ? turn.parts.map((part) => (part.id === id ? whole : part)) : [...turn.parts, whole] };
  }
  if (type === 'function_call') return { ...kept, parts: [...turn.parts, { kind: 'tool', id, ...calledBy(content) }] };
  if (type === 'tool_response' || type === 'tool_output') {
    const open = turn.parts.find((part) => part.kind === 'tool' && part.output === undefined);
    return { ...kept, parts: turn.parts.map((part) => (part === open && part.kind === 'tool' ? { ...part, output: content } : part)) };
  }
  return turn;
}

function calledBy(content: string): { name: string; arguments: string } {
  try {
    // As the server writes calls.
    return JSON.parse(content) as { name: string; arguments: string };
  } catch (error) {
    // Whoever calls the API can bring messages of their own.
    if (error instanceof SyntaxError) return { name: '', arguments: content };
    throw error;
  }
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...known, ...more])];
}
