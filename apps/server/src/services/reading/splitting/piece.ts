import { tokenTenths } from '#kernel/estimate-tokens.ts';

/** What stands around pieces and is repeated in each passage that holds some of them: the header of a table, the fences of code. */
export interface Frame {
  readonly open: string;
  readonly close: string;
  /** Tenths of a token that both take. */
  readonly tenths: number;
}

/** Where in its document something stands. */
export interface Place {
  readonly page?: number;
  readonly sheet?: string;
}

/** What is not cut any further: a paragraph, a sentence, a line of code, a row of a table. */
export interface Piece {
  readonly text: string;
  readonly tenths: number;
  /** What stands between it and the piece before it, where both are in one passage. */
  readonly gap: string;
  readonly place: Place;
  readonly frame: Frame | undefined;
}

/** Between paragraphs, and around whatever has a frame. */
export const PARAGRAPH_GAP = '\n\n';

/** Makes a frame of what opens and closes it. */
export function frameOf(open: string, close: string): Frame {
  return { open, close, tenths: tokenTenths(open) + tokenTenths(close) };
}

/** What stands between two pieces of a passage, beside their frames. */
export function gapBetween(before: Piece, piece: Pick<Piece, 'gap' | 'frame'>): string {
  return before.frame === piece.frame ? piece.gap : PARAGRAPH_GAP;
}

/** The text of a passage made of these pieces. */
export function contentOf(pieces: readonly Piece[]): string {
  let content = '';
  let before: Piece | undefined;
  for (const piece of pieces) {
    const opens = piece.frame !== before?.frame;
    if (before?.frame && opens) content += before.frame.close;
    if (before) content += gapBetween(before, piece);
    if (piece.frame && opens) content += piece.frame.open;
    content += piece.text;
    before = piece;
  }
  content += before?.frame?.close ?? '';
  return content.trim();
}
