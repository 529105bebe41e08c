import type { Block } from '../parsers/block.ts';
import type { ReadParent, ReadPassage } from '../passage.ts';

/** Takes the blocks of a document in their order and gives passages as soon as they are complete. */
export interface Splitter {
  add(block: Block): void;
  /** The document ends here: gives what is still held. */
  end(): void;
}

/** Where a splitter puts what it makes. */
export interface Sink {
  passage(passage: ReadPassage): void;
  /** A parent comes before its passages. */
  parent(parent: ReadParent): void;
}
