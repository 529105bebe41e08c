import type { ColumnType, RulesOf, TableColumn } from '@buckle/contract';
import type { Fields, FieldValue } from '#data/search/port.ts';
import { cellOf, type Cells } from './cells.ts';
import { areDayFirst, guessType, isBlank, readValue, type ValueReading } from './read-value.ts';

/** A column as a reading found it. */
export type ReadColumn = Omit<TableColumn, 'examples'> & { readonly examples: readonly string[]; readonly isDayFirst?: true };

const MOST_COLUMNS = 500;
const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 60;

/**
 * The columns of a table while it is read. The type of one that the rules do not name is decided by the first batch in which
 * it has values: the same rules and batches always give the same.
 */
export class TableColumns {
  readonly #rules: RulesOf<'rows'>;
  readonly #columns = new Map<string, Column>();

  constructor(rules: RulesOf<'rows'>) {
    this.#rules = rules;
  }

  /** What each of a batch of rows can be filtered by. */
  read(rows: readonly Cells[]): Fields[] {
    for (const name of new Set(rows.flatMap(Object.keys))) this.#meet(name, rows);
    return rows.map((row) => this.#fieldsOf(row));
  }

  /** What was found so far. */
  get all(): ReadColumn[] {
    return [...this.#columns.values()].slice(0, MOST_COLUMNS).map((column) => column.shown());
  }

  #meet(name: string, rows: readonly Cells[]): void {
    const known = this.#columns.get(name);
    if (known?.reading) return;
    const { types = {}, indexed } = this.#rules;
    const column = known ?? new Column(name, Object.hasOwn(types, name) ? types[name] : undefined, indexed?.includes(name) ?? true);
    if (!known) this.#columns.set(name, column);
    column.decide(rows.map((row) => cellOf(row, name)).filter((value) => !isBlank(value, 'number')));
  }

  #fieldsOf(row: Cells): Fields {
    const fields: Record<string, FieldValue> = {};
    for (const name in row) {
      const value = this.#columns.get(name)?.take(row[name] ?? '');
      if (value !== undefined) fields[name] = value;
    }
    return fields;
  }
}

class Column {
  /** Absent until it has values. */
  reading: ValueReading | undefined;
  readonly #name: string;
  readonly #given: ColumnType | undefined;
  readonly #isSearched: boolean;
  #values = 0;
  #misfits = 0;
  readonly #examples: string[] = [];

  constructor(name: string, given: ColumnType | undefined, isSearched: boolean) {
    this.#name = name;
    this.#given = given;
    this.#isSearched = isSearched;
  }

  decide(values: readonly string[]): void {
    if (values.length === 0) return;
    const type = this.#given ?? guessType(values);
    this.reading = { type, isDayFirst: type === 'date' && areDayFirst(values) };
  }

  take(text: string): FieldValue | undefined {
    if (!this.reading || isBlank(text, this.reading.type)) return undefined;
    this.#values += 1;
    const value = readValue(text, this.reading);
    if (value === undefined) {
      this.#misfits += 1;
      const example = text.slice(0, EXAMPLE_CHARACTERS);
      if (this.#examples.length < EXAMPLES && !this.#examples.includes(example)) this.#examples.push(example);
    }
    return value;
  }

  shown(): ReadColumn {
    const { type = this.#given ?? 'text', isDayFirst } = this.reading ?? {};
    return {
      name: this.#name, type, given: this.#given !== undefined, searched: this.#isSearched, values: this.#values, misfits: this.#misfits, examples: this.#examples,
      ...(isDayFirst === true ? { isDayFirst } : {}),
    };
  }
}

/** Columns as the management API shows them. */
export function showColumns(columns: readonly ReadColumn[]): TableColumn[] {
  return columns.map(({ name, type, given, searched, values, misfits, examples }) => ({ name, type, given, searched, values, misfits, examples: [...examples] }));
}
