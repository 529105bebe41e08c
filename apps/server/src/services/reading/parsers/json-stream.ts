import type { ReadingLimits } from '../limits.ts';
import { type Unreadable, unreadable } from '../unreadable.ts';

/** Up to how many characters of a value are read at once; what is longer is read member by member. */
const WHOLE = 256 * 1024;

/** A value as it was found. */
export interface JsonValue {
  readonly value: unknown;
  /** Its name, where it is the member of an object that was entered. */
  readonly name: string | undefined;
  /** Whether it is one of several: of a list, or of lines of JSON. */
  readonly isListed: boolean;
}

/**
 * Reads JSON of any length in parts: finds where a value ends and leaves the rest to `JSON.parse`, which is many times as fast as reading sign by
 * sign. A long list or object is entered, so that memory holds one of its members at a time.
 */
export class JsonStream {
  readonly #limits: ReadingLimits;
  readonly #value: (value: JsonValue) => void;
  #text = '';
  /** What is read of it. */
  #position = 0;
  /** How many characters were given up before it. */
  #before = 0;
  /** What was entered, the outermost first. */
  readonly #entered: ('{' | '[')[] = [];
  /** The member whose value comes next. */
  #name: string | undefined;
  #scan: Scan | undefined;
  /** The first value, where it is in nothing: whether others follow, its end does not say. */
  #first: { readonly value: unknown } | undefined;
  #count = 0;

  /** @param value is given each value that was not entered */
  constructor(limits: ReadingLimits, value: (value: JsonValue) => void) {
    this.#limits = limits;
    this.#value = value;
  }

  /** @throws Unreadable */
  write(text: string): void {
    this.#text += text;
    while (this.#step(false));
    this.#before += this.#position;
    this.#text = this.#text.slice(this.#position);
    if (this.#scan) this.#scan.index -= this.#position;
    this.#position = 0;
  }

  /** @throws Unreadable */
  end(): void {
    while (this.#step(true));
    if (this.#entered.length > 0 || this.#text.slice(this.#position).trim() !== '') throw this.#endsEarly();
    if (this.#first) this.#value({ ...this.#first, name: undefined, isListed: false });
  }

  /** @returns whether there may be more to read */
  #step(isLast: boolean): boolean {
    this.#skip();
    const text = this.#text;
    const sign = text.charAt(this.#position);
    if (sign === '') return false;
    const inside = this.#entered.at(-1);
    if ((inside === '{' && sign === '}') || (inside === '[' && sign === ']')) {
      this.#entered.pop();
      this.#position += 1;
      return true;
    }
    if (inside === '{' && this.#name === undefined) return this.#readName(isLast);
    return this.#readValue(sign, isLast);
  }

  #readName(isLast: boolean): boolean {
    if (this.#text.charAt(this.#position) !== '"') throw this.#wrong('json_without_name');
    const end = endOfString(this.#text, this.#position);
    const colon = end === undefined ? -1 : this.#text.indexOf(':', end);
    if (end === undefined || colon === -1) return this.#needMore(isLast);
    if (this.#text.slice(end, colon).trim() !== '') throw this.#wrong('json_without_colon');
    this.#name = String(this.#parse(this.#position, end));
    this.#position = colon + 1;
    return true;
  }

  #readValue(sign: string, isLast: boolean): boolean {
    const start = this.#position;
    // A list outside of all is entered at once: its members are records.
    if (sign === '[' && this.#entered.length === 0) return this.#enter('[');
    const end = this.#endOfValue(sign, isLast);
    if (end === undefined) {
      const isLong = this.#text.length - start >= WHOLE;
      return isLong && (sign === '{' || sign === '[') ? this.#enter(sign) : this.#needMore(isLast);
    }
    this.#scan = undefined;
    this.#found(this.#parse(start, end));
    this.#name = undefined;
    this.#position = end;
    return true;
  }

  #found(value: unknown): void {
    this.#count += 1;
    const isOutside = this.#entered.length === 0;
    if (isOutside && this.#count === 1) {
      this.#first = { value };
      return;
    }
    if (this.#first) this.#value({ ...this.#first, name: undefined, isListed: true });
    this.#first = undefined;
    this.#value({ value, name: this.#name, isListed: isOutside || this.#entered.includes('[') });
  }

  #enter(sign: '{' | '['): boolean {
    this.#entered.push(sign);
    if (this.#entered.length > this.#limits.depth) throw tooDeep(this.#limits);
    this.#name = undefined;
    this.#scan = undefined;
    this.#position += 1;
    return true;
  }

  #endOfValue(sign: string, isLast: boolean): number | undefined {
    if (sign === '"') return endOfString(this.#text, this.#position);
    if (sign === '{' || sign === '[') {
      this.#scan ??= { index: this.#position, depth: 0 };
      const end = endOfNested(this.#text, this.#scan, this.#position + WHOLE);
      if (this.#scan.depth + this.#entered.length > this.#limits.depth) throw tooDeep(this.#limits);
      return end;
    }
    const found = /[\s,\]}]/.exec(this.#text.slice(this.#position, this.#position + 100));
    if (found) return this.#position + found.index;
    if (this.#text.length - this.#position > 100) throw this.#wrong('json_without_value');
    return isLast ? this.#text.length : undefined;
  }

  /** Over spaces and commas: where one is missing or too much, what was meant is still plain. */
  #skip(): void {
    while (this.#position < this.#text.length) {
      const code = this.#text.charCodeAt(this.#position);
      if (code !== 32 && code !== 44 && (code < 9 || code > 13)) return;
      this.#position += 1;
    }
  }

  #needMore(isLast: boolean): false {
    if (isLast) throw this.#endsEarly();
    const { cellCharacters } = this.#limits;
    if (this.#text.length - this.#position > cellCharacters + WHOLE) {
      throw unreadable('json_value_too_long', { characters: cellCharacters });
    }
    return false;
  }

  #parse(start: number, end: number): unknown {
    try {
      return JSON.parse(this.#text.slice(start, end));
    } catch (error) {
      if (error instanceof SyntaxError) throw this.#wrong('json_without_value', start);
      if (error instanceof RangeError) throw tooDeep(this.#limits);
      throw error;
    }
  }

  #endsEarly(): Unreadable {
    return unreadable('json_ends_early', { character: this.#before + this.#position + 1 });
  }

  #wrong(code: 'json_without_name' | 'json_without_colon' | 'json_without_value', position = this.#position): Unreadable {
    const near = this.#text.slice(position, position + 30).replaceAll(/\s+/g, ' ');
    return unreadable(code, { character: this.#before + position + 1, near });
  }
}

/** JSON that nests more deeply than is allowed. */
export function tooDeep({ depth }: ReadingLimits): Unreadable {
  return unreadable('json_too_deep', { depth });
}

/** How far the end of a list or object was looked for. */
interface Scan {
  index: number;
  depth: number;
}

/** Behind the end of the list or object in which `scan` is, if it ends in this text and before `latest`. */
function endOfNested(text: string, scan: Scan, latest: number): number | undefined {
  const last = Math.min(text.length, latest);
  for (let { index } = scan; index < last; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 34) {
      const end = endOfString(text, index);
      if (end === undefined) {
        scan.index = index;
        return undefined;
      }
      index = end - 1;
    } else if (code === 123 || code === 91) {
      scan.depth += 1;
    } else if (code === 125 || code === 93) {
      scan.depth -= 1;
      if (scan.depth === 0) return index + 1;
    }
  }
  scan.index = Math.max(scan.index, last);
  return undefined;
}

/** Behind the quotation mark that ends the string beginning at `start`, if it ends in this text. */
function endOfString(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text.charCodeAt(before) === 92) before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return undefined;
}
