import type { DatabaseSync } from 'node:sqlite';
import type { FieldDescription } from '../port.ts';

/** So many places of an index are looked at, and so many rows that follow each. */
const PLACES = 40;
const ROWS = 50;

const MOST_FIELDS = 200;
const MOST_VALUES = 12;
/** Of a field, so many different values are counted; of texts those of at most so many characters. */
const MOST_COUNTED = 2_000;
const LONGEST_VALUE = 80;

type Value = FieldDescription['values'][number];
type Kind = FieldDescription['kinds'][number];

/** Describes the fields of passages and documents that are shown: of a small index of all, else of some all over it, in bounded time. */
export function sampleFields(index: DatabaseSync): FieldDescription[] {
  const found = new Map<string, FieldCount>();
  for (const table of ['documents', 'passages'] as const) {
    for (const fields of sampleOf(index, table)) {
      for (const [field, value] of Object.entries(fields)) {
        const count = found.get(field) ?? new FieldCount();
        found.set(field, count);
        count.add(value);
      }
    }
  }
  return [...found]
    .toSorted(([, one], [, other]) => other.times - one.times)
    .slice(0, MOST_FIELDS)
    .map(([field, count]) => ({ field, kinds: [...count.kinds], values: count.mostFrequent() }));
}

const ROWS_FROM = {
  documents: 'SELECT id, fields, shown >= 0 AS isShown FROM documents WHERE id >= ? ORDER BY id LIMIT ?',
  // Rows that are not shown are read all the same: how many are read is what takes time.
  passages: 'SELECT p.id AS id, p.fields AS fields, d.shown = p.generation AS isShown FROM passages p JOIN documents d ON d.id = p.document WHERE p.id >= ? ORDER BY p.id LIMIT ?',
} as const;

function* sampleOf(index: DatabaseSync, table: keyof typeof ROWS_FROM): Generator<object> {
  const last = Number(index.prepare(`SELECT max(id) AS last FROM ${table}`).get()?.['last'] ?? 0);
  const rows = index.prepare(ROWS_FROM[table]);
  for (let from = 1, places = PLACES; from <= last && places > 0; places -= 1) {
    const step = Math.ceil((last - from + 1) / places);
    let read = from;
    for (const { id, fields, isShown } of rows.iterate(from, ROWS)) {
      read = Number(id);
      if (isShown !== 1 || typeof fields !== 'string') continue;
      const parsed: unknown = JSON.parse(fields);
      if (typeof parsed === 'object' && parsed !== null) yield parsed;
    }
    // What was removed leaves gaps: the next place is after what was read, and the rest is shared out anew.
    from = Math.max(from + step, read + 1);
  }
}

/** What is seen of one field. */
class FieldCount {
  times = 0;
  readonly kinds = new Set<Kind>();
  readonly #values = new Map<Value, number>();

  add(value: unknown): void {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const kind = Array.isArray(value) ? 'list' : kindOf(value);
    if (kind === undefined) return;
    this.times += 1;
    this.kinds.add(kind);
    for (const each of values) if (isValue(each)) this.#count(each);
  }

  mostFrequent(): Value[] {
    return [...this.#values].toSorted(([, one], [, other]) => other - one).slice(0, MOST_VALUES).map(([value]) => value);
  }

  #count(value: Value): void {
    const times = this.#values.get(value);
    if (times === undefined && (this.#values.size >= MOST_COUNTED || value === '' || (typeof value === 'string' && value.length > LONGEST_VALUE))) return;
    this.#values.set(value, (times ?? 0) + 1);
  }
}

function kindOf(value: unknown): Kind | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : undefined;
}

function isValue(value: unknown): value is Value {
  return kindOf(value) !== undefined;
}
