import type { SearchField } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { conditionInWords, conditionsFrom } from './derived-conditions.ts';

const fields: SearchField[] = [
  { field: 'price', type: 'number', values: [3] },
  { field: 'day', type: 'date', values: ['2024-03-05'] },
  { field: 'open', type: 'boolean', values: [true] },
  { field: 'kind', type: 'text', values: ['Green tea'] },
  { field: 'tags', type: 'tags', values: ['红'] },
];

function conditions(...given: readonly unknown[]) {
  return conditionsFrom(given, fields).map(({ condition }) => condition);
}

describe('conditions that a model gives', () => {
  it('are taken by the types of their fields, with their reasons', () => {
    expect(conditionsFrom([{ field: 'price', lt: '100', gte: 1, reason: ' under 100 ' }], fields)).toEqual([{ condition: { field: 'price', gte: 1, lt: 100 }, reason: 'under 100' }]);
    expect(conditions({ field: 'day', gte: '2024-03-01', lt: '2024-04-01' }, { field: 'open', in: ['true', false] }, { field: 'kind', in: ['green TEA', 7, 'oolong'] })).toEqual([
      { field: 'day', gte: '2024-03-01', lt: '2024-04-01' },
      { field: 'open', in: [true, false] },
      { field: 'kind', in: ['Green tea', '7', 'oolong'] },
    ]);
  });

  it.each([
    [{ field: 'secret', in: ['x'] }],
    [{ field: 'price', in: ['cheap'] }],
    [{ field: 'price', lt: 'cheap' }],
    [{ field: 'price' }],
    [{ field: 'day', gte: 'last week' }],
    [{ field: 'kind', gt: 'a' }],
    [{ field: 'tags', in: [] }],
    [{ field: 'tags', in: [{}, null] }],
    [{ in: ['x'] }],
    ['nonsense'],
    [null],
  ])('are dropped where they are none: %j', (condition) => {
    expect(conditions(condition)).toEqual([]);
  });

  it('are few, and none where they are no list', () => {
    expect(conditions(...Array.from({ length: 9 }, (_, lt) => ({ field: 'price', lt })))).toHaveLength(5);
    expect(conditionsFrom({ field: 'price', lt: 1 }, fields)).toEqual([]);
    expect(conditionsFrom(undefined, fields)).toEqual([]);
  });

  it('can be read', () => {
    expect(conditionInWords({ field: 'price', gte: 1, lt: 100 })).toBe('price ≥ 1, < 100');
    expect(conditionInWords({ field: 'tags', in: ['红', 2] })).toBe('tags: 红, 2');
  });
});
