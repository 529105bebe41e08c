import { describe, expect, it } from 'vitest';
import { type Measures, MeasuresSum } from './measures.ts';

function measured(topK: number, ...ranks: readonly number[][]): Measures {
  const sum = new MeasuresSum(topK);
  for (const each of ranks) sum.add({ ranks: each, milliseconds: 4 });
  return sum.mean();
}

describe('the measures of an evaluation', () => {
  it('are 1 where each expected passage comes first, and 0 where none is found', () => {
    expect(measured(10, [1], [1, 2], [2, 1])).toEqual({ recall: 1, mrr: 1, ndcg: 1, milliseconds: 4 });
    expect(measured(10, [0], [0, 0])).toEqual({ recall: 0, mrr: 0, ndcg: 0, milliseconds: 4 });
  });

  it('are the mean over the questions', () => {
    const { recall, mrr, ndcg } = measured(10, [3], [0, 1]);
    expect(recall).toBeCloseTo((1 + 0.5) / 2);
    expect(mrr).toBeCloseTo((1 / 3 + 1) / 2);
    expect(ndcg).toBeCloseTo((0.5 + 1 / (1 + 1 / Math.log2(3))) / 2);
  });

  it('ask no more than can stand among so many', () => {
    expect(measured(1, [1, 0]).ndcg).toBe(1);
  });

  it('count a passage that has two expected ones as no less than two', () => {
    expect(measured(10, [1, 1]).ndcg).toBe(1);
  });

  it('are nothing of no question', () => {
    expect(measured(10)).toEqual({ recall: 0, mrr: 0, ndcg: 0, milliseconds: 0 });
  });
});
