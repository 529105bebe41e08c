/** How well the expected passages of some questions were found: means over all questions, from 0 to 1. */
export interface Measures {
  /** The part of the expected passages that was found. */
  readonly recall: number;
  /** One divided by the rank of the first that was found. */
  readonly mrr: number;
  /** The gain of each that was found, less the later it came, divided by the best gain there could be. */
  readonly ndcg: number;
  /** How long a search took. */
  readonly milliseconds: number;
}

/** What was found for one question: the rank of each expected passage, from 1, or 0. */
export interface Asked {
  readonly ranks: readonly number[];
  readonly milliseconds: number;
}

/** Adds up what was found for questions, `topK` passages each at most. */
export class MeasuresSum {
  readonly #topK: number;
  #count = 0;
  #recall = 0;
  #mrr = 0;
  #ndcg = 0;
  #milliseconds = 0;

  constructor(topK: number) {
    this.#topK = topK;
  }

  add({ ranks, milliseconds }: Asked): void {
    const found = ranks.filter((rank) => rank > 0);
    const best = Array.from({ length: Math.min(ranks.length, this.#topK) }, (_, at) => at + 1);
    this.#count += 1;
    this.#recall += found.length / ranks.length;
    this.#mrr += found.length === 0 ? 0 : 1 / Math.min(...found);
    // Where one found passage has two expected ones they share its place, which is better than any two places.
    this.#ndcg += Math.min(1, gain(found) / gain(best));
    this.#milliseconds += milliseconds;
  }

  mean(): Measures {
    const of = (sum: number) => (this.#count === 0 ? 0 : sum / this.#count);
    return { recall: of(this.#recall), mrr: of(this.#mrr), ndcg: of(this.#ndcg), milliseconds: of(this.#milliseconds) };
  }
}

function gain(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
}
