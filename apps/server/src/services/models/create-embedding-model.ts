import type { HttpClient } from '#services/outbound/index.ts';
import { googleEmbeddingModel } from './ai-sdk/providers.ts';
import type { ModelConnection } from './create-chat-model.ts';
import { ModelError } from './model-error.ts';
import { OpenAIEmbeddingModel } from './openai/openai-embedding-model.ts';
import type { EmbeddingModel } from './port.ts';
import { Embedder, type TextRules } from './texts/embedder.ts';
import type { EmbeddingCalls, PurposeField } from './texts/embedding-calls.ts';
import { type CallRules, type CallTools, guardedCalls } from './wrappers/guarded-calls.ts';

/** How to reach an embedding model. */
export interface EmbeddingConnection extends ModelConnection {
  readonly purposeField?: PurposeField | undefined;
}

/** An embedding model's configuration. */
export interface EmbeddingModelConfig extends EmbeddingConnection, CallRules, TextRules {}

/**
 * Assembles an embedding model. Its circuit breaker and limit of concurrency hold for all of its calls,
 * so one is kept for each configuration. Throws `ModelError` on a base URL that is none, and where the
 * vendor has no embedding models.
 */
export function createEmbeddingModel(config: EmbeddingModelConfig, { http, ...tools }: CallTools & { readonly http: HttpClient }): EmbeddingModel {
  return new Embedder(guardedCalls(connectEmbedding(config, http), config, tools), config, config);
}

/** The vendor's model alone, with nothing around it. Throws as `createEmbeddingModel` does. */
export function connectEmbedding(connection: EmbeddingConnection, http: HttpClient): EmbeddingCalls {
  switch (connection.provider) {
    case 'openai':
      return new OpenAIEmbeddingModel(connection, http.dispatcher);
    case 'google':
      return googleEmbeddingModel({ ...connection, type: 'embedding' }, http.fetch);
    case 'anthropic':
    case 'offline':
      throw new ModelError('bad-request', `There are no embedding models of the provider ${connection.provider}: choose openai or google.`);
  }
}
