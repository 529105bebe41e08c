/** A table: rows that have it in common stand under the same names. */
export interface Table {
  readonly columns: readonly string[];
  /** `grid`: many rows of short values, shown under one header. `record`: each row is shown as lines "column: value". */
  readonly layout: 'grid' | 'record';
}

/**
 * How a block follows the one before it: after an empty line, on the next line, or without anything between, which
 * is how a parser hands on a long paragraph in parts.
 */
export type Joint = 'paragraph' | 'line' | 'directly';

/** What parsers make of a document, in its order. A text of a block is bounded: see `LONGEST_TEXT`. */
export type Block =
  /** A heading; level 1 is the outermost but for 0, the title of all. Without a text it ends the section before. */
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly joint: Joint }
  /** Lines of code. A joint other than `paragraph` goes on with the code before. */
  | { readonly kind: 'code'; readonly text: string; readonly language: string; readonly joint: Joint }
  | { readonly kind: 'row'; readonly table: Table; readonly cells: readonly string[] }
  /** What follows stands on this page or sheet. */
  | { readonly kind: 'place'; readonly page?: number; readonly sheet?: string };

/** How many characters a parser gathers, about, before it hands a paragraph on in parts. */
export const LONGEST_TEXT = 16 * 1024;

/** A paragraph, on lines of its own. */
export function paragraph(text: string): Block {
  return { kind: 'text', text, joint: 'paragraph' };
}
