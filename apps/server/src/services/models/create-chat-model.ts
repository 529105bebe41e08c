import type { HttpClient } from '#services/outbound/index.ts';
import { anthropicChatModel, googleChatModel } from './ai-sdk/providers.ts';
import { OfflineModel } from './offline-model.ts';
import { OpenAIChatModel } from './openai/openai-chat-model.ts';
import type { Provider } from './model-preset.ts';
import type { ChatModel } from './port.ts';
import { Fallback } from './wrappers/fallback.ts';
import { type CallRules, type CallTools, guardedCalls } from './wrappers/guarded-calls.ts';
import { OutputLimit } from './wrappers/output-limit.ts';

/** How to reach a model. */
export interface ModelConnection {
  readonly provider: Provider;
  readonly baseUrl: string;
  readonly modelName: string;
  readonly apiKey?: string | undefined;
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens' | undefined;
}

/** A model's configuration. */
export interface ChatModelConfig extends ModelConnection, CallRules {
  /** The most tokens that a reply can have. */
  readonly maxOutputTokens?: number | undefined;
}

export interface ChatModelDependencies extends CallTools {
  readonly http: HttpClient;
  /** Asked where this model fails before its first event. */
  readonly fallback?: ChatModel | undefined;
}

/**
 * Assembles a model. From the outside in: fallback, circuit breaker, concurrency limit, retries,
 * time-outs, output limit, the vendor. The breaker and the limit hold for all calls of the assembled model, so one is
 * kept for each configuration. Throws `ModelError` on a base URL that is none.
 */
export function createChatModel(config: ChatModelConfig, { http, clock, random, fallback }: ChatModelDependencies): ChatModel {
  let model = connect(config, http);
  if (config.provider === 'offline') return model;
  if (config.maxOutputTokens !== undefined) model = new OutputLimit(model, config.maxOutputTokens);
  model = guardedCalls(model, config, { clock, random });
  return fallback ? new Fallback(model, fallback) : model;
}

/** The vendor's model alone, with nothing around it. Throws `ModelError` on a base URL that is none. */
export function connect(connection: ModelConnection, http: HttpClient): ChatModel {
  switch (connection.provider) {
    case 'openai':
      return new OpenAIChatModel(connection, http.dispatcher);
    case 'anthropic':
      return anthropicChatModel(connection, http.fetch);
    case 'google':
      return googleChatModel(connection, http.fetch);
    case 'offline':
      return new OfflineModel();
  }
}
