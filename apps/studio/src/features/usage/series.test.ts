import { describe, expect, it } from 'vitest';
import { columnsOf, currencyOf, measuresOf, type UsageRow } from './series.ts';

const row = (key: string, counts: Partial<UsageRow> = {}): UsageRow => ({
  key, calls: 1, input_tokens: 10, output_tokens: 5, latency: 100, costs: [{ currency: 'CNY', amount: 0.5 }], ...counts,
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
});
