import type { Field, ValueType } from '@buckle/canvas';
import { asObject, parsedJson, type Values } from './values.ts';

/** What a value of a file's type names: an uploaded file, or an address. */
export type FileNamed = { readonly fileId: string } | { readonly url: string };

/** Whether a type is that of a file: a text that names one. */
export function isFileType(type: ValueType): boolean {
  return type.kind === 'string' && type.assist !== undefined && type.assist !== 'time';
}

/** Reads what names a file, as Coze's clients send it: `{"file_id":"…"}` or its JSON, an address, or an id alone. */
export function fileNamed(value: unknown): FileNamed | undefined {
  const given = typeof value === 'string' ? value.trim() : value;
  if (typeof given === 'string' && /^https?:\/\//i.test(given)) return { url: given };
  if (typeof given === 'string' && /^\d{10,20}$/.test(given)) return { fileId: given };
  const id = asObject(typeof given === 'string' ? parsedJson(given) : given)?.['file_id'];
  return typeof id === 'string' && id !== '' ? { fileId: id } : undefined;
}

/** A file that a value names, at a place in it. */
export interface NamedFile {
  readonly fileId: string;
  readonly place: string;
  /** Whether it has to be a picture. */
  readonly isPicture: boolean;
}

/** The uploaded files that values name in the fields that are for files. */
export function filesIn(fields: readonly Field[], values: Values, place = ''): readonly NamedFile[] {
  return fields.flatMap(({ name, type }) => (Object.hasOwn(values, name) ? filesOf(type, values[name], place === '' ? name : `${place}.${name}`) : []));
}

function filesOf(type: ValueType, value: unknown, place: string): readonly NamedFile[] {
  if (type.kind === 'string') {
    const named = isFileType(type) ? fileNamed(value) : undefined;
    return named !== undefined && 'fileId' in named ? [{ fileId: named.fileId, place, isPicture: type.assist === 'image' }] : [];
  }
  const whole = typeof value === 'string' ? parsedJson(value) : value;
  if (type.kind === 'list') return Array.isArray(whole) ? whole.flatMap((item: unknown, index) => filesOf(type.item, item, `${place}[${index}]`)) : [];
  return type.kind === 'object' ? filesIn(type.fields, asObject(whole) ?? {}, place) : [];
}

/** How deep files are looked for in a value. */
const DEEPEST = 32;

/** The ids of uploaded files that stand anywhere in a value, whatever its type. */
export function filesNamedIn(value: unknown, depth = 0): readonly string[] {
  const named = fileNamed(value);
  if (named !== undefined) return 'fileId' in named ? [named.fileId] : [];
  const whole = typeof value === 'string' && /^\s*[[{]/.test(value) ? parsedJson(value) : value;
  if (typeof whole !== 'object' || whole === null || depth === DEEPEST) return [];
  return Object.values(whole).flatMap((inner: unknown) => filesNamedIn(inner, depth + 1));
}
