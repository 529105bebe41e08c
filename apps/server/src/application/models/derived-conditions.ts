import type { SearchField } from '@buckle/contract';
import { z } from 'zod';
import type { FieldCondition } from '#data/search/port.ts';

/** A condition that a model made of a question. It survives JSON. */
export interface DerivedCondition {
  readonly condition: FieldCondition;
  /** What in the question says so, in the model's words. */
  readonly reason: string;
}

/** More would hardly be meant. */
const MOST = 5;
const MOST_VALUES = 20;
const REASON_CHARACTERS = 200;

const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}Z?)?)?)?$/;

const given = z.object({
  field: z.string(),
  in: z.array(z.unknown()).optional(),
  gt: z.unknown().optional(), gte: z.unknown().optional(), lt: z.unknown().optional(), lte: z.unknown().optional(),
  reason: z.unknown().optional(),
});

/** The first of some fields, which a model is told of in about so many characters. */
export function fieldsWithin(characters: number, fields: readonly SearchField[]): readonly SearchField[] {
  let left = characters;
  const over = fields.findIndex((field) => (left -= JSON.stringify(field).length) < 0);
  return over === -1 ? fields : fields.slice(0, over);
}

/** What came of a model's conditions. */
export interface ReadConditions {
  readonly derived: DerivedCondition[];
  /** How many are not applied, or not whole. */
  readonly leftOut: number;
}

/** What of a model's conditions can be applied: those on fields that there are, by values of their types. They are conditions and nothing else: whatever a field or a question says, they can only narrow a search. */
export function conditionsFrom(value: unknown, fields: readonly SearchField[]): ReadConditions {
  const byName = new Map(fields.map((field) => [field.field, field]));
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const read = list.flatMap((each): (DerivedCondition & { readonly isWhole: boolean })[] => {
    const { data } = given.safeParse(each);
    const field = byName.get(data?.field ?? '');
    const condition = data && field && conditionOn(field, data);
    return condition ? [{ condition, isWhole: fits(field, data), reason: typeof data.reason === 'string' ? data.reason.trim().slice(0, REASON_CHARACTERS) : '' }] : [];
  });
  const applied = read.slice(0, MOST);
  return { derived: applied.map(({ condition, reason }) => ({ condition, reason })), leftOut: list.length - applied.filter(({ isWhole }) => isWhole).length };
}

/** Whether all that a condition says is a value of its field's type. */
function fits(field: SearchField, { in: values, ...condition }: z.output<typeof given>): boolean {
  const bounds = BOUNDS.map((name) => condition[name]).filter((bound) => bound !== undefined && bound !== null);
  if (values) return bounds.length === 0 && values.length <= MOST_VALUES && values.every((value) => valueOf(field, value) !== undefined);
  return bounds.every((bound) => valueOf(field, bound) !== undefined);
}

function conditionOn(field: SearchField, { in: values, ...bounds }: z.output<typeof given>): FieldCondition | undefined {
  if (values) {
    const known = [...new Set(values.flatMap((value) => valueOf(field, value) ?? []))].slice(0, MOST_VALUES);
    const [only, ...more] = known;
    if (only === undefined) return undefined;
    const end = more.length === 0 && isCoarse(field, only) ? endOf(String(only)) : undefined;
    return { field: field.field, ...(end === undefined ? { in: known } : { gte: String(only), lt: end }) };
  }
  if (field.type !== 'number' && field.type !== 'date') return undefined;
  const found = BOUNDS.flatMap((name): [string, string | number][] => {
    const value = valueOf(field, bounds[name]);
    if (value === undefined || typeof value === 'boolean') return [];
    // What comes after a day, or up to it, is after the whole day or up to its end: moments compare as texts.
    const end = field.type === 'date' && (name === 'gt' || name === 'lte') ? endOf(String(value)) : undefined;
    return [end === undefined ? [name, value] : [name === 'gt' ? 'gte' : 'lt', end]];
  });
  return found.length === 0 ? undefined : { field: field.field, ...Object.fromEntries(found) };
}

/** A value of a field's type; `undefined` for another one. */
function valueOf({ type, values }: SearchField, value: unknown): string | number | boolean | undefined {
  switch (type) {
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined;
    case 'date':
      return typeof value === 'string' && DATE.test(value) ? value : undefined;
    case 'text':
    case 'tags': {
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      const text = String(value).trim();
      // As it is written where it is known: values are compared letter by letter.
      return text === '' ? undefined : (values.find((known) => String(known).toLowerCase() === text.toLowerCase()) ?? text);
    }
  }
}

/** Whether a date is a longer time than one that its field is known to have. */
function isCoarse({ type, values }: SearchField, value: string | number | boolean): boolean {
  return type === 'date' && values.some((known) => String(known).length > String(value).length);
}

/** The day, month or year after one; `undefined` after a moment, and where years would not have four digits. */
function endOf(date: string): string | undefined {
  const [year = 0, month, day] = date.split('-').map(Number);
  // The first hundred years are others to `Date`.
  if (date.includes('T') || year < 100) return undefined;
  const end = new Date(month === undefined ? Date.UTC(year + 1, 0) : day === undefined ? Date.UTC(year, month) : Date.UTC(year, month - 1, day + 1));
  return end.getUTCFullYear() > 9_999 ? undefined : end.toISOString().slice(0, date.length);
}

const SIGNS = { gt: '>', gte: '≥', lt: '<', lte: '≤' } as const;

/** Says that so many conditions of a model were left out. */
export function leftOutInWords(count: number): string {
  return `${count === 1 ? 'A condition of the model was' : `${count} conditions of the model were`} left out, whole or in part: no field of that name takes such values, or there were more than ${MOST}.`;
}

/** A condition in a line: `price ≥ 3, < 9`, `colour: red, blue`. */
export function conditionInWords(condition: FieldCondition): string {
  if ('in' in condition) return `${condition.field}: ${condition.in.join(', ')}`;
  const bounds = BOUNDS.flatMap((name) => (condition[name] === undefined ? [] : [`${SIGNS[name]} ${condition[name]}`]));
  return `${condition.field} ${bounds.join(', ')}`;
}
