import type { RulesOf } from '@buckle/contract';
import type { Block } from '../parsers/block.ts';
import { cutToFit } from './cut-to-fit.ts';
import type { Place } from './piece.ts';
import { recordLines } from './rows.ts';
import type { Sink, Splitter } from './splitter.ts';

/** What is searched of a row, in tenths of a token. */
const LONGEST_CONTENT = 20_000;
/** The characters of a cell that a row can be filtered by. */
const LONGEST_VALUE = 1_000;
/** Tenths of a token that a character takes at most. */
const MOST_TENTHS = 6;

/** Makes each row of a table a passage; what is no row is left out. */
export class RowSplitter implements Splitter {
  readonly #rules: RulesOf<'rows'>;
  readonly #sink: Sink;
  #place: Place = {};
  #chosen: { readonly columns: readonly string[]; readonly kept: readonly Column[]; readonly indexed: readonly Column[] } | undefined;

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
    if (this.#chosen?.columns !== columns) this.#chosen = { columns, kept: chosen(columns, this.#rules.columns), indexed: chosen(columns, this.#rules.indexed ?? this.#rules.columns) };
    const { kept, indexed } = this.#chosen;
    const row: Record<string, string> = {};
    let isEmpty = true;
    for (const { name, index } of kept) {
      const value = (cells[index] ?? '').trim();
      row[name] = value.slice(0, LONGEST_VALUE);
      isEmpty &&= value === '';
    }
    if (isEmpty) return;
    const lines = recordLines(indexed.map(({ name }) => name), indexed.map(({ index }) => (cells[index] ?? '').trim()));
    const [content = ''] = lines.length * MOST_TENTHS > LONGEST_CONTENT ? cutToFit(lines, LONGEST_CONTENT) : [lines];
    this.#sink.passage({ content, headings: [], ...this.#place, row });
  }
}

interface Column {
  readonly name: string;
  readonly index: number;
}

/** Those of the columns that are named, all where none are. */
function chosen(columns: readonly string[], names: readonly string[] | undefined): readonly Column[] {
  return columns.map((name, index) => ({ name, index })).filter(({ name }) => names === undefined || names.includes(name));
}
