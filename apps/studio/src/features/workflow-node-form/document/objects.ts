/** An object of the document. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The object that a value is; an empty one where it is none. */
export function objectIn(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The list that a value is; an empty one where it is none. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether two values of the document are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** An object with another value under a key; without the key where that is undefined. */
export function withKey(object: Json, key: string, value: unknown): Json {
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _gone, ...rest } = object;
  return rest;
}

/** An object with another value at a path of keys; what is missing on the way is made. */
export function withAt(object: Json, [key, ...rest]: readonly string[], value: unknown): Json {
  if (key === undefined) return object;
  if (rest.length === 0) return withKey(object, key, value);
  if (value === undefined && !isObject(object[key])) return object;
  return { ...object, [key]: withAt(objectIn(object[key]), rest, value) };
}

/** The value at a path of keys. */
export function valueAtKeys(object: Json, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => objectIn(value)[key], object);
}
