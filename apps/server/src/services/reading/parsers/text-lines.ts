import { LONGEST_TEXT } from './block.ts';

/** Lines of a text, without their line breaks. */
export interface TextLines {
  readonly lines: readonly string[];
  /** Whether the last of them goes on with the first of the next ones: it is too long to be waited for. */
  readonly isOpen: boolean;
}

/** Cuts a text that comes in parts into lines. */
export async function* textLines(texts: AsyncIterable<string>): AsyncGenerator<TextLines, void, undefined> {
  let carry = '';
  for await (const text of texts) {
    const lines = (carry + text).split('\n');
    carry = lines.pop() ?? '';
    const isOpen = carry.length > LONGEST_TEXT;
    if (isOpen) {
      lines.push(carry);
      carry = '';
    }
    if (lines.length > 0) yield { lines, isOpen };
  }
  if (carry !== '') yield { lines: [carry], isOpen: false };
}
