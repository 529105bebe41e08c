import { BadRequest } from '#kernel/errors.ts';
import type { ModelType } from '#services/models/index.ts';
import type { ModelDocument } from './model-document.ts';

/** Fields that only models of some types have: as requests name them, and which types. */
const FIELDS: Partial<Record<keyof ModelDocument, { readonly name: string; readonly types: readonly ModelType[] }>> = {
  maxOutputTokens: { name: 'max_output_tokens', types: ['chat'] },
  fallbackModelId: { name: 'fallback_model_id', types: ['chat'] },
  queryPrefix: { name: 'query_prefix', types: ['embedding'] },
  passagePrefix: { name: 'passage_prefix', types: ['embedding'] },
  maxBatch: { name: 'max_batch', types: ['embedding', 'rerank'] },
};

/** Throws `BadRequest` where a model of this type is given what it has not. Taking it away, as `null`, is no mistake. */
export function requireFieldsOf(type: ModelType, given: { readonly [field in keyof ModelDocument]?: unknown }): void {
  for (const [field, { name, types }] of Object.entries(FIELDS)) {
    const value = given[field as keyof ModelDocument];
    if (value === undefined || value === null || types.includes(type)) continue;
    throw new BadRequest(`${name} is for ${types.join(' and ')} models, and this is ${type === 'embedding' ? 'an' : 'a'} ${type} model: leave it out.`);
  }
}
