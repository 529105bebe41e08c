import { BadRequest } from '#kernel/errors.ts';
import { isIndexValue } from './definition.ts';
import type { IndexValue } from './port.ts';

/** The place after which a page goes on: the last document's value of the sort field, and its id. */
export interface Cursor {
  readonly value: IndexValue;
  readonly id: string;
}

/** A cursor as text that fits into a URL. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');
}

/** Reads what `encodeCursor` wrote. Throws `BadRequest` for anything else. */
export function decodeCursor(text: string): Cursor {
  const parts = parse(Buffer.from(text, 'base64url').toString());
  if (Array.isArray(parts) && parts.length === 2) {
    const [value, id] = parts as unknown[];
    if (isIndexValue(value) && typeof id === 'string') return { value, id };
  }
  throw new BadRequest(`The cursor ${JSON.stringify(text)} was not given out by this list: begin again without one.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not JSON: like any other text that is no cursor, refused by the caller.
  }
}
