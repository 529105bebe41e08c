import type { ModelType } from './model-type.ts';
import type { PurposeField } from './texts/embedding-calls.ts';

/** Whose wire format a model speaks. */
export const PROVIDERS = ['openai', 'anthropic', 'google', 'offline'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Whose models of each type can be connected. */
export const PROVIDERS_OF: Readonly<Record<ModelType, readonly Provider[]>> = {
  chat: PROVIDERS,
  embedding: ['openai', 'google'],
  rerank: ['openai'],
};

/** What is known of a vendor beforehand, so that a user only brings a key and picks a model. */
export interface ModelPreset {
  readonly id: string;
  readonly type: ModelType;
  readonly name: string;
  readonly provider: Provider;
  readonly baseUrl: string;
  /** Where the key comes from; absent where none is needed. */
  readonly keyUrl?: string;
  /** Examples of model names; vendors add new ones all the time. */
  readonly modelNames: readonly string[];
  readonly maxTokensField?: 'max_completion_tokens';
  /** Embedding and rerank models: how many texts a call may have, where it is not `DEFAULT_MAX_BATCH`. */
  readonly maxBatch?: number;
  /** Embedding models: where the vendor wants to be told what texts are embedded for. */
  readonly purposeField?: PurposeField;
}

/** How many texts a call of an embedding or rerank model may have of whose vendor nothing is known. */
export const DEFAULT_MAX_BATCH = 32;
