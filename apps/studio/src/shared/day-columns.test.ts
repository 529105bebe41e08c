import { describe, expect, it } from 'vitest';
import { scaleTop } from './day-columns.ts';

describe('a chart', () => {
  it.each([[0, 2], [0.03, 0.05], [1, 1], [1.1, 2], [340, 500], [7_000, 10_000]])('with values up to %d has a scale up to %d', (highest, top) => {
    expect(scaleTop(highest)).toBeCloseTo(top, 10);
  });
});
