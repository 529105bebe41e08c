import { unreadable } from '../../unreadable.ts';
import type { Attributes, XmlListener } from './read-xml.ts';
import { dateOf } from './xlsx-dates.ts';

/** What the cells of a workbook refer to. */
export interface Workbook {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly isFrom1904: boolean;
  /** How many columns are allowed. */
  readonly columns: number;
}

/** Puts the cells of a sheet together to rows. */
export class SheetListener implements XmlListener {
  /** About how much of the sheet was read. */
  bytes = 0;
  readonly #workbook: Workbook;
  readonly #row: (number: number, cells: readonly string[]) => void;
  #number = 0;
  #cells: string[] = [];
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #inValue = false;

  /** @param row is given each row with its number, from 1 */
  constructor(workbook: Workbook, row: (number: number, cells: readonly string[]) => void) {
    this.#workbook = workbook;
    this.#row = row;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'row':
        this.bytes += 20;
        this.#number = Number(attributes['r'] ?? this.#number + 1);
        this.#cells = [];
        this.#column = 0;
        break;
      case 'c':
        this.bytes += 30;
        this.#column = columnOf(attributes['r']) ?? this.#column + 1;
        this.#type = attributes['t'] ?? 'n';
        this.#style = Number(attributes['s'] ?? '0');
        this.#value = '';
        break;
      case 'v':
      case 't':
        this.#inValue = true;
        break;
    }
  }

  close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.#inValue = false;
        break;
      case 'c':
        this.#endCell();
        break;
      case 'row':
        this.#row(this.#number, this.#cells);
        this.#cells = [];
        break;
    }
  }

  text(text: string): void {
    this.bytes += text.length;
    if (this.#inValue) this.#value += text;
  }

  #endCell(): void {
    const value = this.#shown();
    if (value === '') return;
    if (this.#column > this.#workbook.columns) {
      throw unreadable('cell_too_far', { row: this.#number, column: this.#column, allowed: this.#workbook.columns });
    }
    while (this.#cells.length < this.#column - 1) this.#cells.push('');
    this.#cells[this.#column - 1] = value;
  }

  #shown(): string {
    const value = this.#value;
    const { strings, dates, isFrom1904 } = this.#workbook;
    switch (this.#type) {
      case 's':
        return strings[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      case 'n': {
        const number = Number(value);
        if (value === '' || Number.isNaN(number)) return value;
        // Sums are kept with more digits than are true.
        return dates.has(this.#style) ? dateOf(number, isFrom1904) : String(Number(number.toPrecision(15)));
      }
      default:
        return value;
    }
  }
}

/** The number of a column by the reference of a cell: 28 for `AB12`. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined;
  let column = 0;
  for (let index = 0; index < reference.length && index < 4; index += 1) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column === 0 ? undefined : column;
}
