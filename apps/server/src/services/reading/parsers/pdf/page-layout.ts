import { type Block, LONGEST_TEXT } from '../block.ts';
import type { PageLine } from './page-lines.ts';

/** Letters that are so much larger than those of the text make a heading. */
const HEADING_RATIO = 1.15;
const LONGEST_HEADING = 100;
const DEEPEST_HEADING = 4;
/** How far apart lines of one paragraph are at most, in sizes of their letters. */
const LINE_DISTANCE = 1.9;
/** A line that ends so early, as a share of the longest, ends its paragraph. */
const SHORT_LINE = 0.85;
/** On how many pages of the sample a line at their edge stands to be a running title. */
const RUNNING_SHARE = 0.3;
const PAGE_NUMBER = /^[-–—\s第]*\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-–—\s页頁]*$/;
const SENTENCE_END = /[.。!！?？:：;；…”’"』」]$/;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Makes paragraphs and headings of the lines of pages. */
export class PageLayout {
  readonly #bodySize: number;
  /** The sizes of headings, the largest first. */
  readonly #headingSizes: readonly number[];
  readonly #running: ReadonlySet<string>;
  #paragraph: { text: string; last: PageLine; page: number } | undefined;
  #page = 0;
  #hasText = false;

  /** @param sample the lines of the first pages */
  constructor(sample: readonly (readonly PageLine[])[]) {
    const characters = new Map<number, number>();
    for (const { size, text } of sample.flat()) characters.set(size, (characters.get(size) ?? 0) + text.length);
    this.#bodySize = [...characters].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
    this.#headingSizes = [...characters.keys()].filter((size) => size >= this.#bodySize * HEADING_RATIO).toSorted((one, other) => other - one);
    const pages = new Map<string, number>();
    for (const lines of sample) {
      for (const key of new Set(edgesOf(lines).map(runningKey))) pages.set(key, (pages.get(key) ?? 0) + 1);
    }
    const least = Math.max(3, sample.length * RUNNING_SHARE);
    this.#running = new Set([...pages].filter(([, count]) => count >= least).map(([key]) => key));
  }

  /** Whether any page had text so far. */
  get hasText(): boolean {
    return this.#hasText;
  }

  /** The blocks that are complete with this page. */
  page(number: number, lines: readonly PageLine[]): readonly Block[] {
    const blocks: Block[] = [];
    const edges = new Set(edgesOf(lines));
    const kept = lines.filter((line) => !edges.has(line) || !(this.#running.has(runningKey(line)) || PAGE_NUMBER.test(line.text)));
    this.#hasText ||= kept.length > 0;
    const longest = kept.reduce((most, { right }) => Math.max(most, right), 0);
    for (const line of kept) {
      const level = this.#headingLevel(line);
      if (level !== undefined) {
        this.#endParagraph(blocks);
        this.#place(number, blocks);
        const before = blocks.at(-1);
        // A heading of two lines.
        if (before?.kind === 'heading' && before.level === level && before.text.length + line.text.length < LONGEST_HEADING) {
          blocks[blocks.length - 1] = { ...before, text: joined(before.text, line.text) };
        } else {
          blocks.push({ kind: 'heading', level, text: line.text });
        }
      } else if (this.#paragraph && this.#goesOn(this.#paragraph, line, number, longest)) {
        this.#paragraph = { ...this.#paragraph, text: joined(this.#paragraph.text, line.text), last: line };
      } else {
        this.#endParagraph(blocks);
        this.#paragraph = { text: line.text, last: line, page: number };
      }
    }
    return blocks;
  }

  /** What is left when all pages were given. */
  end(): readonly Block[] {
    const blocks: Block[] = [];
    this.#endParagraph(blocks);
    return blocks;
  }

  #endParagraph(blocks: Block[]): void {
    if (!this.#paragraph) return;
    this.#place(this.#paragraph.page, blocks);
    blocks.push({ kind: 'text', text: this.#paragraph.text, joint: 'paragraph' });
    this.#paragraph = undefined;
  }

  #place(page: number, blocks: Block[]): void {
    if (page !== this.#page) blocks.push({ kind: 'place', page });
    this.#page = page;
  }

  #headingLevel({ size, text }: PageLine): number | undefined {
    if (this.#bodySize === 0 || size < this.#bodySize * HEADING_RATIO || text.length > LONGEST_HEADING || /[。.,，；;]$/.test(text)) return undefined;
    const rank = this.#headingSizes.findIndex((each) => size >= each);
    return Math.min(rank === -1 ? DEEPEST_HEADING : rank + 1, DEEPEST_HEADING);
  }

  #goesOn({ text, last, page }: { text: string; last: PageLine; page: number }, line: PageLine, number: number, longest: number): boolean {
    if (text.length > LONGEST_TEXT || Math.abs(last.size - line.size) > this.#bodySize * 0.1) return false;
    const isComplete = SENTENCE_END.test(text);
    // On the next page or column a sentence goes on, a paragraph need not.
    if (page !== number || line.y > last.y) return !isComplete;
    if (last.y - line.y > LINE_DISTANCE * Math.max(line.size, last.size, 1)) return false;
    return !(isComplete && last.right < longest * SHORT_LINE);
  }
}

/** The first and last lines of a page, among which running titles are. */
function edgesOf(lines: readonly PageLine[]): readonly PageLine[] {
  return lines.length <= 4 ? lines.filter((_, index) => index === 0 || index === lines.length - 1) : [...lines.slice(0, 2), ...lines.slice(-2)];
}

/** The same for lines that differ in the number of the page alone. */
function runningKey({ text }: PageLine): string {
  return text.replaceAll(/\d+/g, '#');
}

/** Two lines as one: Chinese goes on without a space, and a word that was cut is whole again. */
function joined(first: string, second: string): string {
  if (WIDE.test(first.slice(-1)) || WIDE.test(second.charAt(0))) return first + second;
  if (/[a-z]-$/.test(first) && /^[a-z]/.test(second)) return first.slice(0, -1) + second;
  return `${first} ${second}`;
}
