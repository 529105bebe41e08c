import type { Fields, FieldValue } from '#data/search/port.ts';
import { recordLines } from '#services/reading/index.ts';
import { cellOf, type Cells, cellsIn } from './cells.ts';
import { isBlank, readValue } from './read-value.ts';
import type { ReadColumn } from './table-columns.ts';

/** What a row's passage says, and what of it is searched and filtered by. */
export interface RowText {
  readonly content: string;
  /** Where that is not all of the content. */
  readonly searched?: string;
  readonly fields: Fields;
}

/** A row of these cells. */
export function rowOf(cells: Cells, columns: readonly ReadColumn[]): RowText {
  const content = linesOf(cells, columns);
  return withFields(content, cells, columns);
}

/** A row whose content is written as a text. */
export function rowFromText(content: string, columns: readonly ReadColumn[]): RowText {
  return withFields(content, cellsIn(content, columns), columns);
}

function withFields(content: string, cells: Cells, columns: readonly ReadColumn[]): RowText {
  const searched = columns.filter((column) => column.searched);
  const fields = columns.flatMap(({ name, type, isDayFirst = false }): [string, FieldValue][] => {
    const text = cellOf(cells, name);
    const value = isBlank(text, type) ? undefined : readValue(text.slice(0, LONGEST_VALUE), { type, isDayFirst });
    return value === undefined ? [] : [[name, value]];
  });
  return { content, fields: Object.fromEntries(fields), ...(searched.length === columns.length ? {} : { searched: linesOf(cells, searched) }) };
}

function linesOf(cells: Cells, columns: readonly ReadColumn[]): string {
  return recordLines(columns.map(({ name }) => name), columns.map(({ name }) => cellOf(cells, name)));
}

/** The characters of a cell that a row can be filtered by. */
const LONGEST_VALUE = 1_000;
