const KEY = /^[A-Za-z0-9._-]{1,100}(\/[A-Za-z0-9._-]{1,100})*$/;
const LONGEST_KEY = 512;

/** Throws a `TypeError` for what is no key; see `Files`. */
export function checkKey(key: string): void {
  const isKey = key.length <= LONGEST_KEY && KEY.test(key) && !/(^|\/)\.\.?(\/|$)/.test(key);
  if (!isKey) throw new TypeError(`${JSON.stringify(key.slice(0, LONGEST_KEY))} is no key of a file.`);
}

/** The bytes of an object of `size` that a range means. Throws a `RangeError` where it means none. */
export function resolveRange(size: number, range: { readonly start: number; readonly end?: number }) {
  const { start, end = size - 1 } = range;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= size || end < start) {
    throw new RangeError(`A file of ${size} bytes has no bytes ${start} to ${end}.`);
  }
  return { start, end: Math.min(end, size - 1) };
}
