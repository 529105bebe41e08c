import type { Model } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { changeOf, creationOf, OTHER, type ModelValues, valuesOf } from './model-values.ts';
import { looksPrivate } from './private-address.ts';

const model: Model = {
  id: '1', workspace_id: '2', type: 'chat', name: 'Fast', provider: 'openai', preset: 'deepseek', base_url: 'https://api.deepseek.com/v1',
  model_name: 'deepseek-chat', has_key: true, key_hint: 'abcd', capabilities: { vision: false, tools: true, reasoning: false, json: true },
  context_tokens: 64_000, price: { input_per_million: 2, output_per_million: 8, currency: 'CNY' },
  timeouts: { first_event: 60_000, idle: 30_500, total: 300_000 }, max_retries: 2, enabled: true, is_default: false,
  private_address_allowed: false, created_at: 0, updated_at: 0,
};
const values = valuesOf(model) as ModelValues;

describe('the form of a model', () => {
  it('sends back what it was given, and leaves the key as it is', () => {
    expect(changeOf(values, false)).toEqual({
      name: 'Fast', base_url: model.base_url, model_name: 'deepseek-chat', capabilities: model.capabilities, context_tokens: 64_000,
      max_output_tokens: null, price: model.price, timeouts: model.timeouts, max_retries: 2, max_concurrency: null, fallback_model_id: null,
    });
  });

  it('replaces the key, or takes it away', () => {
    expect(changeOf({ ...values, apiKey: ' sk-new ' }, false)).toMatchObject({ api_key: 'sk-new' });
    expect(changeOf({ ...values, removesKey: true }, false)).toMatchObject({ api_key: null });
  });

  it('takes a price away that was emptied, and counts half a price as free on the other side', () => {
    expect(changeOf({ ...values, inputPrice: null, outputPrice: null }, false)).toMatchObject({ price: null });
    expect(changeOf({ ...values, inputPrice: null }, false)).toMatchObject({ price: { input_per_million: 0, output_per_million: 8 } });
  });

  it('speaks of private addresses only for instance administrators', () => {
    expect(changeOf(values, true)).toMatchObject({ allow_private_address: false });
    expect(changeOf(values, false)).not.toHaveProperty('allow_private_address');
  });

  it('leaves out of a new model what was left empty, and names it after the vendor’s model', () => {
    const body = creationOf({ ...values, name: ' ', inputPrice: null, outputPrice: null }, '2');
    expect(body).toMatchObject({ workspace_id: '2', name: 'deepseek-chat', preset: 'deepseek' });
    for (const absent of ['api_key', 'price', 'max_output_tokens', 'fallback_model_id', 'provider']) expect(body).not.toHaveProperty(absent);
    expect(creationOf({ ...values, preset: OTHER, provider: 'anthropic' }, undefined)).toMatchObject({ provider: 'anthropic' });
  });

  it('sends of an embedding model what such models have, prefixes with their spaces', () => {
    const embedding: ModelValues = { ...values, type: 'embedding', preset: OTHER, queryPrefix: 'query: ', passagePrefix: '', maxBatch: 16 };
    const body = creationOf(embedding, '2');
    expect(body).toMatchObject({ type: 'embedding', query_prefix: 'query: ', max_batch: 16, provider: 'openai' });
    for (const absent of ['passage_prefix', 'capabilities', 'context_tokens', 'max_output_tokens', 'fallback_model_id']) expect(body).not.toHaveProperty(absent);
    expect(changeOf({ ...embedding, queryPrefix: '', maxBatch: null }, false)).toMatchObject({ query_prefix: null, passage_prefix: null, max_batch: null });
    expect(changeOf({ ...embedding, type: 'rerank' }, false)).not.toHaveProperty('query_prefix');
  });

  it('begins with what an embedding model has', () => {
    expect(valuesOf({ ...model, type: 'embedding', query_prefix: 'query: ', max_batch: 16 })).toMatchObject({ type: 'embedding', queryPrefix: 'query: ', passagePrefix: '', maxBatch: 16 });
  });
});

describe('an address', () => {
  it.each(['http://localhost:11434/v1', 'http://127.0.0.1:8000', 'http://192.168.1.20/v1', 'http://172.20.0.2', 'http://[::1]:80', 'http://ollama:11434'])(
    '%s is plainly private',
    (address) => expect(looksPrivate(address)).toBe(true),
  );
  it.each(['https://api.openai.com/v1', 'http://172.32.0.1', 'https://10.example.com', 'not an address', ''])('%j is not', (address) =>
    expect(looksPrivate(address)).toBe(false),
  );
});
