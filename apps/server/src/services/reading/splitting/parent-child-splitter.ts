import type { RulesOf } from '@buckle/contract';
import type { Block } from '../parsers/block.ts';
import { Packer } from './packer.ts';
import { contentOf } from './piece.ts';
import { type PackedPassage, SectionSplitter } from './section-splitter.ts';
import { linesOf } from './sentences.ts';
import type { Sink, Splitter } from './splitter.ts';

/** Splits into large passages, which are parents, and each of them into small ones. */
export class ParentChildSplitter implements Splitter {
  readonly #parents: SectionSplitter;
  readonly #childSize: number;
  readonly #sink: Sink;
  #index = 0;

  constructor(rules: RulesOf<'parent_child'>, sink: Sink) {
    this.#childSize = rules.child_max_tokens;
    this.#sink = sink;
    this.#parents = new SectionSplitter({ maximum: rules.parent_max_tokens, overlap: 0 }, DEEPEST_LEVEL, (parent) => this.#addParent(parent));
  }

  add(block: Block): void {
    this.#parents.add(block);
  }

  end(): void {
    this.#parents.end();
  }

  #addParent({ pieces, content, headings, place }: PackedPassage): void {
    const parent = this.#index;
    this.#index += 1;
    this.#sink.parent({ index: parent, content, headings, ...place });
    const packer = new Packer({ maximum: this.#childSize, overlap: 0 }, (parts) => {
      const part = contentOf(parts);
      if (part !== '') this.#sink.passage({ content: part, headings, ...parts[0]?.place, parent });
    });
    for (const piece of pieces) {
      const frame = piece.frame && piece.frame.tenths * 2 <= this.#childSize * 10 ? piece.frame : undefined;
      let { gap } = piece;
      for (const text of frame ? [piece.text] : linesOf(piece.text)) {
        packer.add({ text, gap, place: piece.place, frame, isWhole: frame !== undefined });
        gap = '';
      }
    }
    packer.flush();
  }
}

/** As deep as headings go. */
export const DEEPEST_LEVEL = 6;
