import { type CanvasNode, readExpression } from '@buckle/canvas';
import { type BlockInput, literalInput, type Param, paramsIn } from './block-input.ts';
import { isObject, isSame, type Json, listIn, objectIn, valueAtKeys, withAt, withKey } from './objects.ts';

/** What a node keeps in the document. */
export type NodeData = NonNullable<CanvasNode['data']>;

/**
 * One setting of a node: how it is read from the node's data, and what those are with another value.
 * What is written as it was read leaves the data as they stand, in whatever shape.
 */
export interface Setting<Value> {
  /** Where problems of it are found. */
  readonly field: string;
  readonly read: (data: NodeData) => Value;
  readonly write: (data: NodeData, value: Value) => NodeData;
}

/** Makes a setting of how it is read and put into the data. */
export function setting<Value>(field: string, read: (data: NodeData) => Value, put: (data: NodeData, value: Value) => NodeData): Setting<Value> {
  return { field, read, write: (data, value) => (isSame(read(data), value) ? data : put(data, value)) };
}

/** Where a plain value stands, and in which shape it is written where nothing stands yet. */
export interface Place {
  readonly field: string;
  readonly get: (data: NodeData) => unknown;
  /** `undefined` takes it away. */
  readonly put: (data: NodeData, value: unknown) => NodeData;
}

/** A place by its path of keys, such as `inputs.apiInfo.url`. */
export function at(field: string, blank: 'plain' | 'literal' = 'plain'): Place {
  const keys = field.split('.');
  return {
    field,
    get: (data) => plainOf(valueAtKeys(data, keys)),
    put: (data, value) => withAt(data, keys, shaped(valueAtKeys(data, keys), value, blank)),
  };
}

/** A value by its name among named values, which are a list of parameters or, as `objects` has it, the keys of an object. */
export function named(list: string, name: string, blank: 'params' | 'object' = 'params'): Place {
  const keys = list.split('.');
  return {
    field: `${list}.${name}`,
    get(data) {
      const values = valueAtKeys(data, keys);
      return Array.isArray(values) ? plainOf(paramsIn(values).find((param) => param.name === name)?.input) : plainOf(objectIn(values)[name]);
    },
    put(data, value) {
      const values = valueAtKeys(data, keys);
      const isList = Array.isArray(values) || (values === undefined && blank === 'params');
      return withAt(data, keys, isList ? inList(listIn(values), name, value) : withKey(objectIn(values), name, shaped(objectIn(values)[name], value, 'plain')));
    },
  };
}

/** A text. */
export function textSetting(place: Place, fallback = ''): Setting<string> {
  const read = (data: NodeData): string => {
    const value = place.get(data);
    return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
  };
  return setting(place.field, read, (data, value) => place.put(data, value));
}

/** A number; undefined where there is none. It may be written as a text, and stays one. */
export function numberSetting(place: Place): Setting<number | undefined> {
  const read = (data: NodeData): number | undefined => {
    const value = place.get(data);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  };
  return setting(place.field, read, (data, value) => place.put(data, value !== undefined && typeof place.get(data) === 'string' ? String(value) : value));
}

/** A yes or no. */
export function flagSetting(place: Place): Setting<boolean> {
  return setting(place.field, (data) => place.get(data) === true || place.get(data) === 'true', (data, value) => place.put(data, value));
}

/** One of some words; what is none of them is read as the first. */
export function choiceSetting<const Words extends readonly [string, ...string[]]>(place: Place, words: Words): Setting<Words[number]> {
  const read = (data: NodeData): Words[number] => words.find((word) => word === place.get(data)) ?? words[0];
  return setting<Words[number]>(place.field, read, (data, value) => place.put(data, value));
}

/** A value that is given or referred to. */
export function inputSetting(field: string): Setting<BlockInput | undefined> {
  const keys = field.split('.');
  return setting<BlockInput | undefined>(
    field,
    (data) => (isObject(valueAtKeys(data, keys)) ? objectIn(valueAtKeys(data, keys)) : undefined),
    (data, value) => withAt(data, keys, value),
  );
}

/** A list of objects of the document, each of which stays as it is but for what is changed. */
export function listSetting<Entry extends object>(field: string): Setting<readonly Entry[]> {
  const keys = field.split('.');
  // What the entries hold is read where it is shown; here they are objects.
  const read = (data: NodeData) => listIn(valueAtKeys(data, keys)).filter(isObject) as readonly object[] as readonly Entry[];
  return setting(field, read, (data, value) => withAt(data, keys, value));
}

/** The inputs of a node. */
export const inputParameters = listSetting<Param>('inputs.inputParameters');

/** The value itself, be it written plainly or as a literal. */
function plainOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  const read = readExpression(value);
  return read.expression === 'literal' ? read.value : undefined;
}

/** A plain value in the shape that stands there already, else in that of `blank`. */
function shaped(present: unknown, value: unknown, blank: 'plain' | 'literal'): unknown {
  if (value === undefined) return undefined;
  if (isObject(present) && isObject(present['value'])) return { ...present, value: { ...present['value'], type: 'literal', content: value } };
  return blank === 'literal' ? literalInput(typeOf(value), value) : value;
}

function inList(list: readonly unknown[], name: string, value: unknown): readonly unknown[] {
  const index = list.findIndex((entry) => objectIn(entry)['name'] === name);
  if (value === undefined) return index === -1 ? list : list.toSpliced(index, 1);
  if (index === -1) return [...list, { name, input: literalInput(typeOf(value), value) }];
  const entry: Json = objectIn(list[index]);
  return list.with(index, { ...entry, input: shaped(entry['input'], value, 'literal') });
}

function typeOf(value: unknown) {
  if (typeof value === 'boolean') return { kind: 'boolean' } as const;
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'integer' : 'float' } as const;
  return Array.isArray(value) ? ({ kind: 'list', item: { kind: 'string' } } as const) : ({ kind: 'string' } as const);
}
