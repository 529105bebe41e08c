import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '#kernel/principal.ts';
import { modelRoutes } from './routes.ts';
import { ADMINISTRATOR, EDITOR, openTestModels, type TestModels } from './testing.ts';
import { openUsageCollections } from './usage-documents.ts';
import { usageRoutes } from './usage-routes.ts';
import { Usage } from './usage.ts';

let test: TestModels;
beforeEach(async () => {
  test = await openTestModels();
});
afterEach(() => test.close());

/** Calls an endpoint as the gateway does: what comes in and what goes out follow its schemas. */
async function call(name: string, input: { params?: object; query?: object; body?: object }, principal: Principal = EDITOR) {
  const usage = await usageParts();
  const routes = [...modelRoutes(test.context), ...usageRoutes(usage, test.context.identity, test.clock)];
  const found = routes.find(({ endpoint }) => endpoint.name === name);
  if (!found) throw new Error(`There is no endpoint ${name}.`);
  const { endpoint, handle } = found;
  const answer = await handle({
    params: endpoint.params.parse(input.params ?? {}),
    query: endpoint.query.parse(input.query ?? {}),
    body: endpoint.body.parse(input.body ?? {}),
    principal,
    address: '127.0.0.1',
    userAgent: 'test',
    origin: 'http://127.0.0.1',
    cookies: {},
    setCookie: () => undefined,
  });
  return JSON.parse(JSON.stringify(endpoint.answer.parse(answer)));
}

let collections: ReturnType<typeof openUsageCollections> | undefined;
beforeEach(() => {
  collections = undefined;
});
function usageParts(): ReturnType<typeof openUsageCollections> {
  collections ??= openUsageCollections(test.documents);
  return collections;
}

const BODY = { workspace_id: 'w1', name: 'Mine', preset: 'qwen', model_name: 'qwen-plus', api_key: 'sk-0123456789abcdef', price: { input_per_million: 0.8, output_per_million: 2, currency: 'CNY' } };

describe('the endpoints of models', () => {
  it('create, read, change, list and remove a model', async () => {
    const created = await call('createModel', { body: { ...BODY, is_default: true } });
    expect(created).toMatchObject({ workspace_id: 'w1', base_url: 'https://dashscope.aliyuncs.com/compatible-mode/v1', has_key: true, is_default: true, price: BODY.price });
    const params = { model_id: created.id };
    expect(await call('getModel', { params })).toEqual(created);
    const changed = await call('updateModel', { params, body: { name: 'New', price: null, timeouts: { idle: 5000 }, is_default: false } });
    expect(changed).toMatchObject({ name: 'New', is_default: false, timeouts: { first_event: 120_000, idle: 5000 } });
    expect(changed).not.toHaveProperty('price');
    expect((await call('listModels', { query: { workspace_id: 'w1' } })).items.map(({ id }: { id: string }) => id)).toEqual(['offline', created.id]);
    await call('deleteModel', { params });
    expect((await call('listModels', { query: { workspace_id: 'w1' } })).items).toHaveLength(1);
  });

  it('connect embedding and rerank models too, each with what it needs', async () => {
    const { price: _price, ...body } = BODY;
    const embedding = await call('createModel', { body: { ...body, preset: 'qwen-embedding', query_prefix: 'query: ', max_batch: 4 } });
    expect(embedding).toMatchObject({ type: 'embedding', query_prefix: 'query: ', max_batch: 4 });
    const rerank = await call('createModel', { body: { ...body, preset: '', type: 'rerank', base_url: 'https://ranks.example/v1' } });
    expect(rerank).toMatchObject({ type: 'rerank', provider: 'openai' });
    const idsOf = async (query: object) => (await call('listModels', { query: { workspace_id: 'w1', ...query } })).items.map(({ id }: { id: string }) => id);
    expect(await idsOf({})).toEqual(['offline', embedding.id, rerank.id]);
    expect(await idsOf({ type: 'chat' })).toEqual(['offline']);
    expect(await idsOf({ type: 'embedding' })).toEqual([embedding.id]);
    const changed = await call('updateModel', { params: { model_id: embedding.id }, body: { query_prefix: null, passage_prefix: 'passage: ' } });
    expect(changed).toMatchObject({ passage_prefix: 'passage: ' });
    expect(changed).not.toHaveProperty('query_prefix');
  });

  it.each([
    ['an unknown field', { ...BODY, key: 'x' }],
    ['a key with a line break inside', { ...BODY, api_key: 'a\nb' }],
    ['a key in the address', { ...BODY, base_url: 'https://user:secret@models.example/v1' }],
    ['another scheme', { ...BODY, base_url: 'file:///etc/passwd' }],
    ['a time-out of nothing', { ...BODY, timeouts: { idle: 0 } }],
    ['the built-in provider', { ...BODY, provider: 'offline' }],
  ])('refuse %s', async (_name, body) => {
    await expect(call('createModel', { body })).rejects.toThrow(/Unrecognized|Invalid|ASCII|belongs into api_key|Too small/);
  });

  it('share a model among all workspaces', async () => {
    const { workspace_id: _none, ...body } = BODY;
    const shared = await call('createModel', { body }, ADMINISTRATOR);
    expect(shared.workspace_id).toBe('');
    expect((await call('listModels', { query: { workspace_id: 'w1' } })).items).toHaveLength(2);
  });

  it('say what is wrong with a connection', async () => {
    const { id } = await call('createModel', { body: { ...BODY, base_url: 'http://10.0.0.1/v1' } });
    expect(await call('testModel', { params: { model_id: id } })).toMatchObject({ ok: false, kind: 'address-refused', message: expect.stringContaining('10.0.0.1') });
  });

  it('list the presets, without the built-in one', async () => {
    const { items } = await call('listModelPresets', {});
    const idsOf = (type: string) => items.filter((preset: { type: string }) => preset.type === type).map(({ id }: { id: string }) => id);
    expect(idsOf('chat')).toEqual(['openai', 'deepseek', 'qwen', 'doubao', 'moonshot', 'glm', 'vllm', 'ollama', 'anthropic', 'google']);
    expect(idsOf('embedding')).toEqual(expect.arrayContaining(['qwen-embedding', 'google-embedding', 'ollama-embedding']));
    expect(idsOf('rerank')).toEqual(expect.arrayContaining(['qwen-rerank', 'jina-rerank', 'cohere-rerank']));
    expect(items.length).toBe(new Set(items.map(({ id }: { id: string }) => id)).size);
  });
});

describe('the endpoint of usage', () => {
  it('answers in units of the currency and with the average latency', async () => {
    const usage = new Usage(await usageParts(), test.clock, async () => ({ inputPerMillion: 2, outputPerMillion: 8, currency: 'CNY' }));
    const step = { model_id: 'm', input_tokens: 1_000_000, output_tokens: 500_000, started_at: 0, ended_at: 100 };
    await test.documents.inOrder(await usage.writes('turn', 'w1', 'b', [step, { ...step, ended_at: 301 }]));
    const sums = { calls: 2, input_tokens: 2_000_000, output_tokens: 1_000_000, latency: 201, costs: [{ currency: 'CNY', amount: 12 }] };
    expect(await call('getUsage', { query: { workspace_id: 'w1' } })).toEqual({ items: [{ key: '2026-01-01', ...sums }], total: sums });
  });
});
