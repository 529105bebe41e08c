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

/** What can be called and answers in pieces. */
export interface StreamedCalls<Request, Piece> {
  /**
   * Streams an answer. Aborting `signal` ends the call at the vendor at once and throws the signal's
   * reason. Throws `ModelError`.
   */
  stream(request: Request, options: { readonly signal: AbortSignal }): AsyncIterable<Piece>;
}

/** A chat model that can be called. It streams a reply, in batches of the events that arrived together. */
export type ChatModel = StreamedCalls<ChatRequest, readonly ModelEvent[]>;

/** What a text is embedded for: to look for passages with it, or to be found. Several models embed the two differently. */
export type EmbeddingPurpose = 'query' | 'passage';

/** Vectors of texts, in the texts' order. */
export interface Embeddings {
  readonly vectors: readonly Float32Array[];
  readonly usage: Pick<TokenUsage, 'inputTokens'>;
}

/** A model that turns texts into vectors. */
export interface EmbeddingModel {
  /** So many texts go to the vendor in one call; `embed` cuts longer lists, so this is only worth knowing for progress. */
  readonly maxBatch: number;
  /**
   * The vectors of texts, none of which may be empty: of length 1 (a vector of zeros stays one) and all
   * of one dimension, also over several calls. A text that is longer than the model takes is embedded by
   * its beginning. Aborting `signal` ends the call at the vendor at once and throws the signal's reason.
   * Throws `ModelError`.
   */
  embed(texts: readonly string[], options: { readonly signal: AbortSignal; readonly purpose: EmbeddingPurpose }): Promise<Embeddings>;
}

/** How well passages answer a query: the place of each in the list that was given, and its score, best first. */
export interface Ranking {
  readonly scores: readonly { readonly index: number; readonly score: number }[];
  readonly usage: Pick<TokenUsage, 'inputTokens'>;
}

/** A model that reads a query and passages together and says which passages answer it. */
export interface RerankModel {
  /**
   * Scores passages, none of which may be empty; at most `limit` of them come back. What a score means
   * is the model's affair, mostly 0 to 1. Aborting `signal` ends the call at the vendor at once and
   * throws the signal's reason. Throws `ModelError`.
   */
  rerank(query: string, passages: readonly string[], options: { readonly signal: AbortSignal; readonly limit: number }): Promise<Ranking>;
}
