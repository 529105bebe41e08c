import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HASHED_DIMENSION } from '#services/models/testing/hashed-words.ts';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import type { ModelCalled } from './call-model.ts';
import { callEmbedding, callRerank } from './call-text-model.ts';
import { readableModel } from './context.ts';
import { createModel, type NewModel } from './create-model.ts';
import { deleteModel } from './delete-model.ts';
import { type ModelDocument, SHARED } from './model-document.ts';
import { defaultsOf } from './set-default.ts';
import { testAll } from './test-all.ts';
import { testModel } from './test-model.ts';
import { ADMINISTRATOR, EDITOR, openTestModels, type TestModels, WANTED } from './testing.ts';
import { updateModel } from './update-model.ts';

/** An embedding model of `w1` to connect. */
const EMBEDDING: NewModel = { ...WANTED, type: 'embedding', name: 'Vectors', preset: '', baseUrl: 'https://vectors.example/v1', modelName: 'e5' };

let test: TestModels;
beforeEach(async () => {
  test = await openTestModels();
});
afterEach(() => test.close());

function create(changes: Partial<NewModel> = {}): Promise<ModelDocument> {
  return createModel(test.context, changes.workspaceId === SHARED ? ADMINISTRATOR : EDITOR, { ...EMBEDDING, ...changes });
}

async function embeddingId(modelId?: string, workspaceId = 'w1'): Promise<string | undefined> {
  return (await test.context.resolver.embedding.resolve(workspaceId, modelId))?.id;
}

describe('connecting an embedding or rerank model', () => {
  it('takes its type from the preset, unless one is said', async () => {
    const ofPreset = { type: undefined, baseUrl: undefined };
    expect(await create({ ...ofPreset, preset: 'qwen-rerank' })).toMatchObject({ type: 'rerank', baseUrl: expect.stringContaining('/reranks') });
    expect(await create({ ...ofPreset, preset: 'google-embedding' })).toMatchObject({ type: 'embedding', provider: 'google', capabilities: { tools: false } });
    expect(await create({ type: undefined })).toMatchObject({ type: 'chat' });
  });

  it.each([
    ['a preset of another type', { preset: 'deepseek' }, 'There is no preset "deepseek" of embedding models'],
    ['a vendor without such models', { provider: 'anthropic' }, 'There are no embedding models of the provider anthropic; there are those of openai, google.'],
    ['a rerank model of Google', { type: 'rerank', provider: 'google' }, 'There are no rerank models of the provider google'],
    ['a prefix of a rerank model', { type: 'rerank', queryPrefix: 'query: ' }, 'query_prefix is for embedding models'],
    ['a batch of a chat model', { type: 'chat', maxBatch: 3 }, 'max_batch is for embedding and rerank models, and this is a chat model'],
    ['a fallback, whose vectors would be others', { fallbackModelId: 'offline' }, 'fallback_model_id is for chat models'],
  ] as const)('refuses %s', async (_name, changes, words) => {
    await expect(create(changes)).rejects.toThrow(words);
  });

  it('gives a chat model no other model as its fallback', async () => {
    const { id } = await create();
    await expect(create({ type: 'chat', fallbackModelId: id })).rejects.toThrow('"Vectors" is an embedding model, and a chat model is needed here');
  });

  it('refuses fields of other types when it is changed', async () => {
    const { id } = await create();
    await expect(updateModel(test.context, EDITOR, id, { maxOutputTokens: 5 })).rejects.toThrow('max_output_tokens is for chat models');
    expect(await updateModel(test.context, EDITOR, id, { maxOutputTokens: null, passagePrefix: 'passage: ' })).toMatchObject({ passagePrefix: 'passage: ' });
  });
});

describe('finding an embedding model', () => {
  it('finds none where none is connected', async () => {
    await create({ type: 'chat', isDefault: true });
    await create({ type: 'rerank' });
    expect(await embeddingId()).toBeUndefined();
  });

  it('takes the workspace\'s default, the instance\'s, the oldest of the workspace, the oldest of the instance', async () => {
    const shared = await create({ workspaceId: SHARED });
    expect(await embeddingId()).toBe(shared.id);
    const own = await create();
    await create();
    expect(await embeddingId()).toBe(own.id);
    await updateModel(test.context, ADMINISTRATOR, shared.id, { isDefault: true });
    expect(await embeddingId()).toBe(shared.id);
    const standard = await create({ isDefault: true });
    expect(await embeddingId()).toBe(standard.id);
    await deleteModel(test.context, EDITOR, standard.id);
    expect(await embeddingId()).toBe(shared.id);
    expect(await embeddingId('', 'w2')).toBe(shared.id);
  });

  it('puts no other model in the place of one that is named', async () => {
    const { id } = await create({ isDefault: true });
    const named = await create();
    expect(await embeddingId(named.id)).toBe(named.id);
    await updateModel(test.context, EDITOR, named.id, { enabled: false });
    expect(await embeddingId(named.id)).toBeUndefined();
    expect(await embeddingId('42')).toBeUndefined();
    expect(await embeddingId(id, 'w2')).toBeUndefined();
  });

  it('says where a model of another type is named', async () => {
    const chat = await create({ type: 'chat', name: 'Talk' });
    const embedding = await create();
    await expect(embeddingId(chat.id)).rejects.toThrow('The model "Talk" is a chat model, and an embedding model is needed here: choose another.');
    await expect(test.context.resolver.rerank.resolve('w1', embedding.id)).rejects.toThrow('"Vectors" is an embedding model, and a rerank model is needed');
    await expect(test.context.resolver.resolve('w1', embedding.id)).rejects.toThrow('"Vectors" is an embedding model, and a chat model is needed');
    expect(await test.context.resolver.idsByName('w1')).toEqual(new Map([['Offline', 'offline'], ['Talk', chat.id]]));
  });

  it('has one default for each type', async () => {
    const ids = [];
    for (const type of ['chat', 'embedding', 'rerank'] as const) ids.push((await create({ type, isDefault: true })).id);
    expect(await defaultsOf(test.context, ['w1'])).toEqual(new Set(ids));
    expect((await test.context.resolver.resolve('w1')).id).toBe(ids[0]);
    expect((await test.context.resolver.rerank.resolve('w1'))?.id).toBe(ids[2]);
  });

  it('keeps a model assembled until it changes', async () => {
    const { id } = await create();
    const modelOf = async () => (await test.context.resolver.embedding.resolve('w1', id))?.model;
    const first = await modelOf();
    test.clock.advance(60_000);
    expect(await modelOf()).toBe(first);
    await updateModel(test.context, EDITOR, id, { queryPrefix: 'query: ' });
    expect(await modelOf()).not.toBe(first);
  });
});

describe('with models on loopback', () => {
  let scripted: ScriptedModel;
  beforeEach(async () => {
    scripted = await ScriptedModel.start();
  });
  afterEach(() => scripted.close());

  const at = (type: 'embedding' | 'rerank') => ({ type, workspaceId: SHARED, baseUrl: scripted.baseUrl, allowPrivateAddress: true });
  const signal = new AbortController().signal;

  it('embeds with prefixes and in batches, and counts what it cost', async () => {
    await create({ ...at('embedding'), queryPrefix: 'query: ', maxBatch: 1, price: { inputPerMillion: 1, outputPerMillion: 0, currency: 'CNY' } });
    const embedding = await test.context.resolver.embedding.resolve('w1');
    if (!embedding) throw new Error('An embedding model was expected.');
    const called: ModelCalled[] = [];
    const options = { signal, clock: test.clock, onCalled: (one: ModelCalled) => called.push(one) };
    const { vectors, step } = await callEmbedding(embedding, ['red', 'snow'], { ...options, purpose: 'query' });
    expect(vectors).toHaveLength(2);
    expect(scripted.textCalls.map(({ body }) => body['input'])).toEqual([['query: red'], ['query: snow']]);
    expect(step).toMatchObject({ model_id: embedding.id, input_tokens: 21, output_tokens: 0 });
    expect(called).toMatchObject([{ model: { name: 'Vectors' }, outcome: 'completed', usage: { inputTokens: 21 } }]);
    scripted.failTextCalls({ status: 401 });
    await expect(callEmbedding(embedding, ['red'], { ...options, purpose: 'query' })).rejects.toMatchObject({ kind: 'authentication' });
    expect(called.at(-1)).toMatchObject({ outcome: 'authentication' });
    expect(await test.context.resolver.priceOf(embedding.id)).toMatchObject({ inputPerMillion: 1 });
  });

  it('ranks, and counts what it cost', async () => {
    await create(at('rerank'));
    const rerank = await test.context.resolver.rerank.resolve('w1');
    if (!rerank) throw new Error('A rerank model was expected.');
    const { scores, step } = await callRerank(rerank, 'red', ['snow', 'red'], { signal, clock: test.clock, limit: 1 });
    expect(scores).toEqual([{ index: 1, score: 1 }]);
    expect(step).toMatchObject({ model_id: rerank.id, input_tokens: 13 });
  });

  it('keeps how many dimensions the test of a connection found, until it is another model', async () => {
    const { id } = await create(at('embedding'));
    expect(await testModel(test.context, ADMINISTRATOR, id)).toEqual({ ok: true, latency: 0, dimension: HASHED_DIMENSION });
    expect(await readableModel(test.context, ADMINISTRATOR, id)).toMatchObject({ dimension: HASHED_DIMENSION });
    expect(await test.context.resolver.embedding.resolve('w1', id)).toMatchObject({ dimension: HASHED_DIMENSION });
    expect(await updateModel(test.context, ADMINISTRATOR, id, { modelName: 'e5', name: 'New' })).toMatchObject({ dimension: HASHED_DIMENSION });
    expect(await updateModel(test.context, ADMINISTRATOR, id, { modelName: 'bge' })).not.toHaveProperty('dimension');
  });

  it('tests each type by its own call', async () => {
    await create(at('embedding'));
    await create({ ...at('rerank'), name: 'Ranks' });
    const { tests } = await testAll(test.context);
    expect(tests).toMatchObject([{ type: 'embedding', test: { ok: true, dimension: HASHED_DIMENSION } }, { type: 'rerank', test: { ok: true } }]);
    expect(scripted.callCount).toBe(0);
  });

  it('connects the embedding model of the environment beside the chat model, each the default of its type', async () => {
    await test.connectFirst(scripted.baseUrl);
    await test.connectFirst(scripted.baseUrl, 'embedding');
    await test.connectFirst('https://other.example/v1', 'embedding');
    expect((await test.context.resolver.resolve('w1')).id).toBe('environment');
    const embedding = await test.context.resolver.embedding.resolve('w1');
    expect(embedding?.id).toBe('environment-embedding');
    expect((await embedding?.model.embed(['a'], { signal, purpose: 'query' }))?.vectors).toHaveLength(1);
    expect(await defaultsOf(test.context, [SHARED])).toEqual(new Set(['environment', 'environment-embedding']));
  });
});
