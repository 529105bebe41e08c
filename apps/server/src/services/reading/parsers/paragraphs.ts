import { type Block, type Joint, LONGEST_TEXT } from './block.ts';

/** Gathers lines into paragraphs; a long one is handed on in parts. */
export class Paragraphs {
  readonly #blocks: Block[];
  #lines: string[] = [];
  #length = 0;
  #joint: Joint = 'paragraph';
  #isOpen = false;

  /** @param blocks where finished paragraphs go */
  constructor(blocks: Block[]) {
    this.#blocks = blocks;
  }

  /** The last line so far. */
  get last(): string | undefined {
    return this.#lines.at(-1);
  }

  /** Whether the last line is the only one. */
  get isOneLine(): boolean {
    return this.#lines.length === 1 && this.#joint === 'paragraph';
  }

  /** Takes the last line back: it is something else. */
  takeLast(): string {
    return this.#lines.pop() ?? '';
  }

  /** @param isOpen whether the next line goes on with this one */
  add(line: string, isOpen: boolean): void {
    if (this.#isOpen) this.#lines.push(`${this.#lines.pop() ?? ''}${line}`);
    else this.#lines.push(line);
    this.#isOpen = isOpen;
    this.#length += line.length;
    if (this.#length >= LONGEST_TEXT) this.#hand(isOpen ? 'directly' : 'line');
  }

  /** The paragraph is complete. */
  end(): void {
    this.#hand('paragraph');
    this.#isOpen = false;
  }

  #hand(next: Joint): void {
    if (this.#lines.length > 0) this.#blocks.push({ kind: 'text', text: this.#lines.join('\n'), joint: this.#joint });
    this.#lines = [];
    this.#length = 0;
    this.#joint = next;
  }
}
