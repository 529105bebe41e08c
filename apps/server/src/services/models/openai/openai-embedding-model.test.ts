import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { ReplayServer, type Recording } from '../testing/replay-server.ts';
import { ScriptedModel } from '../testing/scripted-model.ts';
import { embeddingModelCases } from '../texts/cases.ts';
import { onlyPiece } from '../wrappers/only-piece.ts';
import { OpenAIEmbeddingModel } from './openai-embedding-model.ts';

const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Recording => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  chunks: [JSON.stringify(value)],
});
const failure = (status: number, error: object, headers?: Record<string, string>): Recording => json({ error }, status, headers);
const base64 = (...numbers: number[]): string => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

embeddingModelCases('OpenAI embeddings', {
  countsTokens: true,
  recordings: {
    // The vectors come in another order than the texts, each in another form.
    answer: json({ object: 'list', data: [{ index: 1, embedding: [0, 0, 2] }, { index: 0, embedding: base64(3, 4, 0) }], usage: { prompt_tokens: 7, total_tokens: 7 } }),
    errors: {
      authentication: failure(401, { message: 'Incorrect API key provided: secret-key-12345.', code: 'invalid_api_key' }),
      notFound: failure(404, { message: 'The model `m` does not exist or you do not have access to it.', code: 'model_not_found' }),
      rateLimited: failure(429, { message: 'Rate limit reached.', code: 'rate_limit_exceeded' }, { 'retry-after': '7' }),
      tooLong: failure(400, { message: "This model's maximum context length is 8192 tokens, however you requested 9000 tokens." }),
      failed: failure(500, { message: 'The server had an error while processing your request.' }),
    },
  },
  create: (origin, { dispatcher }, apiKey) => new OpenAIEmbeddingModel({ baseUrl: `${origin}/v1`, modelName: 'm', apiKey }, dispatcher),
  textsIn: (body) => JSON.parse(body).input,
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

function modelAt(baseUrl: string, more: object = {}): OpenAIEmbeddingModel {
  const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
  open.push(outbound);
  return new OpenAIEmbeddingModel({ baseUrl, modelName: 'm', ...more }, outbound.dispatcher);
}

async function scripted(): Promise<ScriptedModel> {
  const server = await ScriptedModel.start();
  open.push(server);
  return server;
}

const signal = new AbortController().signal;
const REQUEST = { texts: ['a text'], purpose: 'query' } as const;

describe('the habits of vendors of embeddings', () => {
  it('asks for numbers in base64', async () => {
    const server = await scripted();
    await onlyPiece(modelAt(server.baseUrl), REQUEST, signal);
    expect(server.textCalls[0]?.body).toEqual({ model: 'm', input: ['a text'], encoding_format: 'base64' });
  });

  it('asks a vendor that refuses base64 for plain numbers, from then on at once', async () => {
    const server = await scripted();
    server.failTextCalls({ status: 400, message: 'encoding_format must be float' });
    const model = modelAt(server.baseUrl);
    const first = await onlyPiece(model, REQUEST, signal);
    expect(await onlyPiece(model, REQUEST, signal)).toEqual(first);
    expect(server.textCalls.map(({ body }) => body['encoding_format'])).toEqual(['base64', undefined, undefined]);
  });

  it('does not ask twice where something else is wrong', async () => {
    const server = await scripted();
    const model = modelAt(server.baseUrl);
    await onlyPiece(model, REQUEST, signal);
    server.failTextCalls({ status: 400, message: 'nonsense' });
    await expect(onlyPiece(model, REQUEST, signal)).rejects.toMatchObject({ kind: 'bad-request' });
    expect(server.textCalls).toHaveLength(2);
  });

  it('says what the texts are for where the vendor wants to know', async () => {
    const server = await scripted();
    const purposeField = { name: 'task', query: 'retrieval.query', passage: 'retrieval.passage' };
    const model = modelAt(server.baseUrl, { purposeField });
    await onlyPiece(model, REQUEST, signal);
    await onlyPiece(model, { ...REQUEST, purpose: 'passage' }, signal);
    expect(server.textCalls.map(({ body }) => body['task'])).toEqual(['retrieval.query', 'retrieval.passage']);
  });

  it.each([
    ['takes vectors without places in their order', json({ data: [{ embedding: [1] }], usage: { total_tokens: 5 } }), 5],
    ['estimates tokens where none are counted', json({ data: [{ embedding: [1] }] }), 2],
    ['estimates tokens where what is counted cannot be', json({ data: [{ embedding: [1] }], usage: { prompt_tokens: -4 } }), 2],
  ])('%s', async (_name, recording, inputTokens) => {
    const server = await ReplayServer.start(recording);
    open.push(server);
    const answer = await onlyPiece(modelAt(`${server.origin}/v1`), REQUEST, signal);
    expect(answer).toEqual({ vectors: [Float32Array.of(1)], usage: { inputTokens } });
  });

  it.each([
    ['an error with 200', json({ error: { message: 'boom', code: 500 } }), 'vendor-error'],
    ['a batch that is too large', failure(400, { message: 'batch size is invalid, it should not be larger than 10.' }), 'context-too-long'],
    ['a redirect', { status: 301, headers: { location: 'https://elsewhere.example/' }, chunks: [] }, 'not-found'],
  ])('knows %s', async (_name, recording: Recording, kind) => {
    const server = await ReplayServer.start(recording);
    open.push(server);
    await expect(onlyPiece(modelAt(`${server.origin}/v1`), REQUEST, signal)).rejects.toMatchObject({ kind });
  });
});
