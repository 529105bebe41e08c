import { z } from 'zod';
import { literal, type NamedExpression, readExpression, readParameters, record } from './expression.ts';
import { readTemplate } from './template.ts';
import { FLOAT, INTEGER } from './value-type.ts';

/** A field that is read by a function, absent or not: an absent one is read as null. */
export function reading<Output>(read: (source: unknown, context: z.RefinementCtx) => Output) {
  return z.unknown().prefault(null).transform(read);
}

/** A field that is brought into another shape before a schema reads it, absent or not. */
export function prepared<Schema extends z.ZodType>(prepare: (source: unknown) => unknown, schema: Schema) {
  return z.unknown().prefault(null).transform(prepare).pipe(schema);
}

/** A value that is given or referred to. */
export const expression = reading(readExpression);
/** A list of named values. */
export const parameters = reading(readParameters);
/** A text with slots. */
export const template = reading(readTemplate);

/** A number, which the document may write as a text, or as a literal value. */
export function number(fallback: number) {
  return reading((source, context) => {
    const value = plain(source);
    if (value === undefined || value === null || value === '') return fallback;
    const read = typeof value === 'string' ? Number(value) : value;
    if (typeof read === 'number' && Number.isFinite(read)) return read;
    context.addIssue('is not a number');
    return z.NEVER;
  });
}

/** A number that may also be referred to, like how often a loop runs. */
export function numberExpression(fallback: number) {
  return reading((source) => {
    const read = typeof source === 'number' || typeof source === 'string' ? literal(INTEGER, Number(source)) : readExpression(source);
    return read.expression === 'missing' ? literal(read.type.kind === 'any' ? FLOAT : read.type, fallback) : read;
  });
}

/** A text, which may be written as a literal value. */
export function text(fallback = '') {
  return reading((source) => {
    const value = plain(source);
    return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
  });
}

/** A yes or no; anything but `false` is yes. */
export const flagUnlessFalse = reading((source) => plain(source) !== false && plain(source) !== 'false');

/** A yes or no; anything but `true` is no. */
export const flag = reading((source) => plain(source) === true || plain(source) === 'true');

/** One of some words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, fallback: Words[number]) {
  return prepared((source) => plain(source) || fallback, z.enum(words));
}

/** A list, each entry of which is read by `entry`; absent means empty. */
export function list<Entry extends z.ZodType>(entry: Entry) {
  return prepared((source) => source ?? [], z.array(entry));
}

/** The value of a field that may be a plain value or a literal `BlockInput`. */
export function plain(source: unknown): unknown {
  if (source === null || typeof source !== 'object') return source;
  const read = readExpression(source);
  return read.expression === 'literal' ? read.value : undefined;
}

/** A list of `Param`s as an object of plain values by name, or that object itself: both are seen. */
export function plainParameters(source: unknown): Record<string, unknown> {
  if (!Array.isArray(source)) {
    return Object.fromEntries(Object.entries(record(source)).map(([name, value]) => [name, plainOr(value)]));
  }
  const named: readonly NamedExpression[] = readParameters(source);
  return Object.fromEntries(named.flatMap(({ name, value }) => (value.expression === 'literal' ? [[name, value.value]] : [])));
}

function plainOr(value: unknown): unknown {
  const { type, value: inner } = record(value);
  return typeof type === 'string' && inner !== undefined ? plain(value) : value;
}
