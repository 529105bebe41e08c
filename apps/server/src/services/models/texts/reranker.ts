import { ModelError } from '../model-error.ts';
import type { Ranking, RerankModel } from '../port.ts';
import type { CallSubject } from '../vendor-error.ts';
import { onlyPiece } from '../wrappers/only-piece.ts';
import { Batches } from './batches.ts';
import type { RerankCalls } from './rerank-calls.ts';

/** A rerank model as the port wants it, over the calls of a vendor. A passage's score does not depend on those beside it, so calls may be cut. */
export class Reranker implements RerankModel {
  readonly #calls: RerankCalls;
  readonly #batches: Batches;
  readonly #modelName: string;

  constructor(calls: RerankCalls, maxBatch: number, { modelName }: CallSubject) {
    this.#calls = calls;
    this.#batches = new Batches(maxBatch);
    this.#modelName = modelName;
  }

  async rerank(query: string, passages: readonly string[], { signal, limit }: { readonly signal: AbortSignal; readonly limit: number }): Promise<Ranking> {
    const answers = await this.#batches.send(passages, async (batch, before) => {
      const { scores, usage } = await onlyPiece(this.#calls, { query, passages: batch, limit: Math.min(limit, batch.length) }, signal);
      this.#check(scores, batch.length);
      return { scores: scores.map(({ index, score }) => ({ index: before + index, score })), usage };
    });
    return {
      scores: answers.flatMap(({ scores }) => scores).toSorted((one, other) => other.score - one.score || one.index - other.index).slice(0, limit),
      usage: { inputTokens: answers.reduce((sum, { usage }) => sum + usage.inputTokens, 0) },
    };
  }

  #check(scores: Ranking['scores'], passages: number): void {
    const known = new Set(scores.map(({ index }) => index));
    if (known.size === scores.length && scores.every(({ index, score }) => index < passages && Number.isFinite(score))) return;
    const message = `The model "${this.#modelName}" gave scores that belong to no passage: check which model answers at its address, and try again.`;
    throw new ModelError('vendor-error', message);
  }
}
