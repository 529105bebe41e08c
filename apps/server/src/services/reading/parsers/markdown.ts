import { decodeText } from '../source/decode-text.ts';
import { type Block, LONGEST_TEXT, type Table } from './block.ts';
import { columnNames } from './column-names.ts';
import { Paragraphs } from './paragraphs.ts';
import type { Parser } from './parser.ts';
import { textLines } from './text-lines.ts';
import { withoutDataUris } from './without-data-uris.ts';

const HEADING = /^ {0,3}(?<signs>#{1,6})(?:[ \t]+(?<text>.*?))?(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(?<signs>`{3,}|~{3,})[ \t]*(?<language>[^`\s]*)[^`]*$/;
const UNDERLINE = /^ {0,3}(?<signs>=+|-+)[ \t]*$/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
/** The line between the header and the rows of a table. */
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Markdown: headings, tables and code in fences are what they are, everything else is paragraphs as they were written. */
export const parseMarkdown: Parser = async function* ({ chunks }) {
  const blocks: Block[] = [];
  const reader = new MarkdownReader(blocks);
  for await (const { lines, isOpen } of textLines(withoutDataUris(decodeText(chunks)))) {
    lines.forEach((line, index) => reader.line(line, isOpen && index === lines.length - 1));
    yield blocks.splice(0);
  }
  reader.end();
  yield blocks;
};

/** Markdown as it was written, for rules that look for a separator in it. */
export const parseRawMarkdown: Parser = async function* ({ chunks }) {
  for await (const text of withoutDataUris(decodeText(chunks))) yield [{ kind: 'text', text, joint: 'directly' }];
};

class MarkdownReader {
  readonly #blocks: Block[];
  readonly #paragraphs: Paragraphs;
  #code: Code | undefined;
  #table: Table | undefined;
  /** The rest of a line that goes on is text, whatever it looks like. */
  #wasOpen = false;

  constructor(blocks: Block[]) {
    this.#blocks = blocks;
    this.#paragraphs = new Paragraphs(blocks);
  }

  line(line: string, isOpen: boolean): void {
    const goesOn = this.#wasOpen;
    this.#wasOpen = isOpen;
    if (this.#code) this.#codeLine(this.#code, line, goesOn, isOpen);
    else if (goesOn || isOpen) this.#paragraphs.add(line, isOpen);
    else if (line === '' || line.trim() === '') this.#endParagraph();
    else this.#wholeLine(line);
  }

  end(): void {
    this.#code?.hand('paragraph');
    this.#paragraphs.end();
  }

  #wholeLine(line: string): void {
    if (this.#table && line.includes('|')) {
      this.#blocks.push({ kind: 'row', table: this.#table, cells: cellsOf(line, this.#table.columns.length) });
      return;
    }
    this.#table = undefined;
    const first = line.trimStart().charAt(0);
    // Only these begin anything but text, and most lines begin with none of them.
    if ('#`~=-*_|:'.includes(first) && this.#special(line, first)) return;
    this.#paragraphs.add(line, false);
  }

  /** @returns whether the line is more than text */
  #special(line: string, first: string): boolean {
    if (first === '#') {
      const heading = HEADING.exec(line)?.groups;
      if (!heading) return false;
      this.#endParagraph();
      this.#blocks.push({ kind: 'heading', level: heading['signs']?.length ?? 1, text: heading['text'] ?? '' });
      return true;
    }
    if (first === '`' || first === '~') {
      const fence = FENCE.exec(line)?.groups;
      if (!fence) return false;
      this.#endParagraph();
      this.#code = new Code(this.#blocks, fence['signs'] ?? '', fence['language'] ?? '');
      return true;
    }
    return this.#beginTable(line) || this.#underline(line);
  }

  /** The line above was a heading, or this is a line across the page. */
  #underline(line: string): boolean {
    const signs = UNDERLINE.exec(line)?.groups?.['signs'];
    if (signs !== undefined && this.#paragraphs.isOneLine) {
      const text = this.#paragraphs.takeLast();
      this.#endParagraph();
      this.#blocks.push({ kind: 'heading', level: signs.startsWith('=') ? 1 : 2, text });
      return true;
    }
    if (!RULE.test(line)) return false;
    this.#endParagraph();
    return true;
  }

  #beginTable(line: string): boolean {
    const header = this.#paragraphs.last;
    if (header === undefined || !header.includes('|') || !line.includes('-') || !TABLE_RULE.test(line)) return false;
    const cells = cellsOf(header);
    if (cells.length !== cellsOf(line).length) return false;
    this.#paragraphs.takeLast();
    this.#endParagraph();
    this.#table = { columns: columnNames(cells), layout: 'grid' };
    return true;
  }

  #codeLine(code: Code, line: string, goesOn: boolean, isOpen: boolean): void {
    if (!goesOn && !isOpen && code.isClosedBy(line)) {
      code.hand('paragraph');
      this.#code = undefined;
    } else {
      code.add(line, goesOn, isOpen);
    }
  }

  #endParagraph(): void {
    this.#paragraphs.end();
    this.#table = undefined;
  }
}

/** Code between fences; a long one is handed on in parts. */
class Code {
  readonly #blocks: Block[];
  readonly #fence: string;
  readonly #language: string;
  #text: string | undefined;
  #joint: 'paragraph' | 'line' | 'directly' = 'paragraph';

  constructor(blocks: Block[], fence: string, language: string) {
    this.#blocks = blocks;
    this.#fence = fence;
    this.#language = language;
  }

  isClosedBy(line: string): boolean {
    const end = line.trim();
    return end.length >= this.#fence.length && end === this.#fence.charAt(0).repeat(end.length) && line.search(/\S/) <= 3;
  }

  add(line: string, goesOn: boolean, isOpen: boolean): void {
    if (this.#text === undefined) this.#text = line;
    else this.#text += goesOn ? line : `\n${line}`;
    if (this.#text.length >= LONGEST_TEXT) this.hand(isOpen ? 'directly' : 'line');
  }

  hand(next: 'paragraph' | 'line' | 'directly'): void {
    if (this.#text !== undefined) this.#blocks.push({ kind: 'code', text: this.#text, language: this.#language, joint: this.#joint });
    this.#text = undefined;
    this.#joint = next;
  }
}

/** The cells of a line of a table; where `width` is given, the last one takes what is too much. */
function cellsOf(line: string, width = Number.POSITIVE_INFINITY): string[] {
  const cells = line.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  return cells.length > width ? [...cells.slice(0, width - 1), cells.slice(width - 1).join(' | ')] : cells;
}
