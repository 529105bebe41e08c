/** The models port: what the application asks of a language model, whatever its vendor. */

/** A piece of a user's message. Pictures and files are sent inline; `url` is fetched by the model's vendor. */
export type ModelPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: string; readonly data: Uint8Array }
  | { readonly type: 'image'; readonly url: string }
  | { readonly type: 'file'; readonly mediaType: string; readonly fileName: string; readonly data: Uint8Array };

/** A call of a tool that a model asked for; `arguments` is JSON as the model wrote it. */
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export type ModelMessage =
  | { readonly role: 'system'; readonly content: string }
  | { readonly role: 'user'; readonly content: string | readonly ModelPart[] }
  | { readonly role: 'assistant'; readonly content: string; readonly reasoning?: string; readonly toolCalls?: readonly ModelToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

/** A tool that a model may call; `parameters` is a JSON Schema of an object. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  /** `auto` where absent; `none` forbids calls in spite of `tools`. */
  readonly toolChoice?: 'auto' | 'none' | 'required';
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  /** `json` asks for a JSON object. */
  readonly responseFormat?: 'text' | 'json';
}

/** Tokens of one call. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/**
 * What a reply is made of. `fallback` comes first where another model gives it. Text and reasoning come in pieces; a tool call comes once, whole; `finish`
 * is the last event of a reply that did not fail, and comes once. A vendor that counts no tokens has
 * them estimated.
 */
export type ModelEvent =
  | { readonly type: 'fallback' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ModelToolCall }
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly usage: TokenUsage };

/** A chat model that can be called. */
export interface ChatModel {
  /**
   * Streams a reply, in batches of the events that arrived together. Aborting `signal` ends the
   * call at the vendor at once and throws the signal's reason. Throws `ModelError`.
   */
  stream(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]>;
}
