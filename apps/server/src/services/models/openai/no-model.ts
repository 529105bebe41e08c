import { ModelError } from '../model-error.ts';
import type { ModelType } from '../model-type.ts';
import type { CallSubject } from '../vendor-error.ts';

/** Something answered, but not as a model does. */
export function noModel({ baseUrl, type = 'chat' }: CallSubject): ModelError {
  return new ModelError('not-found', `What answers at ${baseUrl} is no ${NAMES[type]}: check the base URL, which usually ends in /v1.`);
}

const NAMES: Readonly<Record<ModelType, string>> = {
  chat: 'OpenAI-compatible model',
  embedding: 'OpenAI-compatible embedding model',
  rerank: 'rerank model',
};
