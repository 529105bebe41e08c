import type { SearchMode } from '@buckle/contract';

/** The scores of one passage that was found. */
export interface Scores {
  /** The part of the query's words that it has, by their weight: see `SearchHit.keyword`. */
  readonly keyword?: number;
  /** The cosine of its vector and the query's. */
  readonly vector?: number;
}

/** How much vectors count beside words; measured, see `docs/development/decisions/search.md`. */
const VECTOR_WEIGHT = 0.5;

/**
 * One score for each of the passages that a query found, mostly from 0 to 1. Of words and vectors together: the mean of both, each
 * scaled so that the worst found has 0 and the best 1, since models differ in the cosines that they give.
 */
export function fuse(mode: SearchMode, found: readonly Scores[]): number[] {
  if (mode === 'keyword') return found.map(({ keyword = 0 }) => keyword);
  if (mode === 'semantic') return found.map(({ vector = 0 }) => Math.max(0, vector));
  const keywords = scaled(found.map(({ keyword = 0 }) => keyword), 0);
  const vectors = scaled(found.map(({ vector }) => vector));
  return found.map((_, at) => (1 - VECTOR_WEIGHT) * (keywords[at] ?? 0) + VECTOR_WEIGHT * (vectors[at] ?? 0));
}

/** Scores from the worst (or `least`) at 0 to the best at 1; one that is missing counts as the worst. */
function scaled(scores: readonly (number | undefined)[], least?: number): number[] {
  const present = scores.filter((score) => score !== undefined);
  const low = least ?? Math.min(...present);
  const span = Math.max(...present) - low;
  // Where all are the same, all are the best, unless they are nothing.
  const scale = (score: number) => (span > 0 ? (score - low) / span : least === undefined ? 1 : 0);
  return scores.map((score) => (score === undefined ? 0 : scale(score)));
}
