import type { EmbeddingModel, EmbeddingPurpose, Embeddings, Ranking, RerankModel } from '../port.ts';
import { hashedVector, sharedWords } from './hashed-words.ts';

/** Texts as a scripted embedding model was given them. */
export interface EmbeddedTexts {
  readonly texts: readonly string[];
  readonly purpose: EmbeddingPurpose;
}

/** An embedding model in memory, for tests: see `hashedVector`. It counts a token for every character. */
export class ScriptedEmbeddingModel implements EmbeddingModel {
  readonly maxBatch: number;
  readonly calls: EmbeddedTexts[] = [];
  readonly #dimension: number | undefined;
  /** The next calls throw these, one each. */
  readonly failures: Error[] = [];

  constructor({ maxBatch = 32, dimension }: { readonly maxBatch?: number; readonly dimension?: number } = {}) {
    this.maxBatch = maxBatch;
    this.#dimension = dimension;
  }

  async embed(texts: readonly string[], { signal, purpose }: { readonly signal: AbortSignal; readonly purpose: EmbeddingPurpose }): Promise<Embeddings> {
    signal.throwIfAborted();
    this.calls.push({ texts, purpose });
    const failure = this.failures.shift();
    if (failure) throw failure;
    return {
      vectors: texts.map((text) => hashedVector(text, this.#dimension)),
      usage: { inputTokens: texts.reduce((sum, { length }) => sum + length, 0) },
    };
  }
}

/** A rerank model in memory, for tests: see `sharedWords`. It counts a token for every character. */
export class ScriptedRerankModel implements RerankModel {
  async rerank(query: string, passages: readonly string[], { signal, limit }: { readonly signal: AbortSignal; readonly limit: number }): Promise<Ranking> {
    signal.throwIfAborted();
    const scores = passages.map((passage, index) => ({ index, score: sharedWords(query, passage) }));
    return {
      scores: scores.toSorted((one, other) => other.score - one.score).slice(0, limit),
      usage: { inputTokens: passages.reduce((sum, { length }) => sum + query.length + length, 0) },
    };
  }
}
