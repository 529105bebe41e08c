import { describe, expect, it } from 'vitest';
import { ModelError } from '../model-error.ts';
import type { EmbeddingCalls, EmbeddingRequest } from './embedding-calls.ts';
import { Embedder, type TextRules } from './embedder.ts';
import { Reranker } from './reranker.ts';

const signal = new AbortController().signal;
const SUBJECT = { modelName: 'm', baseUrl: '' };
const TOO_LONG = new ModelError('context-too-long', 'too long');

/** An embedder whose vendor gives each text the vector [length of the text, 0], and what it was sent. */
function embedder(rules: Partial<TextRules> = {}, vendor: (texts: readonly string[]) => number[][] = (texts) => texts.map(({ length }) => [length, 0])) {
  const requests: EmbeddingRequest[] = [];
  const calls: EmbeddingCalls = {
    async *stream(request) {
      requests.push(request);
      const vectors = vendor(request.texts).map((vector) => Float32Array.from(vector));
      yield { vectors, usage: { inputTokens: request.texts.length } };
    },
  };
  const model = new Embedder(calls, { maxBatch: 3, ...rules }, SUBJECT);
  const embed = (texts: readonly string[], purpose: 'query' | 'passage' = 'passage') => model.embed(texts, { signal, purpose });
  return { model, embed, sent: () => requests.map(({ texts }) => texts) };
}

describe('an embedding model', () => {
  it('sends no more texts at once than the vendor takes, and adds the tokens up', async () => {
    const { embed, sent } = embedder();
    const { vectors, usage } = await embed(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(sent()).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
    expect(vectors).toHaveLength(7);
    expect(usage).toEqual({ inputTokens: 7 });
  });

  it('puts the prefix of its purpose before each text', async () => {
    const { embed, sent } = embedder({ queryPrefix: 'query: ', passagePrefix: 'passage: ' });
    await embed(['a', 'b'], 'passage');
    await embed(['c'], 'query');
    expect(sent()).toEqual([['passage: a', 'passage: b'], ['query: c']]);
  });

  it('learns from a refusal how many texts the vendor takes', async () => {
    const { model, embed, sent } = embedder({ maxBatch: 8 }, (texts) => {
      if (texts.length > 2) throw new ModelError('context-too-long', 'batch size 8 > maximum allowed batch size 2');
      return texts.map(() => [1]);
    });
    expect((await embed(Array.from('abcdefgh'))).vectors).toHaveLength(8);
    await embed(Array.from('abcd'));
    expect(sent().map(({ length }) => length)).toEqual([8, 4, 2, 2, 4, 2, 2, 2, 2]);
    expect(model.maxBatch).toBe(2);
  });

  it('embeds a text that is too long by its beginning, and the others as they are', async () => {
    const { model, embed } = embedder({}, (texts) => {
      if (texts.some(({ length }) => length > 300)) throw TOO_LONG;
      return texts.map(({ length }) => [length, 300]);
    });
    const { vectors } = await embed(['a'.repeat(300), 'b'.repeat(400), 'c'.repeat(300)]);
    expect(vectors.map(([part = 0, other = 0]) => Math.round((part / other) * 300))).toEqual([300, 280, 300]);
    expect(model.maxBatch).toBe(3);
  });

  it('cuts no character in two', async () => {
    const { embed, sent } = embedder({}, (texts) => {
      if (texts.some(({ length }) => length > 150)) throw TOO_LONG;
      return texts.map(() => [1]);
    });
    await embed([`a${'😀'.repeat(100)}`]);
    expect(sent().flat().every((text) => text.isWellFormed())).toBe(true);
  });

  it('passes on that a short text is too long', async () => {
    const { embed } = embedder({}, () => {
      throw TOO_LONG;
    });
    await expect(embed(['short'])).rejects.toBe(TOO_LONG);
  });

  it('keeps to one dimension, also over several calls', async () => {
    const { embed } = embedder({}, (texts) => texts.map(({ length }) => Array.from({ length }, () => 1)));
    await embed(['ab']);
    await expect(embed(['abc'])).rejects.toThrow('gave a vector of 3 dimensions, after others of 2');
  });

  it.each([
    ['an empty vector', [[]]],
    ['something that is no number', [[1, Number.NaN]]],
    ['one for each', [[1], [1]]],
  ])('refuses %s', async (words, vectors) => {
    const { embed } = embedder({}, () => vectors);
    await expect(embed(['a'])).rejects.toMatchObject({ kind: 'vendor-error', message: expect.stringContaining(words) });
  });

  it('leaves a vector of zeros as it is', async () => {
    const { embed } = embedder({}, () => [[0, 0]]);
    expect((await embed(['a'])).vectors).toEqual([Float32Array.of(0, 0)]);
  });
});

describe('a rerank model', () => {
  const model = new Reranker(
    {
      async *stream({ passages, limit }) {
        const scores = passages.map((passage, index) => ({ index, score: Number(passage) }));
        yield { scores: scores.toSorted((one, other) => other.score - one.score).slice(0, limit), usage: { inputTokens: 2 } };
      },
    },
    3,
    SUBJECT,
  );

  it('ranks more passages than the vendor takes at once as if it took them all', async () => {
    const { scores, usage } = await model.rerank('q', ['1', '8', '3', '9', '5', '7', '2'], { signal, limit: 4 });
    expect(scores).toEqual([{ index: 3, score: 9 }, { index: 1, score: 8 }, { index: 5, score: 7 }, { index: 4, score: 5 }]);
    expect(usage).toEqual({ inputTokens: 6 });
  });

  it('calls nobody for nothing', async () => {
    expect(await model.rerank('q', [], { signal, limit: 4 })).toEqual({ scores: [], usage: { inputTokens: 0 } });
  });
});
