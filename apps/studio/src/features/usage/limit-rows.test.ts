import type { WorkspaceLimits } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { limitRows } from './limit-rows.ts';
import { limitsOf, valuesOf } from './limit-values.ts';

const used: WorkspaceLimits['used'] = {
  running_chats: 2, queued_runs: 4, tokens_today: 100, tokens_this_month: 1_000, costs_today: [], costs_this_month: [{ currency: 'CNY', amount: 3 }], stored_bytes: 5,
};
const rowsOf = (limits: Partial<WorkspaceLimits>) => limitRows({ own: {}, instance: {}, used, ...limits });

describe('what may be used', () => {
  it('is the lower of both limits, and says whose', () => {
    const rows = rowsOf({ own: { running_chats: 5, tokens_per_day: 10 }, instance: { running_chats: 3, tokens_per_day: 20 } });
    expect(rows.find(({ kind }) => kind === 'running_chats')).toEqual({ kind: 'running_chats', used: 2, queued: 4, limit: 3, by: 'instance' });
    expect(rows.find(({ kind }) => kind === 'tokens_per_day')).toEqual({ kind: 'tokens_per_day', used: 100, limit: 10, by: 'own' });
    expect(rows.find(({ kind }) => kind === 'stored_bytes')).toEqual({ kind: 'stored_bytes', used: 5 });
  });

  it('in money holds in each currency by itself', () => {
    const rows = rowsOf({ own: { cost_per_month: 10, currency: 'CNY' }, instance: { cost_per_month: 1, currency: 'USD' } });
    expect(rows.filter(({ kind }) => kind === 'cost_per_month')).toEqual([
      { kind: 'cost_per_month', currency: 'CNY', used: 3, limit: 10, by: 'own' },
      { kind: 'cost_per_month', currency: 'USD', used: 0, limit: 1, by: 'instance' },
    ]);
    expect(rows.filter(({ kind }) => kind === 'cost_per_day')).toEqual([{ kind: 'cost_per_day' }]);
  });
});

describe('the form of limits', () => {
  it('sends back what it was given', () => {
    const limits = { running_chats: 4, cost_per_day: 2.5, currency: 'USD', stored_bytes: 1_500_000 };
    expect(limitsOf(valuesOf(limits))).toEqual(limits);
  });

  it('leaves out what is empty, and a currency without costs', () => {
    expect(limitsOf({ ...valuesOf({}), tokens_per_day: null })).toEqual({});
  });
});
