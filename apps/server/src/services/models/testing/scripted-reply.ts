import type { ModelToolCall } from '../port.ts';

/** What a scripted model answers to one call. Every field may be left out: the default is the text "Hello!". */
export interface ScriptedReply {
  /** The text, in one piece, or in these pieces. */
  readonly text?: string | readonly string[];
  /** Instead of `text`: so many pieces, each of one token. */
  readonly tokens?: number;
  readonly reasoning?: string | readonly string[];
  readonly toolCalls?: readonly ModelToolCall[];
  /** `stop`, or `tool_calls` where there are some. */
  readonly finishReason?: string;
  /** Counted from the pieces where absent; `null` sends none, as some vendors do. */
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /** Nothing is sent before this resolves. */
  readonly held?: Promise<unknown>;
  /** Milliseconds before the first byte. */
  readonly firstDelay?: number;
  /** Milliseconds between two pieces; 0 sends them one by one without waiting, absent all at once. */
  readonly pieceDelay?: number;
  /** Instead of a reply: an error with this status, and what its body says. */
  readonly error?: {
    readonly status: number;
    readonly message?: string;
    readonly code?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Breaks the connection after so many pieces. */
  readonly breakAfter?: number;
  /** Sends no end: the call stays open after its last piece until the client goes. */
  readonly hang?: true;
}

/** A reply as it goes over the wire, made once for each reply. */
export interface WireReply {
  readonly pieces: readonly Buffer[];
  /** All pieces and the end, for when they are sent at once. */
  readonly whole: Buffer;
  readonly end: Buffer;
  /** The answer to a call that asked for no stream. */
  readonly json: Buffer;
}

/** Encodes a reply in OpenAI's wire format. */
export function encodeReply(reply: ScriptedReply): WireReply {
  const content = reply.tokens === undefined ? listOf(reply.text ?? (reply.toolCalls ? [] : 'Hello!')) : tokenPieces(reply.tokens);
  const reasoning = listOf(reply.reasoning ?? []);
  const calls = (reply.toolCalls ?? []).map(({ id, name, arguments: text }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
  const finishReason = reply.finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop');
  const usage = reply.usage === null ? undefined : usageOf(reply, content.length + reasoning.length);

  const deltas = [
    ...reasoning.map((piece) => ({ reasoning_content: piece })),
    ...content.map((piece) => ({ content: piece })),
    ...calls.map((call) => ({ tool_calls: [call] })),
  ];
  const pieces = deltas.map((delta) => event({ choices: [{ index: 0, delta, finish_reason: null }] }));
  const end = Buffer.concat([
    event({ choices: [{ index: 0, delta: {}, finish_reason: finishReason }] }),
    ...(usage ? [event({ choices: [], usage })] : []),
    Buffer.from('data: [DONE]\n\n'),
  ]);
  const message = {
    role: 'assistant',
    content: content.join(''),
    ...(reasoning.length > 0 ? { reasoning_content: reasoning.join('') } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  const completion = { ...head('chat.completion'), choices: [{ index: 0, message, finish_reason: finishReason }], usage };
  return { pieces, end, whole: Buffer.concat([...pieces, end]), json: Buffer.from(JSON.stringify(completion)) };
}

/** The body of an error in OpenAI's shape. */
export function encodeError({ status, message, code }: NonNullable<ScriptedReply['error']>): Buffer {
  const error = { message: message ?? `The scripted model answers ${status}.`, type: 'scripted_error', code: code ?? null };
  return Buffer.from(JSON.stringify({ error }));
}

function event(fields: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify({ ...head('chat.completion.chunk'), ...fields })}\n\n`);
}

function head(object: string): object {
  return { id: 'chatcmpl-scripted', object, created: 1_767_225_600, model: 'scripted' };
}

function usageOf(reply: ScriptedReply, outputTokens: number): object {
  const { inputTokens, outputTokens: output } = reply.usage ?? { inputTokens: 10, outputTokens };
  return { prompt_tokens: inputTokens, completion_tokens: output, total_tokens: inputTokens + output };
}

function tokenPieces(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `token${index} `);
}

function listOf(pieces: string | readonly string[]): readonly string[] {
  return typeof pieces === 'string' ? [pieces] : pieces;
}
