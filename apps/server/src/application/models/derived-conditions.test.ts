import type { SearchField } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { conditionInWords, conditionsFrom, fieldsWithin } from './derived-conditions.ts';

const fields: SearchField[] = [
  { field: 'price', type: 'number', values: [3] },
  { field: 'day', type: 'date', values: ['2024-03-05'] },
  { field: 'sent', type: 'date', values: ['2024-03-05T14:30:00'] },
  { field: 'open', type: 'boolean', values: [true] },
  { field: 'kind', type: 'text', values: ['Green tea'] },
  { field: 'tags', type: 'tags', values: ['红'] },
];

function conditions(...given: readonly unknown[]) {
  return conditionsFrom(given, fields).derived.map(({ condition }) => condition);
}

describe('conditions that a model gives', () => {
  it('are taken by the types of their fields, with their reasons', () => {
    expect(conditionsFrom([{ field: 'price', lt: '100', gte: 1, reason: ' under 100 ' }], fields).derived).toEqual([{ condition: { field: 'price', gte: 1, lt: 100 }, reason: 'under 100' }]);
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

  it.each([
    [{ field: 'sent', lte: '2024-03-31' }, { field: 'sent', lt: '2024-04-01' }],
    [{ field: 'sent', gt: '2024-12' }, { field: 'sent', gte: '2025-01' }],
    [{ field: 'sent', gt: '2023' }, { field: 'sent', gte: '2024' }],
    [{ field: 'sent', in: ['2024-03-05'] }, { field: 'sent', gte: '2024-03-05', lt: '2024-03-06' }],
    [{ field: 'day', in: ['2024-02'] }, { field: 'day', gte: '2024-02', lt: '2024-03' }],
    [{ field: 'day', in: ['2024-03-05'] }, { field: 'day', in: ['2024-03-05'] }],
    [{ field: 'day', in: ['2024-03-05', '2024-03-06'] }, { field: 'day', in: ['2024-03-05', '2024-03-06'] }],
    [{ field: 'sent', lte: '2024-03-05T15:00:00', gt: '2024-03-05T12:00:00' }, { field: 'sent', gt: '2024-03-05T12:00:00', lte: '2024-03-05T15:00:00' }],
    [{ field: 'day', lte: '9999-12-31' }, { field: 'day', lte: '9999-12-31' }],
  ])('mean all of a day, month or year: %j', (condition, meant) => {
    expect(conditions(condition)).toEqual([meant]);
  });

  it('are few, and none where they are no list', () => {
    expect(conditions(...Array.from({ length: 9 }, (_, lt) => ({ field: 'price', lt })))).toHaveLength(5);
    expect(conditionsFrom({ field: 'price', lt: 1 }, fields).derived).toEqual([]);
    expect(conditionsFrom(undefined, fields)).toEqual({ derived: [], leftOut: 0 });
  });

  it.each([
    ['a bound that is none beside one that is', [{ field: 'price', gte: 'cheap', lt: 100 }], 1],
    ['a value that is none beside one that is', [{ field: 'price', in: [3, 'cheap'] }], 1],
    ['bounds beside values', [{ field: 'price', in: [3], lt: 9 }], 1],
    ['more values than are looked for', [{ field: 'price', in: Array.from({ length: 21 }, (_, at) => at) }], 1],
    ['what is beyond the fifth', Array.from({ length: 9 }, (_, lt) => ({ field: 'price', lt })), 4],
    ['what is beyond the fifth, or none', [{ field: 'price', lt: 'cheap' }, ...Array.from({ length: 6 }, (_, lt) => ({ field: 'price', lt }))], 2],
    ['each once, however much of it does not fit', [{ field: 'price', gt: 'a', gte: 'b', lt: 3 }, { field: 'secret', lt: 3 }], 2],
    ['not what is given as nothing', [{ field: 'price', gte: null, lt: 100 }, { field: 'kind', in: ['tea', 'Tea'], gt: null }], 0],
  ])('are counted where they are left out, whole or in part: %s', (_what, list, leftOut) => {
    expect(conditionsFrom(list, fields).leftOut).toBe(leftOut);
  });

  it('can be read', () => {
    expect(conditionInWords({ field: 'price', gte: 1, lt: 100 })).toBe('price ≥ 1, < 100');
    expect(conditionInWords({ field: 'tags', in: ['红', 2] })).toBe('tags: 红, 2');
  });
});

it('tells a model of as many fields as it has room for', () => {
  const length = JSON.stringify(fields[0]).length;
  expect(fieldsWithin(length, fields)).toEqual([fields[0]]);
  expect(fieldsWithin(length - 1, fields)).toEqual([]);
  expect(fieldsWithin(10_000, fields)).toEqual(fields);
});
