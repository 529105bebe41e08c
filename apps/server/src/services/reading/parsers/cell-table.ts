import type { ReadingLimits } from '../limits.ts';
import type { Block } from './block.ts';
import { TableRows } from './table-rows.ts';

/** A cell that is longer makes a table a layout of a page. */
const LONGEST_CELL = 4_000;

/** A table of a web page or a text document, cell by cell. One that lays out a page has long cells: then they are paragraphs. */
export class CellTable {
  readonly #rows: TableRows;
  #number = 0;
  #cells: string[] = [];
  #cell: string | undefined;
  #isLayout = false;
  #hasRows = false;

  constructor(limits: ReadingLimits) {
    this.#rows = new TableRows(undefined, limits);
  }

  beginRow(): void {
    this.#cells = [];
  }

  beginCell(): void {
    this.#cell = '';
  }

  /** @returns whether the text is in a cell now */
  addToCell(text: string, blocks: Block[]): boolean {
    if (this.#isLayout || this.#cell === undefined) return false;
    this.#cell += (this.#cell === '' ? '' : ' ') + text;
    if (this.#cell.length > LONGEST_CELL) {
      this.#isLayout = true;
      this.endRow(blocks);
    }
    return true;
  }

  /**
   * What a table in a cell of this one gave is text here.
   *
   * @returns whether it is in a cell now
   */
  addBlock(block: Block, blocks: Block[]): boolean {
    return this.addToCell(block.kind === 'row' ? block.cells.join(' ') : block.kind === 'text' ? block.text : '', blocks);
  }

  endCell(): void {
    if (this.#cell !== undefined) this.#cells.push(this.#cell);
    this.#cell = undefined;
  }

  endRow(blocks: Block[]): void {
    this.endCell();
    const cells = this.#cells;
    this.#cells = [];
    if (cells.length === 0) return;
    if (this.#isLayout || cells.length === 1) {
      for (const cell of cells) if (cell !== '') blocks.push({ kind: 'text', text: cell, joint: 'paragraph' });
      return;
    }
    this.#number += 1;
    this.#rows.add(this.#number, cells, blocks);
    this.#hasRows ||= this.#number > 1;
  }

  end(blocks: Block[]): void {
    this.endRow(blocks);
    this.#rows.end(blocks, this.#hasRows);
  }
}
