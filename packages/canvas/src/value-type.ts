/** What files a string of the document may stand for, by the numbers that Coze gives them. */
export const assistTypes = {
  1: 'default', 2: 'image', 3: 'doc', 4: 'code', 5: 'ppt', 6: 'txt', 7: 'excel', 8: 'audio', 9: 'zip', 10: 'video', 11: 'svg',
  12: 'voice', 10000: 'time',
} as const;

/** The meaning of a string: a kind of file, given by its address, or a time. */
export type Assist = (typeof assistTypes)[keyof typeof assistTypes];

/** The type of a value in a workflow. */
export type ValueType =
  | { readonly kind: 'string'; readonly assist?: Assist }
  | { readonly kind: 'integer' | 'float' | 'boolean' | 'any' }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: ValueType };

/** A named value: an input of the workflow, an output of a node, or a field of an object. */
export interface Field {
  readonly name: string;
  readonly type: ValueType;
  readonly required: boolean;
  readonly description?: string;
  /** As it stands in the document: a value, or its JSON. */
  readonly defaultValue?: unknown;
}

export const ANY: ValueType = { kind: 'any' };
export const STRING: ValueType = { kind: 'string' };
export const INTEGER: ValueType = { kind: 'integer' };
export const FLOAT: ValueType = { kind: 'float' };
export const BOOLEAN: ValueType = { kind: 'boolean' };

/** How deep types are read; what lies deeper is of any type. */
const MAX_TYPE_DEPTH = 32;

/** Names that older documents have for types. */
const synonyms: Record<string, ValueType> = {
  number: FLOAT, array: { kind: 'list', item: ANY }, bool: BOOLEAN, int: INTEGER, time: { kind: 'string', assist: 'time' },
  image: { kind: 'string', assist: 'image' }, file: { kind: 'string', assist: 'default' },
};

/** Reads the type of a variable, of a parameter or of a list's elements. An unknown one is any. */
export function readType(source: unknown, depth = 0): ValueType {
  if (source === null || typeof source !== 'object' || depth > MAX_TYPE_DEPTH) return ANY;
  const { type, schema, assistType } = source as { type?: unknown; schema?: unknown; assistType?: unknown };
  switch (type) {
    case 'string':
      return stringType(assistType);
    case 'integer':
      return INTEGER;
    case 'float':
      return FLOAT;
    case 'boolean':
      return BOOLEAN;
    case 'object':
      return { kind: 'object', fields: readFields(schema, depth + 1) };
    case 'list':
      return { kind: 'list', item: readType(Array.isArray(schema) ? { type: 'object', schema } : schema, depth + 1) };
    default:
      return typeof type === 'string' && Object.hasOwn(synonyms, type) ? (synonyms[type] ?? ANY) : ANY;
  }
}

/** Reads variables: those of a start node, the outputs of a node, or the fields of an object. */
export function readFields(source: unknown, depth = 0): readonly Field[] {
  if (!Array.isArray(source)) return [];
  return source.flatMap((entry: unknown) => {
    if (entry === null || typeof entry !== 'object') return [];
    const { name, required, description, defaultValue, input } = entry as Record<string, unknown>;
    if (typeof name !== 'string') return [];
    return [{
      name,
      // The outputs of a loop are parameters, whose type stands in their input.
      type: readType(input ?? entry, depth),
      required: required === true,
      ...(typeof description === 'string' && description !== '' ? { description } : {}),
      ...(defaultValue === undefined || defaultValue === null ? {} : { defaultValue }),
    }];
  });
}

function stringType(assistType: unknown): ValueType {
  const assist: unknown = typeof assistType === 'number' ? Reflect.get(assistTypes, assistType) : undefined;
  return isAssist(assist) ? { kind: 'string', assist } : STRING;
}

function isAssist(value: unknown): value is Assist {
  return typeof value === 'string' && Object.values<string>(assistTypes).includes(value);
}

/** The type at a path inside a type; undefined where it has no such field. Lists give their element, as they do in references. */
export function typeAt(type: ValueType, path: readonly (string | number)[]): ValueType | undefined {
  let current = type;
  for (const step of path) {
    if (current.kind === 'any') return ANY;
    while (current.kind === 'list') {
      current = current.item;
      if (typeof step === 'number') break;
    }
    if (typeof step === 'number') continue;
    if (current.kind === 'any') return ANY;
    if (current.kind !== 'object') return undefined;
    // An object that declares no fields has any.
    if (current.fields.length === 0) return ANY;
    const field: Field | undefined = current.fields.find(({ name }) => name === step);
    if (field === undefined) return undefined;
    current = field.type;
  }
  return current;
}

/** Whether a value of one type can stand where another is wanted, if need be by a conversion that may warn. */
export function isConvertible(from: ValueType, to: ValueType): boolean {
  if (from.kind === 'any' || to.kind === 'any' || to.kind === 'string') return true;
  if (to.kind === 'list') return from.kind === 'string' || (from.kind === 'list' && isConvertible(from.item, to.item));
  if (to.kind === 'object') return from.kind === 'object' || from.kind === 'string';
  if (to.kind === 'boolean') return from.kind === 'boolean' || from.kind === 'string';
  return from.kind === 'integer' || from.kind === 'float' || from.kind === 'string';
}

/** A type as people write it: `list<object>`. */
export function typeName(type: ValueType): string {
  if (type.kind === 'list') return `list<${typeName(type.item)}>`;
  return type.kind === 'string' && type.assist !== undefined && type.assist !== 'default' ? type.assist : type.kind;
}
