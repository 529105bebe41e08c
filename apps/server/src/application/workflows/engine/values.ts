import type { Field, ValueType } from '@buckle/canvas';
import { parsedJson } from '#kernel/parsed-json.ts';

export { parsedJson };

/** The outputs of a node by their names, or a node's inputs. */
export type Values = Readonly<Record<string, unknown>>;

/** Told of a conversion that lost something, or could not be made. */
export type Warn = (message: string) => void;

/** What stands for a value that is not there. */
export const NOTHING = null;

/** Converts values to the types of their fields; those that are missing are there as null. */
export function convertFields(values: Values, fields: readonly Field[], warn: Warn, place = ''): Values {
  const converted: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = Object.hasOwn(values, name) ? values[name] : NOTHING;
    converted[name] = convert(value, type, warn, place === '' ? name : `${place}.${name}`);
  }
  return converted;
}

/** Converts a value to a type, as Coze does: what cannot be converted becomes null, and is warned of. */
export function convert(value: unknown, type: ValueType, warn: Warn, place: string): unknown {
  if (value === undefined || value === NOTHING) return NOTHING;
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return typeof value === 'string' ? value : textOf(value);
    case 'integer':
      return integerOf(value, warn, place);
    case 'float':
      return numberOf(value) ?? refused(value, 'a number', warn, place);
    case 'boolean':
      return booleanOf(value) ?? refused(value, 'true or false', warn, place);
    case 'list':
      return listOf(value, type.item, warn, place);
    case 'object':
      return objectOf(value, type.fields, warn, place);
  }
}

/** A value as it stands in a text: texts as they are, nothing as nothing, all else as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === NOTHING) return '';
  return JSON.stringify(value) ?? '';
}

/** Whether there is nothing in a value: none, an empty text, list or object. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === NOTHING || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A number, or the number that a text is; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function integerOf(value: unknown, warn: Warn, place: string): unknown {
  const number = numberOf(value);
  if (number === undefined) return refused(value, 'a whole number', warn, place);
  if (!Number.isInteger(number)) warn(`${place}: ${number} was cut to a whole number`);
  return Math.trunc(number);
}

function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'True') return true;
  return value === 'false' || value === 'False' ? false : undefined;
}

function listOf(value: unknown, item: ValueType, warn: Warn, place: string): unknown {
  const list = typeof value === 'string' ? parsedJson(value) : value;
  if (!Array.isArray(list)) return refused(value, 'a list', warn, place);
  return item.kind === 'any' ? list : list.map((entry: unknown, index) => convert(entry, item, warn, `${place}[${index}]`));
}

function objectOf(value: unknown, fields: readonly Field[], warn: Warn, place: string): unknown {
  const object = asObject(typeof value === 'string' ? parsedJson(value) : value);
  if (object === undefined) return refused(value, 'an object', warn, place);
  // One that declares no fields takes any; what others have beside their fields is not seen.
  return fields.length === 0 ? object : convertFields(object, fields, warn, place);
}

function refused(value: unknown, wanted: string, warn: Warn, place: string): null {
  const text = textOf(value);
  warn(`${place}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text} is not ${wanted}`);
  return NOTHING;
}

/** The object that a value is; undefined where it is none. */
export function asObject(value: unknown): Values | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Values) : undefined;
}
