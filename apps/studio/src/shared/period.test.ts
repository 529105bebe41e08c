import { describe, expect, it } from 'vitest';
import { daysOf, lastDays } from './period.ts';

describe('a period', () => {
  it('ends today and includes both of its ends', () => {
    expect(lastDays(7, Date.parse('2026-03-03T23:59:59Z'))).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  });

  it('that ends before it begins has no days', () => {
    expect(daysOf({ from: '2026-03-02', to: '2026-03-01' })).toEqual([]);
  });
});
