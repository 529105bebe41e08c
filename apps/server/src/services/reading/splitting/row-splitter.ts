import type { RulesOf } from '@buckle/contract';
import type { Block } from '../parsers/block.ts';
import { cutToFit } from './cut-to-fit.ts';
import type { Place } from './piece.ts';
import { recordLines } from './rows.ts';
import type { Sink, Splitter } from './splitter.ts';

/** What is kept of a row, in tenths of a token. */
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
  #chosen: { readonly columns: readonly string[]; readonly kept: readonly Column[]; readonly searched: readonly Column[] | undefined } | undefined;

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
    if (this.#chosen?.columns !== columns) this.#chosen = { columns, ...this.#choose(columns) };
    const { kept, searched } = this.#chosen;
    const row: Record<string, string> = {};
    let isEmpty = true;
    for (const { name, index } of kept) {
      const value = (cells[index] ?? '').trim();
      row[name] = value.slice(0, LONGEST_VALUE);
      isEmpty &&= value === '';
    }
    if (isEmpty) return;
    this.#sink.passage({ content: contentOf(kept, cells), ...(searched && { searched: contentOf(searched, cells) }), headings: [], ...this.#place, row });
  }

  /** The columns that are kept, and those of them that are searched where these are not all. */
  #choose(columns: readonly string[]): { readonly kept: readonly Column[]; readonly searched: readonly Column[] | undefined } {
    const kept = chosen(columns, this.#rules.columns);
    const searched = kept.filter(({ name }) => this.#rules.indexed?.includes(name) ?? true);
    return { kept, searched: searched.length === kept.length ? undefined : searched };
  }
}

function contentOf(columns: readonly Column[], cells: readonly string[]): string {
  const lines = recordLines(columns.map(({ name }) => name), columns.map(({ index }) => (cells[index] ?? '').trim()));
  return lines.length * MOST_TENTHS > LONGEST_CONTENT ? (cutToFit(lines, LONGEST_CONTENT)[0] ?? '') : lines;
}

interface Column {
  readonly name: string;
  readonly index: number;
}

/** Those of the columns that are named, all where none are. */
function chosen(columns: readonly string[], names: readonly string[] | undefined): readonly Column[] {
  return columns.map((name, index) => ({ name, index })).filter(({ name }) => names === undefined || names.includes(name));
}
