import type { RulesOf } from '@buckle/contract';
import type { Block } from '../parsers/block.ts';
import { cutToFit } from './cut-to-fit.ts';
import type { Place } from './piece.ts';
import { recordLines } from './rows.ts';
import type { Sink, Splitter } from './splitter.ts';

/** What is searched of a row, in tenths of a token: the row itself is kept whole. */
const LONGEST_CONTENT = 20_000;

/** Makes each row of a table a passage; what is no row is left out. */
export class RowSplitter implements Splitter {
  readonly #rules: RulesOf<'rows'>;
  readonly #sink: Sink;
  #place: Place = {};

  constructor(rules: RulesOf<'rows'>, sink: Sink) {
    this.#rules = rules;
    this.#sink = sink;
  }

  add(block: Block): void {
    if (block.kind === 'place') this.#place = block.sheet === undefined ? {} : { sheet: block.sheet };
    if (block.kind === 'row') this.#addRow(block.table.columns, block.cells);
  }

  end(): void {
    // Nothing is held back.
  }

  #addRow(columns: readonly string[], cells: readonly string[]): void {
    const kept = this.#rules.columns ?? columns;
    const values = new Map(columns.map((name, index) => [name, (cells[index] ?? '').trim()]));
    const valuesOf = (names: readonly string[]): string[] => names.map((name) => values.get(name) ?? '');
    const row = Object.fromEntries(kept.filter((name) => values.has(name)).map((name) => [name, values.get(name) ?? '']));
    if (Object.values(row).every((value) => value === '')) return;
    const indexed = this.#rules.indexed ?? kept;
    const [content = ''] = cutToFit(recordLines(indexed, valuesOf(indexed)), LONGEST_CONTENT);
    this.#sink.passage({ content, headings: [], ...this.#place, row });
  }
}
