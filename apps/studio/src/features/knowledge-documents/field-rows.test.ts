import { describe, expect, it } from 'vitest';
import { fieldsFrom, rowsFrom } from './field-rows.ts';

describe('the fields of a document in a form', () => {
  it('come out as they went in', () => {
    const fields = { year: 2_026, department: '法务', signed: '2026-03-05', isPublic: false, tags: ['contract', '合同'] };
    expect(fieldsFrom(rowsFrom(fields))).toEqual(fields);
  });

  it('hold what was typed for their type alone', () => {
    expect(fieldsFrom([{ name: ' year ', type: 'number', text: 'last', number: 1 }])).toEqual({ year: 1 });
    expect(rowsFrom({ signed: '2026-03-05', about: '2026-03-05 and later' })).toMatchObject([{ type: 'date' }, { type: 'text' }]);
    expect(fieldsFrom([{ name: 'tags', type: 'list', text: 'old' }])).toEqual({ tags: [] });
  });
});
