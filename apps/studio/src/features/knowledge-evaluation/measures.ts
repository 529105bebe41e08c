/** What is measured of an evaluation, in the order in which it is shown. */
export const measures = ['recall', 'mrr', 'ndcg'] as const;

export type Measure = (typeof measures)[number];

/** How a question fared beside an evaluation before. */
export type Change = 'better' | 'worse' | 'same' | 'new';

/** What the ranks of a question's expected passages (0: missed) say beside those of before. */
export function changeOf(ranks: readonly number[], before: readonly number[] | undefined): Change {
  if (before === undefined) return 'new';
  const difference = gain(ranks) - gain(before);
  return difference > 0 ? 'better' : difference < 0 ? 'worse' : 'same';
}

function gain(ranks: readonly number[]): number {
  return ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / Math.log2(rank + 1)), 0);
}
