import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { ModelError } from '../model-error.ts';
import { ReplayServer, type Recording } from '../testing/replay-server.ts';
import { Embedder } from './embedder.ts';
import type { EmbeddingCalls } from './embedding-calls.ts';
import type { RerankCalls } from './rerank-calls.ts';
import { Reranker } from './reranker.ts';

/** What every vendor of embedding or rerank models has to be asked and answers. */
export interface TextRecordings {
  /** A whole answer to the call that the cases make. */
  readonly answer: Recording;
  readonly errors: {
    /** 401 or what the vendor sends for a wrong key; the body repeats the key "secret-key-12345". */
    readonly authentication: Recording;
    readonly notFound: Recording;
    /** 429 with `Retry-After: 7`. */
    readonly rateLimited: Recording;
    readonly tooLong: Recording;
    /** 500. */
    readonly failed: Recording;
  };
}

const KEY = 'secret-key-12345';

/** A model behind a server that answers as recorded. */
interface Replayed<Model> {
  readonly model: Model;
  readonly server: ReplayServer;
}

/** What the cases of one kind of model need. */
interface TextAdapter<Model> {
  readonly recordings: TextRecordings;
  create(origin: string, outbound: Outbound, apiKey: string): Model;
  /** Makes the recorded call. */
  call(model: Model, signal: AbortSignal): Promise<unknown>;
}

/**
 * The cases that every adapter of a vendor's embedding or rerank model passes, through real sockets.
 *
 * @returns makes a model behind a server that answers as recorded, for further cases
 */
function textModelCases<Model>(name: string, adapter: TextAdapter<Model>): (recording: Recording) => Promise<Replayed<Model>> {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((thing) => thing.close()));
  });

  async function replay(recording: Recording): Promise<Replayed<Model>> {
    const server = await ReplayServer.start(recording);
    const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
    open.push(server, outbound);
    return { server, model: adapter.create(server.origin, outbound, KEY) };
  }

  const ask = (model: Model, signal = new AbortController().signal): Promise<unknown> => adapter.call(model, signal);
  const { recordings } = adapter;
  const { errors } = recordings;

  describe(`${name}: failures`, () => {
    it.each([
      ['an unknown model', errors.notFound, { kind: 'not-found', retryable: false }],
      ['a rate limit, and how long to wait', errors.rateLimited, { kind: 'rate-limited', retryable: true, retryAfter: 7000 }],
      ['a failure of the vendor', errors.failed, { kind: 'vendor-error', retryable: true }],
      ['texts that are too long', errors.tooLong, { kind: 'context-too-long', message: expect.stringContaining('A text is too long') }],
    ])('knows %s', async (_name, recording, failure) => {
      const { model } = await replay(recording);
      await expect(ask(model)).rejects.toMatchObject(failure);
    });

    it('knows a wrong key, and never repeats it', async () => {
      const { model } = await replay(errors.authentication);
      const failure = await ask(model).then(() => undefined, (error: unknown) => error);
      expect(failure).toBeInstanceOf(ModelError);
      expect(failure).toMatchObject({ kind: 'authentication', retryable: false, message: expect.stringContaining('API key') });
      expect(String(failure)).not.toContain(KEY);
    });

    it.each([
      ['a web page', { headers: { 'content-type': 'text/html' }, chunks: ['<html>hello</html>'] }],
      ['another API', { headers: { 'content-type': 'application/json' }, chunks: ['{"status":"ok"}'] }],
    ])('knows that %s is no such model', async (_name, recording: Recording) => {
      const { model } = await replay(recording);
      await expect(ask(model)).rejects.toBeInstanceOf(ModelError);
    });

    it('fails when the connection breaks in the middle', async () => {
      const [chunk = ''] = recordings.answer.chunks;
      const { model } = await replay({ ...recordings.answer, chunks: [chunk.slice(0, 20)], ending: 'break' });
      await expect(ask(model)).rejects.toMatchObject({ name: 'ModelError', kind: 'connection', retryable: true });
    });

    it('fails when nothing answers', async () => {
      const { model, server } = await replay(recordings.answer);
      await server.close();
      open.splice(open.indexOf(server), 1);
      await expect(ask(model)).rejects.toMatchObject({ kind: 'connection', message: expect.stringContaining('Nothing answers at') });
    });

    it('refuses an address that nobody allowed', async () => {
      const outbound = new Outbound();
      open.push(outbound);
      const model = adapter.create('http://127.0.0.1:8000', outbound, KEY);
      await expect(ask(model)).rejects.toMatchObject({ kind: 'address-refused', message: expect.stringContaining('127.0.0.1') });
    });
  });

  describe(`${name}: cancelling`, () => {
    it('closes the connection at once, and throws the signal\'s reason', async () => {
      const { model, server } = await replay({ ...recordings.answer, chunks: [], ending: 'hang' });
      const cancel = new AbortController();
      const reason = new Error('cancelled by the user');
      server.asked.then(() => cancel.abort(reason), expect.fail);
      await expect(ask(model, cancel.signal)).rejects.toBe(reason);
      await server.clientGone;
    });

    it('makes no call when it is cancelled before', async () => {
      const { model, server } = await replay(recordings.answer);
      const reason = new Error('too late');
      await expect(ask(model, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(server.bodies).toEqual([]);
    });
  });

  return replay;
}

/** What the cases need of an adapter of embedding models. */
export interface EmbeddingAdapterUnderTest {
  /** The answer has the vectors [3, 4, 0] and [0, 0, 2], and 7 tokens where the vendor counts. */
  readonly recordings: TextRecordings;
  readonly countsTokens: boolean;
  create(origin: string, outbound: Outbound, apiKey: string): EmbeddingCalls;
  /** The texts in a request's body. */
  textsIn(body: string): unknown;
}

const TEXTS = ['Hello', '世界'];

/** The cases that every adapter of a vendor's embedding models passes. */
export function embeddingModelCases(name: string, adapter: EmbeddingAdapterUnderTest): void {
  const replay = textModelCases(name, {
    recordings: adapter.recordings,
    create: (...to) => new Embedder(adapter.create(...to), { maxBatch: 32 }, { modelName: 'm', baseUrl: '' }),
    call: (model, signal) => model.embed(TEXTS, { signal, purpose: 'passage' }),
  });
  const signal = new AbortController().signal;

  describe(`${name}: vectors`, () => {
    it('come in the order of the texts, each of length 1, with the count of tokens', async () => {
      const { model, server } = await replay(adapter.recordings.answer);
      const { vectors, usage } = await model.embed(TEXTS, { signal, purpose: 'passage' });
      expect(vectors.map((vector) => [...vector])).toEqual([[Math.fround(0.6), Math.fround(0.8), 0], [0, 0, 1]]);
      expect(usage).toEqual({ inputTokens: adapter.countsTokens ? 7 : 4 });
      expect(server.bodies.map((body) => adapter.textsIn(body))).toEqual([TEXTS]);
    });

    it('of nothing are none, without a call', async () => {
      const { model, server } = await replay(adapter.recordings.answer);
      expect(await model.embed([], { signal, purpose: 'query' })).toEqual({ vectors: [], usage: { inputTokens: 0 } });
      expect(server.bodies).toEqual([]);
    });

    it('are refused where there are not as many as texts', async () => {
      const { model } = await replay(adapter.recordings.answer);
      await expect(model.embed([...TEXTS, 'more'], { signal, purpose: 'passage' })).rejects.toMatchObject({ kind: 'vendor-error', message: expect.stringContaining('one for each of 3 texts') });
    });
  });
}

/** What the cases need of an adapter of rerank models. */
export interface RerankAdapterUnderTest {
  /** The answer scores the passages 0 and 2 with 0.25 and 0.75, and counts 9 tokens. */
  readonly recordings: TextRecordings;
  create(origin: string, outbound: Outbound, apiKey: string): RerankCalls;
}

const PASSAGES = ['Snow is white.', 'Hello', 'A tomato is red.'];

/** The cases that every adapter of a vendor's rerank models passes. */
export function rerankModelCases(name: string, adapter: RerankAdapterUnderTest): void {
  const replay = textModelCases(name, {
    recordings: adapter.recordings,
    create: (...to) => new Reranker(adapter.create(...to), 32, { modelName: 'm', baseUrl: '' }),
    call: (model, signal) => model.rerank('What is red?', PASSAGES, { signal, limit: 2 }),
  });

  describe(`${name}: scores`, () => {
    it('come best first, with the place of each passage and the count of tokens', async () => {
      const { model } = await replay(adapter.recordings.answer);
      const ranking = await model.rerank('What is red?', PASSAGES, { signal: new AbortController().signal, limit: 2 });
      expect(ranking).toEqual({ scores: [{ index: 2, score: 0.75 }, { index: 0, score: 0.25 }], usage: { inputTokens: 9 } });
    });

    it('are refused where they belong to no passage', async () => {
      const { model } = await replay(adapter.recordings.answer);
      const asked = model.rerank('What is red?', PASSAGES.slice(0, 2), { signal: new AbortController().signal, limit: 2 });
      await expect(asked).rejects.toMatchObject({ kind: 'vendor-error', message: expect.stringContaining('belong to no passage') });
    });
  });
}
