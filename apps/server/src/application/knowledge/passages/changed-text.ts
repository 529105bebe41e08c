import { BadRequest } from '#kernel/errors.ts';
import type { KnowledgeDocument, PassageDocument } from '../knowledge-documents.ts';
import { cellsIn } from '../tables/cells.ts';
import { rowFromText, rowOf, type RowText } from '../tables/row-text.ts';

const MOST_CHARACTERS = 32_000;

/** Cells by the names of their columns; an empty one is taken away. */
export type RowChange = Readonly<Record<string, string>>;

interface Written {
  readonly content?: string | undefined;
  readonly row?: RowChange | undefined;
}

/**
 * What a passage says that is written or changed by hand. Where it is a row of a table, what it can be filtered by is read from what it says then.
 *
 * @throws BadRequest neither of them, or cells for what is no row, of columns that the table does not have, or none at all
 */
export function changedText({ columns }: KnowledgeDocument, before: Pick<PassageDocument, 'content' | 'fields'> | undefined, { content = '', row }: Written): Pick<PassageDocument, 'content'> | RowText {
  if (!columns) {
    if (row) throw new BadRequest('row: the document is no table whose columns are known: give content, or have the document read anew.');
    if (content === '') throw new BadRequest('content: say what the passage is to hold.');
    return { content };
  }
  const known = cellsIn(before?.content ?? '', columns);
  // Of a row that was too long for its passage, the last columns are in no line of it.
  const kept = Object.entries(before?.fields ?? {}).filter(([name]) => !Object.hasOwn(known, name) && !Object.hasOwn(row ?? {}, name));
  const text = row ? rowOf(checked({ ...known, ...row }, row, columns), columns) : rowFromText(content, columns);
  if (text.content === '') throw new BadRequest('row: at least one cell must hold something, or give content.');
  if (text.content.length > MOST_CHARACTERS) throw new BadRequest(`row: its cells may have ${MOST_CHARACTERS} characters together.`);
  return { ...text, fields: { ...Object.fromEntries(kept), ...text.fields } };
}

function checked(cells: RowChange, given: RowChange, columns: readonly { readonly name: string }[]): RowChange {
  const unknown = Object.keys(given).find((name) => columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw new BadRequest(`row: the table has no column ${JSON.stringify(unknown)}; it has ${columns.map(({ name }) => name).join(', ')}.`);
  return cells;
}
