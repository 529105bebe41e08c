import type { Block, Table } from '../parsers/block.ts';
import { HeadingPath } from './heading-path.ts';
import { Packer, type PackerSize } from './packer.ts';
import { contentOf, type Frame, frameOf, PARAGRAPH_GAP, type Piece, type Place } from './piece.ts';
import { gridLine, headerOf, recordLines } from './rows.ts';
import { linesOf } from './sentences.ts';
import type { Splitter } from './splitter.ts';

/** What a passage is made of, before it is written. */
export interface PackedPassage {
  readonly pieces: readonly Piece[];
  readonly content: string;
  readonly headings: readonly string[];
  readonly place: Place;
}

/** A heading that is longer is none. */
const LONGEST_HEADING = 200;
const GAPS = { paragraph: PARAGRAPH_GAP, line: '\n', directly: '' } as const;

/**
 * Splits by what a document is made of: a heading begins a passage, tables and code are cut between their lines and keep
 * header and fences, text is cut between paragraphs or else sentences.
 */
export class SectionSplitter implements Splitter {
  readonly #packer: Packer;
  readonly #maximum: number;
  readonly #levels: number;
  readonly #path = new HeadingPath();
  #place: Place = {};
  #header: { readonly table: Table; readonly frame: Frame | undefined } | undefined;
  #fences: Frame | undefined;

  /** @param levels headings of deeper levels begin no passage and stay in the text */
  constructor(size: PackerSize, levels: number, emit: (passage: PackedPassage) => void) {
    this.#maximum = size.maximum;
    this.#levels = levels;
    this.#packer = new Packer(size, (pieces) => {
      const content = contentOf(pieces);
      if (content === '') return;
      emit({ pieces, content, headings: this.#path.texts, place: pieces[0]?.place ?? {} });
      this.#path.shown();
    });
  }

  add(block: Block): void {
    switch (block.kind) {
      case 'heading':
        this.#addHeading(block.level, block.text.trim());
        break;
      case 'text':
        this.#addText(block.text, GAPS[block.joint]);
        break;
      case 'code':
        this.#addCode(block);
        break;
      case 'row':
        this.#addRow(block.table, block.cells);
        break;
      case 'place':
        if (block.sheet !== this.#place.sheet) this.#packer.flush();
        this.#place = { ...(block.page !== undefined && { page: block.page }), ...(block.sheet !== undefined && { sheet: block.sheet }) };
        break;
    }
  }

  end(): void {
    this.#packer.flush();
    this.#showHeading();
  }

  #addHeading(level: number, text: string): void {
    if (level > this.#levels || text.length > LONGEST_HEADING) {
      this.#addText(text, PARAGRAPH_GAP);
      return;
    }
    this.#packer.flush();
    if (this.#path.endsSection(level)) this.#showHeading();
    if (text === '') this.#path.leave(level);
    else this.#path.enter(level, text);
  }

  /** A heading with nothing under it becomes a passage, so that it is found. */
  #showHeading(): void {
    const text = this.#path.takeUnshown();
    if (text === undefined) return;
    this.#addText(text, PARAGRAPH_GAP);
    this.#packer.flush();
  }

  #addText(text: string, gap: string): void {
    let before = gap;
    for (const line of linesOf(text)) {
      this.#packer.add({ text: line, gap: before, place: this.#place });
      before = '';
    }
  }

  #addCode({ text, language, joint }: Extract<Block, { kind: 'code' }>): void {
    if (joint === 'paragraph' || !this.#fences) this.#fences = frameOf(`\`\`\`${language}\n`, '\n```');
    const frame = this.#fences.tenths * 2 <= this.#maximum * 10 ? this.#fences : undefined;
    let gap = joint === 'directly' ? '' : '\n';
    for (const line of text.split('\n')) {
      this.#packer.add({ text: line, gap, place: this.#place, frame, isWhole: true });
      gap = '\n';
    }
  }

  #addRow(table: Table, cells: readonly string[]): void {
    const place = this.#place;
    const frame = this.#headerOf(table);
    if (frame) {
      const text = gridLine(cells);
      if (this.#packer.hasRoomFor(text, frame)) {
        this.#packer.add({ text, gap: '\n', place, frame, isWhole: true });
        return;
      }
    }
    this.#packer.add({ text: recordLines(table.columns, cells), gap: PARAGRAPH_GAP, place, isWhole: true });
  }

  /** The header that is repeated above rows, unless it would leave them too little room. */
  #headerOf(table: Table): Frame | undefined {
    if (this.#header?.table !== table) {
      const frame = table.layout === 'grid' ? headerOf(table) : undefined;
      this.#header = { table, frame: frame && frame.tenths * 2 <= this.#maximum * 10 ? frame : undefined };
    }
    return this.#header.frame;
  }
}
