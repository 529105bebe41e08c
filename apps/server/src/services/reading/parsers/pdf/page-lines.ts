import type { TextItem, TextMarkedContent } from 'pdfjs-dist/types/src/display/api.js';

/** A line of a page. */
export interface PageLine {
  readonly text: string;
  /** How large its letters are, in points. */
  readonly size: number;
  /** Where it stands, from the bottom of the page. */
  readonly y: number;
  /** Where it ends, from the left. */
  readonly right: number;
}

/** Puts the pieces of a page's text together to lines, in the order in which they were written. */
export function linesOfPage(pieces: readonly (TextItem | TextMarkedContent)[]): PageLine[] {
  const lines: PageLine[] = [];
  let line: { text: string; size: number; y: number; right: number } | undefined;
  const end = (): void => {
    const text = line?.text.replaceAll(/\s+/g, ' ').trim();
    if (line && text) lines.push({ ...line, text });
    line = undefined;
  };
  for (const piece of pieces) {
    if (!('str' in piece)) continue;
    const { str, width, height, hasEOL } = piece;
    if (str !== '') {
      const [x, y] = [Number(piece.transform[4]), Number(piece.transform[5])];
      line ??= { text: '', size: 0, y, right: 0 };
      line.text += str;
      line.right = Math.max(line.right, x + width);
      if (str.trim() !== '') line.size = Math.max(line.size, Math.round(height * 2) / 2);
    }
    if (hasEOL) end();
  }
  end();
  return lines;
}
