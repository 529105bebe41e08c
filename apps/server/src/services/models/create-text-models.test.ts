import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { createEmbeddingModel, type EmbeddingModelConfig } from './create-embedding-model.ts';
import { createRerankModel } from './create-rerank-model.ts';
import { HASHED_DIMENSION, hashedVector } from './testing/hashed-words.ts';
import { ScriptedModel } from './testing/scripted-model.ts';
import { testConnection } from './test-connection.ts';
import { DEFAULT_TIMEOUTS } from './wrappers/time-outs.ts';

let scripted: ScriptedModel;
let http: Outbound;
let config: EmbeddingModelConfig;
beforeEach(async () => {
  scripted = await ScriptedModel.start();
  http = new Outbound({ allow: parseAllowList('127.0.0.1') });
  config = { provider: 'openai', baseUrl: scripted.baseUrl, modelName: 'm', apiKey: 'k', timeouts: DEFAULT_TIMEOUTS, maxRetries: 0, maxBatch: 2 };
});
afterEach(async () => {
  await http.close();
  await scripted.close();
});

const tools = { clock: new ManualClock(), random: () => 0 };
const signal = new AbortController().signal;
const DOWN = { status: 503, message: 'down' };

describe('createEmbeddingModel', () => {
  it('assembles a model that gives vectors', async () => {
    const model = createEmbeddingModel({ ...config, maxConcurrency: 1, passagePrefix: 'passage: ' }, { http, ...tools });
    const { vectors } = await model.embed(['red apples', '红苹果', 'snow'], { signal, purpose: 'passage' });
    expect(vectors[1]).toEqual(hashedVector('passage: 红苹果').map(Math.fround));
    expect(scripted.textCalls).toHaveLength(2);
    expect(scripted.textCalls[0]?.headers.authorization).toBe('Bearer k');
  });

  it('calls again where that may help', async () => {
    scripted.failTextCalls(DOWN);
    const model = createEmbeddingModel({ ...config, maxRetries: 1 }, { http, ...tools });
    expect((await model.embed(['a'], { signal, purpose: 'query' })).vectors).toHaveLength(1);
    expect(scripted.textCalls).toHaveLength(2);
  });

  it('leaves a vendor alone that is down', async () => {
    scripted.failTextCalls(...Array.from({ length: 5 }, () => DOWN));
    const model = createEmbeddingModel(config, { http, ...tools });
    for (let count = 0; count < 5; count += 1) await expect(model.embed(['a'], { signal, purpose: 'query' })).rejects.toMatchObject({ kind: 'vendor-error' });
    await expect(model.embed(['a'], { signal, purpose: 'query' })).rejects.toThrow('failed 5 times in a row');
    expect(scripted.textCalls).toHaveLength(5);
  });

  it('lets no more calls run at once than it should', async () => {
    const model = createEmbeddingModel({ ...config, maxConcurrency: 1 }, { http, ...tools });
    const all = await Promise.all(['a', 'b', 'c'].map((text) => model.embed([text], { signal, purpose: 'query' })));
    expect(all).toHaveLength(3);
  });

  it('says where a vendor has none', () => {
    expect(() => createEmbeddingModel({ ...config, provider: 'anthropic' }, { http, ...tools })).toThrow('no embedding models of the provider anthropic');
    expect(() => createRerankModel({ ...config, provider: 'google' }, { http, ...tools })).toThrow('no rerank models of the provider google');
    expect(() => createRerankModel({ ...config, baseUrl: 'nonsense' }, { http, ...tools })).toThrow('is no http:// or https:// address');
  });
});

describe('createRerankModel', () => {
  it('assembles a model that ranks', async () => {
    const model = createRerankModel(config, { http, ...tools });
    const { scores } = await model.rerank('red apples', ['white snow', 'apples', 'red apples'], { signal, limit: 2 });
    expect(scores).toEqual([{ index: 2, score: 1 }, { index: 1, score: 0.5 }]);
  });
});

describe('testConnection', () => {
  it('says how many dimensions an embedding model has', async () => {
    expect(await testConnection({ ...config, type: 'embedding' }, { http, signal, ...tools })).toEqual({ ok: true, latency: 0, dimension: HASHED_DIMENSION });
  });

  it('says that a rerank model answers', async () => {
    expect(await testConnection({ ...config, type: 'rerank' }, { http, signal, ...tools })).toEqual({ ok: true, latency: 0 });
  });

  it.each(['embedding', 'rerank'] as const)('says what is wrong with a model (%s)', async (type) => {
    scripted.failTextCalls({ status: 401 });
    expect(await testConnection({ ...config, type }, { http, signal, ...tools })).toMatchObject({ ok: false, kind: 'authentication' });
  });
});
