import type { RulesOf } from '@buckle/contract';
import { unreadable } from '../unreadable.ts';
import type { ReadingLimits } from '../limits.ts';
import { type Block, paragraph, type Table } from './block.ts';
import { columnNames } from './column-names.ts';

/** Makes blocks of the rows of one table: its header is the row that the rules name, or the first with more than one cell. Empty rows are left out. */
export class TableRows {
  readonly #headerRow: number | undefined;
  readonly #firstRow: number;
  readonly #limits: ReadingLimits;
  #table: Table | undefined;

  constructor(rows: RulesOf<'rows'> | undefined, limits: ReadingLimits) {
    this.#headerRow = rows?.header_row;
    this.#firstRow = rows?.first_row ?? (rows?.header_row ?? 0) + 1;
    this.#limits = limits;
  }

  /**
   * @param number which row it is, from 1
   * @throws Unreadable where it has too many columns or too long a cell
   */
  add(number: number, cells: readonly string[], blocks: Block[]): void {
    this.#check(number, cells);
    const isEmpty = cells.every((cell) => cell === '' || cell.trim() === '');
    if (!this.#table) {
      const filled = cells.filter((cell) => cell.trim() !== '');
      // Above most tables stands a title, alone in its row.
      const isTitle = this.#headerRow === undefined && filled.length === 1;
      if (isTitle) blocks.push(paragraph(filled.join('')));
      else if (this.#headerRow === undefined ? !isEmpty : number === this.#headerRow) this.#table = { columns: columnNames(cells), layout: 'grid' };
      return;
    }
    if (isEmpty || number < this.#firstRow) return;
    // A row may be longer than the header: what stands there is not lost.
    if (cells.length > this.#table.columns.length && cells.slice(this.#table.columns.length).some((cell) => cell.trim() !== '')) {
      const { columns } = this.#table;
      this.#table = { ...this.#table, columns: columnNames([...columns, ...cells.slice(columns.length).map(() => '')]) };
    }
    blocks.push({ kind: 'row', table: this.#table, cells: cells.length > this.#table.columns.length ? cells.slice(0, this.#table.columns.length) : cells });
  }

  /** A table of one row has no header: that row is all there is. */
  end(blocks: Block[], hasRows: boolean): void {
    if (this.#table && !hasRows) blocks.push(paragraph(this.#table.columns.join('\n')));
  }

  #check(number: number, cells: readonly string[]): void {
    const { columns, cellCharacters } = this.#limits;
    if (cells.length > columns) throw unreadable('row_too_wide', { row: number, columns: cells.length, allowed: columns });
    for (const { length } of cells) {
      if (length > cellCharacters) throw unreadable('cell_too_long', { row: number, characters: length, allowed: cellCharacters });
    }
  }
}
