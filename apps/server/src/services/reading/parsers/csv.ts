import { decodeText } from '../source/decode-text.ts';
import { type Unreadable, unreadable } from '../unreadable.ts';
import type { Block } from './block.ts';
import type { Parser } from './parser.ts';
import { TableRows } from './table-rows.ts';

const SEPARATORS = [',', '\t', ';', '|'] as const;
const QUOTE = '"';
/** How much of a file decides what separates its columns. */
const LOOKED_AT = 64 * 1024;

/** Comma-separated values, or separated by tabs, semicolons or bars, as RFC 4180 has them: quoted cells may hold line breaks. */
export const parseCsv: Parser = async function* ({ chunks, limits, rows }) {
  const blocks: Block[] = [];
  const table = new TableRows(rows, limits);
  let hasRows = false;
  let number = 0;
  let pending = '';
  let separator: string | undefined;
  const take = (text: string, isLast: boolean): void => {
    separator ??= separatorOf(text);
    const reader = new RowReader(text, separator);
    for (let cells = reader.next(isLast); cells; cells = reader.next(isLast)) {
      number += 1;
      table.add(number, cells, blocks);
      hasRows ||= blocks.at(-1)?.kind === 'row';
    }
    pending = text.slice(reader.position);
    if (pending.length > limits.cellCharacters * 2) throw unclosed(pending, number + 1, limits.cellCharacters);
  };
  for await (const text of decodeText(chunks)) {
    pending += text;
    if (separator === undefined && pending.length < LOOKED_AT) continue;
    take(pending, false);
    yield blocks.splice(0);
  }
  take(pending, true);
  table.end(blocks, hasRows);
  yield blocks;
};

/** Reads rows out of a part of a file. */
class RowReader {
  /** Behind the last row that is complete. */
  position = 0;
  readonly #text: string;
  readonly #separator: string;
  /** The first quotation mark at or behind the position. */
  #quote = -1;

  constructor(text: string, separator: string) {
    this.#text = text;
    this.#separator = separator;
  }

  /**
   * The cells of the next row, or nothing where its end is not in this part.
   *
   * @param isLast whether the file ends with this part
   */
  next(isLast: boolean): string[] | undefined {
    const text = this.#text;
    let index = this.position;
    if (index >= text.length) return undefined;
    const lineEnd = text.indexOf('\n', index);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (lineEnd === -1 && !isLast) return undefined;
    if (this.#quote < index) {
      const quote = text.indexOf(QUOTE, index);
      this.#quote = quote === -1 ? text.length : quote;
    }
    if (this.#quote >= end) {
      this.position = end + 1;
      return text.slice(index, end).split(this.#separator);
    }
    const cells: string[] = [];
    for (;;) {
      const cell = this.#cell(index, isLast);
      if (!cell) return undefined;
      cells.push(cell.value);
      index = cell.end + 1;
      if (cell.end >= text.length || text.charAt(cell.end) === '\n') break;
    }
    this.position = index;
    return cells;
  }

  /** The cell that begins at `start`, and where its separator or line break stands. */
  #cell(start: number, isLast: boolean): { readonly value: string; readonly end: number } | undefined {
    const text = this.#text;
    let value = '';
    let index = start;
    if (text.charAt(index) === QUOTE) {
      index += 1;
      for (;;) {
        const quote = text.indexOf(QUOTE, index);
        // A quotation mark that is never closed: the rest of the file is the cell.
        if (quote === -1) return isLast ? { value: value + text.slice(index), end: text.length } : undefined;
        if (quote + 1 >= text.length && !isLast) return undefined;
        value += text.slice(index, quote);
        index = quote + 1;
        if (text.charAt(index) !== QUOTE) break;
        value += QUOTE;
        index += 1;
      }
    }
    const line = text.indexOf('\n', index);
    const lineEnd = line === -1 ? text.length : line;
    if (line === -1 && !isLast) return undefined;
    const separator = text.slice(index, lineEnd).indexOf(this.#separator);
    const end = separator === -1 ? lineEnd : index + separator;
    return { value: value + text.slice(index, end), end };
  }
}

/** What separates the columns: the sign that is most often in each of the first lines alike. */
function separatorOf(text: string): string {
  const lines = text.split('\n', 21).filter((line) => line.trim() !== '').slice(0, 20);
  let best = { separator: ',', count: 0 };
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(separator).length - 1);
    const count = Math.min(...counts) + counts.reduce((sum, each) => sum + each, 0) / 1_000;
    if (count > best.count) best = { separator, count };
  }
  return best.separator;
}

function unclosed(text: string, row: number, most: number): Unreadable {
  return unreadable(text.includes(QUOTE) ? 'row_unclosed' : 'row_endless', { row, characters: most * 2 });
}
