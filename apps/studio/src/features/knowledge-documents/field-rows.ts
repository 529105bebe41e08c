import type { KnowledgeDocument } from '@buckle/contract';

type Fields = KnowledgeDocument['fields'];

/** What a field of a document holds. */
export const fieldTypes = ['text', 'number', 'date', 'boolean', 'list'] as const;

/** One field as a form holds it. */
export interface FieldRow {
  readonly name: string;
  readonly type: (typeof fieldTypes)[number];
  readonly text?: string;
  readonly number?: number | null;
  readonly date?: string;
  readonly boolean?: boolean;
  readonly list?: readonly string[];
}

/** The fields of a document as rows of a form. */
export function rowsFrom(fields: Fields): FieldRow[] {
  return Object.entries(fields).map(([name, value]): FieldRow => {
    if (typeof value === 'string') return DAY.test(value) ? { name, type: 'date', date: value } : { name, type: 'text', text: value };
    if (typeof value === 'number') return { name, type: 'number', number: value };
    if (typeof value === 'boolean') return { name, type: 'boolean', boolean: value };
    return { name, type: 'list', list: value };
  });
}

/** The fields that rows of a form say; what was typed for another type of one is left. */
export function fieldsFrom(rows: readonly FieldRow[]): Fields {
  return Object.fromEntries(rows.map((row) => [row.name.trim(), valueOf(row)]));
}

/** A day as searches compare it: later ones are greater. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function valueOf({ type, text = '', number, date = '', boolean = false, list = [] }: FieldRow): Fields[string] {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return number ?? 0;
    case 'date':
      return date;
    case 'boolean':
      return boolean;
    case 'list':
      return [...list];
  }
}
