import { type SearchField, searchKnowledge } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { addressOf, bodyOf, emptyCondition, type SearchValues, valuesOf } from './search-values.ts';

const values: SearchValues = {
  query: '退款要多久?',
  mode: 'semantic',
  topK: 8,
  minScore: 0.4,
  rerank: '7',
  conditions: [{ ...emptyCondition, field: 'year', kind: 'range', from: '2025', to: '' }, { ...emptyCondition, field: 'tags', values: ['合同', '2026', 'true'] }],
  derive: true,
  kept: [{ field: 'price', lt: 100 }, { field: 'open', in: [true] }],
};

describe('a search', () => {
  it('comes back from the address that it was put into', () => {
    expect(valuesOf(new URLSearchParams(addressOf(values).toString()))).toEqual(values);
  });

  it('is the usual one where the address says nothing, or nonsense', () => {
    const usual = { query: '', mode: 'hybrid', topK: 5, minScore: 0, rerank: '', conditions: [], derive: false, kept: [] };
    expect(valuesOf(new URLSearchParams())).toEqual(usual);
    expect(valuesOf(new URLSearchParams('mode=x&top=0&least=9&where={'))).toEqual(usual);
    expect(valuesOf(new URLSearchParams('where=[{},1]'))).toEqual(usual);
    expect(valuesOf(new URLSearchParams(`kept=${JSON.stringify([{}, 1, { field: 'a', in: [] }, { field: 'a', or: 1 }, { field: 'a', in: [{}] }])}`))).toEqual(usual);
  });

  it('is asked of the server so that numbers and words both fit', () => {
    const body = bodyOf('1', values, true, []);
    expect(searchKnowledge.body.safeParse(body).success).toBe(true);
    expect(body).toMatchObject({
      mode: 'semantic',
      rerank: { model_id: '7' },
      filter: [{ field: 'year', gte: 2025 }, { field: 'tags', in: ['合同', '2026', 2026, 'true', true] }, { field: 'price', lt: 100 }, { field: 'open', in: [true] }],
      derive_filter: true,
    });
    expect(bodyOf('1', { ...values, rerank: 'default', conditions: [emptyCondition], kept: [] }, false, [])).toMatchObject({ mode: 'keyword', rerank: true, filter: [] });
  });

  it('has bounds that are what the field shows, where it is known', () => {
    const filterOf = (...shown: SearchField[]) => bodyOf('1', { ...values, conditions: [{ ...emptyCondition, field: 'year', kind: 'range', from: '2024', to: '2025' }], kept: [] }, true, shown).filter;
    const texts = [{ field: 'year', gte: '2024', lte: '2025' }];
    const numbers = [{ field: 'year', gte: 2024, lte: 2025 }];
    expect(filterOf({ field: 'year', type: 'text', values: ['2024', '2025'] })).toEqual(texts);
    expect(filterOf({ field: 'year', type: 'date', values: ['2024-01'] })).toEqual(texts);
    expect(filterOf({ field: 'year', type: 'number', values: [] })).toEqual(numbers);
    expect(filterOf({ field: 'year', type: 'text', values: [2024, 'unknown'] })).toEqual(numbers);
    expect(filterOf({ field: 'place', type: 'text', values: ['Rome'] })).toEqual(numbers);
  });

  it('takes in all of the last day', () => {
    const filterOf = (to: string) => bodyOf('1', { ...values, conditions: [{ ...emptyCondition, field: 'sent', kind: 'range', from: '2024-02-01', to }], kept: [] }, true, []).filter;
    expect(filterOf('2024-02-29')).toEqual([{ field: 'sent', gte: '2024-02-01', lt: '2024-03-01' }]);
    expect(filterOf('9999-12-31')).toEqual([{ field: 'sent', gte: '2024-02-01', lte: '9999-12-31' }]);
    expect(filterOf('2024-13-01')).toEqual([{ field: 'sent', gte: '2024-02-01', lte: '2024-13-01' }]);
  });
});
