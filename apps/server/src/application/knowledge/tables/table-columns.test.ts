import { splitRules } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { cellsIn } from './cells.ts';
import { rowFromText, rowOf } from './row-text.ts';
import { TableColumns } from './table-columns.ts';

function columnsOf(rules: object = {}): TableColumns {
  const parsed = splitRules.parse({ mode: 'rows', ...rules });
  if (parsed.mode !== 'rows') throw new Error('These are rules of rows.');
  return new TableColumns(parsed);
}

describe('the columns of a table', () => {
  it('are decided by the first rows with values, and count what does not fit', () => {
    const columns = columnsOf();
    expect(columns.read([{ price: '1,200', code: '007', late: '' }, { price: '-', code: '8', late: '' }])).toEqual([{ price: 1_200, code: '007' }, { code: '8' }]);
    expect(columns.read([{ price: 'on request', code: '9', late: '5/3/2024' }, { price: '7', code: '1', late: '25/3/2024' }])).toEqual([
      { code: '9', late: '2024-03-05' },
      { price: 7, code: '1', late: '2024-03-25' },
    ]);
    expect(columns.all).toMatchObject([
      { name: 'price', type: 'number', given: false, values: 3, misfits: 1, examples: ['on request'] },
      { name: 'code', type: 'text', values: 4, misfits: 0, examples: [] },
      { name: 'late', type: 'date', isDayFirst: true },
    ]);
  });

  it('have the types that the rules give', () => {
    const columns = columnsOf({ types: { code: 'integer', sizes: 'tags' }, indexed: ['code'] });
    expect(columns.read([{ code: '007', sizes: 'S, M' }, { code: 'A', sizes: '' }])).toEqual([{ code: 7, sizes: ['S', 'M'] }, {}]);
    expect(columns.all).toMatchObject([{ name: 'code', type: 'integer', given: true, searched: true, misfits: 1 }, { name: 'sizes', type: 'tags', searched: false }]);
  });
});

describe('the text of a row', () => {
  const columns = columnsOf({ indexed: ['name', 'note'], types: { price: 'number' } });
  columns.read([{ name: 'Tea', price: '5', note: 'x' }]);

  it('gives its cells back, also such as have several lines', () => {
    const cells = { name: 'Tea', price: '1,200', note: 'first\nname: none\nlast' };
    const row = rowOf(cells, columns.all);
    expect(row).toEqual({ content: 'name: Tea\nprice: 1,200\nnote: first\nname: none\nlast', searched: 'name: Tea\nnote: first\nname: none\nlast', fields: { name: 'Tea', price: 1_200, note: cells.note } });
    expect(cellsIn(row.content, columns.all)).toEqual(cells);
    expect(rowFromText(row.content, columns.all)).toEqual(row);
  });

  it('is a row without cells where it has no such lines', () => {
    expect(rowFromText('Written freely.', columns.all)).toEqual({ content: 'Written freely.', searched: '', fields: {} });
  });
});

describe('a column whose name every object has', () => {
  it('is one as others are, also where rows have no such cell', () => {
    const columns = columnsOf({ types: { price: 'number' } });
    const rows: Readonly<Record<string, string>>[] = [{ price: '3' }, { price: '4', constructor: 'Ferrari' }];
    expect(columns.read(rows).map((fields) => Object.entries(fields))).toEqual([[['price', 3]], [['price', 4], ['constructor', 'Ferrari']]]);
    expect(columns.all.at(-1)).toMatchObject({ name: 'constructor', type: 'text', given: false, values: 1 });
    expect(rowOf({ price: '4' }, columns.all)).toEqual({ content: 'price: 4', fields: { price: 4 } });
  });
});
