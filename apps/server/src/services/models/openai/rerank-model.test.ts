import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { type Recording, type Replay, ReplayServer } from '../testing/replay-server.ts';
import { rerankModelCases } from '../texts/cases.ts';
import { onlyPiece } from '../wrappers/only-piece.ts';
import { WireRerankModel } from './rerank-model.ts';

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Recording => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  chunks: [JSON.stringify(value)],
});
const SCORES = [{ index: 0, relevance_score: 0.25 }, { index: 2, relevance_score: 0.75, document: { text: 'A tomato is red.' } }];
const ERRORS = {
  authentication: json({ detail: 'Invalid API key: secret-key-12345' }, 401),
  notFound: json({ code: 20012, message: 'Model does not exist. Please check it carefully.' }, 400),
  rateLimited: json({ message: 'Too many requests.' }, 429, { 'retry-after': '7' }),
  tooLong: json({ error: 'Input validation error: `inputs` must have less than 512 tokens. Given: 900', error_type: 'Validation' }, 413),
  failed: json({ message: 'internal server error' }, 500),
};

rerankModelCases('Rerank as Jina', {
  recordings: { answer: json({ model: 'm', usage: { total_tokens: 9 }, results: SCORES }), errors: ERRORS },
  create: (origin, { dispatcher }, apiKey) => new WireRerankModel({ baseUrl: `${origin}/v1`, modelName: 'm', apiKey }, dispatcher),
});

rerankModelCases('Rerank as SiliconFlow', {
  recordings: { answer: json({ id: '1', results: SCORES, meta: { billed_units: { input_tokens: 9 }, tokens: { input_tokens: 9, output_tokens: 0 } } }), errors: ERRORS },
  create: (origin, { dispatcher }, apiKey) => new WireRerankModel({ baseUrl: `${origin}/v1/rerank`, modelName: 'm', apiKey }, dispatcher),
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

const signal = new AbortController().signal;
const REQUEST = { query: 'red?', passages: ['a', 'b', 'c'], limit: 2 };

async function replay(recording: Replay, path = '/v1'): Promise<{ server: ReplayServer; model: WireRerankModel }> {
  const server = await ReplayServer.start(recording);
  const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
  open.push(server, outbound);
  return { server, model: new WireRerankModel({ baseUrl: server.origin + path, modelName: 'm' }, outbound.dispatcher) };
}

describe('the habits of vendors of rerank models', () => {
  it('sends the query, the passages and how many are wanted', async () => {
    const { server, model } = await replay(json({ results: SCORES }));
    await onlyPiece(model, REQUEST, signal);
    expect(JSON.parse(server.bodies[0] ?? '')).toEqual({ model: 'm', query: 'red?', documents: ['a', 'b', 'c'], top_n: 2 });
  });

  it.each(['/v1', '/v1/', '/v1/rerank', '/compatible/reranks', '/compatible/reranks/'])('finds the endpoint under %s', async (path) => {
    const { server, model } = await replay(json({ results: SCORES }), path);
    await onlyPiece(model, REQUEST, signal);
    expect(server.paths).toEqual([path.includes('reranks') ? '/compatible/reranks' : '/v1/rerank']);
  });

  it('estimates tokens where none are counted: the query is read with every passage', async () => {
    const { model } = await replay(json({ results: SCORES }));
    expect(await onlyPiece(model, REQUEST, signal)).toMatchObject({ usage: { inputTokens: 9 } });
  });

  it('speaks with Text Embeddings Inference, which has other names', async () => {
    const refusal = { error: 'Failed to deserialize the JSON body into the target type: missing field `texts` at line 1 column 70', error_type: 'Validation' };
    const { server, model } = await replay((body) => ('texts' in JSON.parse(body) ? json([{ index: 1, score: 0.5 }]) : json(refusal, 422)));
    for (let count = 0; count < 2; count += 1) {
      expect(await onlyPiece(model, REQUEST, signal)).toMatchObject({ scores: [{ index: 1, score: 0.5 }] });
    }
    expect(server.bodies).toHaveLength(3);
  });
});
