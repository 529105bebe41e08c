import { type Field, readType, type ValueType } from '@buckle/canvas';
import { typeInDocument } from './document-type.ts';
import { isObject, type Json, listIn } from './objects.ts';

/** A variable of the document: an input of the workflow, an output of a node, or a field of an object. */
export interface Variable {
  readonly name?: string;
  readonly type?: string;
  readonly schema?: unknown;
  readonly assistType?: number;
  readonly required?: boolean;
  readonly description?: string;
  readonly defaultValue?: unknown;
  /** Not for the user to change: outputs that come with a setting of errors. */
  readonly readonly?: boolean;
}

/** The type of a variable. */
export function typeOfVariable(variable: Variable): ValueType {
  return readType(variable);
}

/** A variable of another type; its fields stay where it can have any. */
export function withType(variable: Variable, type: ValueType): Variable {
  const { type: _type, schema: _schema, assistType: _assist, defaultValue: _default, ...rest } = variable;
  const children = childrenOf(variable);
  const written = { ...rest, ...typeInDocument(type) };
  return children === undefined ? written : withChildren(written, children);
}

/** The fields of an object, or of the objects in a list; undefined where it has none. */
export function childrenOf({ type, schema }: Variable): readonly Variable[] | undefined {
  if (type === 'object') return listIn(schema).filter(isObject);
  if (type !== 'list') return undefined;
  if (Array.isArray(schema)) return schema.filter(isObject);
  return isObject(schema) ? childrenOf(schema) : undefined;
}

/** The variable with other fields; as it is where it can have none. */
export function withChildren(variable: Variable, children: readonly Variable[]): Variable {
  if (variable.type === 'object') return { ...variable, schema: children };
  if (variable.type !== 'list') return variable;
  if (Array.isArray(variable.schema)) return { ...variable, schema: children };
  return isObject(variable.schema) ? { ...variable, schema: withChildren(variable.schema, children) } : variable;
}

/** A new variable, under a name that none of the others has. */
export function newVariable(others: readonly Variable[], stem: string): Variable {
  return { type: 'string', name: freeName(others.map(({ name }) => name ?? ''), stem) };
}

/** A name that is not taken: the stem, or the stem with a number. */
export function freeName(taken: readonly string[], stem: string): string {
  if (!taken.includes(stem)) return stem;
  let number = 1;
  while (taken.includes(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** How deep an example is looked into. */
const MAX_DEPTH = 8;

/** The variables that an example of an object has. */
export function variablesOfExample(example: Json): readonly Variable[] {
  return Object.entries(example).map(([name, value]) => ({ name, ...typeInDocument(typeOfExample(value, 1)) }));
}

function typeOfExample(value: unknown, depth: number): ValueType {
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'integer' : 'float' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (Array.isArray(value)) return { kind: 'list', item: value.length === 0 || depth > MAX_DEPTH ? { kind: 'string' } : typeOfExample(value[0], depth + 1) };
  if (!isObject(value)) return { kind: 'string' };
  const fields: Field[] = depth > MAX_DEPTH ? [] : Object.entries(value).map(([name, entry]) => ({ name, type: typeOfExample(entry, depth + 1), required: false }));
  return { kind: 'object', fields };
}
