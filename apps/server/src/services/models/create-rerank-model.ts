import type { HttpClient } from '#services/outbound/index.ts';
import type { ModelConnection } from './create-chat-model.ts';
import { ModelError } from './model-error.ts';
import { WireRerankModel } from './openai/rerank-model.ts';
import type { RerankModel } from './port.ts';
import type { RerankCalls } from './texts/rerank-calls.ts';
import { Reranker } from './texts/reranker.ts';
import { type CallRules, type CallTools, guardedCalls } from './wrappers/guarded-calls.ts';

/** A rerank model's configuration. */
export interface RerankModelConfig extends ModelConnection, CallRules {
  /** How many passages a call may have. */
  readonly maxBatch: number;
}

/** Assembles a rerank model, as `createEmbeddingModel` does its own. Throws `ModelError` likewise. */
export function createRerankModel(config: RerankModelConfig, { http, ...tools }: CallTools & { readonly http: HttpClient }): RerankModel {
  return new Reranker(guardedCalls(connectRerank(config, http), config, tools), config.maxBatch, config);
}

/** The vendor's model alone, with nothing around it. Throws as `createRerankModel` does. */
export function connectRerank(connection: ModelConnection, http: HttpClient): RerankCalls {
  if (connection.provider !== 'openai') {
    throw new ModelError('bad-request', `There are no rerank models of the provider ${connection.provider}: choose openai, whose calls look like those of Jina and Cohere.`);
  }
  return new WireRerankModel(connection, http.dispatcher);
}
