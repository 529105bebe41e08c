import { describe, expect, it } from 'vitest';
import { daysOf, lastDays } from './period.ts';
import { columnsOf, currencyOf, measuresOf, scaleTop, type UsageRow } from './series.ts';

const row = (key: string, counts: Partial<UsageRow> = {}): UsageRow => ({
  key, calls: 1, input_tokens: 10, output_tokens: 5, latency: 100, costs: [{ currency: 'CNY', amount: 0.5 }], ...counts,
});

describe('a period', () => {
  it('ends today and includes both of its ends', () => {
    expect(lastDays(7, Date.parse('2026-03-03T23:59:59Z'))).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  });

  it('that ends before it begins has no days', () => {
    expect(daysOf({ from: '2026-03-02', to: '2026-03-01' })).toEqual([]);
  });
});

describe('a chart', () => {
  const days = ['2026-03-01', '2026-03-02'];

  it('has a column for each day, empty where nothing was used', () => {
    expect(columnsOf(days, [row('2026-03-02')], 'tokens')).toEqual([{ day: days[0], parts: [0] }, { day: days[1], parts: [10, 5] }]);
  });

  it('shows costs of one currency alone', () => {
    const rows = [row('2026-03-01', { costs: [{ currency: 'CNY', amount: 1 }, { currency: 'USD', amount: 2 }] })];
    expect(columnsOf(days, rows, 'cost USD').map(({ parts }) => parts)).toEqual([[2], [0]]);
    expect(measuresOf({ costs: rows[0]?.costs ?? [] })).toEqual(['tokens', 'cost CNY', 'cost USD', 'calls']);
    expect(currencyOf('cost USD')).toBe('USD');
    expect(currencyOf('tokens')).toBeUndefined();
  });

  it.each([[0, 2], [0.03, 0.05], [1, 1], [1.1, 2], [340, 500], [7_000, 10_000]])('with values up to %d has a scale up to %d', (highest, top) => {
    expect(scaleTop(highest)).toBeCloseTo(top, 10);
  });
});
