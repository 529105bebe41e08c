import { ModelError } from '../model-error.ts';
import type { EmbeddingModel, EmbeddingPurpose, Embeddings } from '../port.ts';
import type { CallSubject } from '../vendor-error.ts';
import { onlyPiece } from '../wrappers/only-piece.ts';
import { Batches } from './batches.ts';
import type { EmbeddingCalls } from './embedding-calls.ts';

/** What an embedding model wants of its texts. */
export interface TextRules {
  /** How many texts a call may have. */
  readonly maxBatch: number;
  /** Stands before every query and every passage; E5 wants `query: ` and `passage: `. */
  readonly queryPrefix?: string | undefined;
  readonly passagePrefix?: string | undefined;
}

/** An embedding model as the port wants it, over the calls of a vendor. */
export class Embedder implements EmbeddingModel {
  readonly #calls: EmbeddingCalls;
  readonly #batches: Batches;
  readonly #prefixes: Readonly<Record<EmbeddingPurpose, string>>;
  readonly #modelName: string;
  #dimension: number | undefined;

  constructor(calls: EmbeddingCalls, { maxBatch, queryPrefix = '', passagePrefix = '' }: TextRules, { modelName }: CallSubject) {
    this.#calls = calls;
    this.#batches = new Batches(maxBatch);
    this.#prefixes = { query: queryPrefix, passage: passagePrefix };
    this.#modelName = modelName;
  }

  get maxBatch(): number {
    return this.#batches.most;
  }

  async embed(texts: readonly string[], { signal, purpose }: { readonly signal: AbortSignal; readonly purpose: EmbeddingPurpose }): Promise<Embeddings> {
    const prefix = this.#prefixes[purpose];
    const prefixed = prefix === '' ? texts : texts.map((text) => prefix + text);
    const answers = await this.#batches.send(prefixed, async (batch) => {
      const { vectors, usage } = await onlyPiece(this.#calls, { texts: batch, purpose }, signal);
      const hasAll = vectors.length === batch.length && batch.every((_, place) => place in vectors);
      if (!hasAll) throw this.#wrong(`gave other vectors than one for each of ${batch.length} texts`);
      return { vectors: vectors.map((vector) => this.#checked(vector)), usage };
    });
    return {
      vectors: answers.flatMap(({ vectors }) => vectors),
      usage: { inputTokens: answers.reduce((sum, { usage }) => sum + usage.inputTokens, 0) },
    };
  }

  /** The vector at length 1. Throws `ModelError` where it is none, or of another dimension than those before. */
  #checked(vector: Float32Array): Float32Array {
    this.#dimension ??= vector.length;
    if (vector.length === 0) throw this.#wrong('gave an empty vector');
    if (vector.length !== this.#dimension) {
      throw this.#wrong(`gave a vector of ${vector.length} dimensions, after others of ${this.#dimension}`);
    }
    let squares = 0;
    for (const part of vector) squares += part * part;
    if (!Number.isFinite(squares)) throw this.#wrong('gave a vector with something that is no number');
    const length = Math.sqrt(squares);
    return length === 0 ? vector : vector.map((part) => part / length);
  }

  #wrong(what: string): ModelError {
    return new ModelError('vendor-error', `The model "${this.#modelName}" ${what}: check which model answers at its address, and try again.`);
  }
}
