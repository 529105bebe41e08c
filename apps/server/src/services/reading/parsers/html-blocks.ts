import type { Handler } from 'htmlparser2';
import type { ReadingLimits } from '../limits.ts';
import { unreadable } from '../unreadable.ts';
import { type Block, type Joint, LONGEST_TEXT } from './block.ts';
import { CellTable } from './cell-table.ts';

/** Left out with all that is in them. */
const LEFT_OUT = new Set(['script', 'style', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'canvas', 'select', 'button', 'nav', 'head']);
/** Begin and end a paragraph. */
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form header hr html li main ol p section summary ul'.split(' '),
);
/** Browsers, too, give up at some depth; real pages with forgotten closing tags reach hundreds. */
const DEPTH_FACTOR = 10;
const WIDE = '\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef';
/** A line break in the source between Chinese characters is no space. */
const BREAK_BETWEEN_WIDE = new RegExp(`([${WIDE}])[^\\S\\n]*\\n\\s*(?=[${WIDE}])`, 'g');

/** Makes blocks of the elements and texts of HTML. */
export class HtmlBlocks {
  readonly #limits: ReadingLimits;
  #blocks: Block[] = [];
  #text = '';
  #joint: Joint = 'paragraph';
  #depth = 0;
  /** How deep in an element that is left out. */
  #leftOut = 0;
  #pre = 0;
  #heading: number | undefined;
  #lists: { readonly isOrdered: boolean; count: number }[] = [];
  #prefix = '';
  #tables: CellTable[] = [];

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
  }

  readonly handler: Partial<Handler> = {
    onopentagname: (name) => this.#open(name),
    onclosetag: (name) => this.#close(name),
    ontext: (text) => {
      if (this.#leftOut === 0) this.#add(text);
    },
  };

  /** What is complete by now. */
  take(): readonly Block[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  end(): void {
    for (const table of this.#tables.splice(0)) this.#endTable(table);
    this.#flush();
  }

  #open(name: string): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.depth * DEPTH_FACTOR) {
      throw unreadable('page_too_deep', { depth: this.#limits.depth * DEPTH_FACTOR });
    }
    if (this.#leftOut > 0 || LEFT_OUT.has(name)) {
      this.#leftOut += 1;
      return;
    }
    const level = headingLevel(name);
    if (level !== undefined) {
      this.#flush();
      this.#heading = level;
    } else if (name === 'br') {
      if (this.#pre > 0) this.#add('\n');
      else if (this.#heading === undefined) this.#flush('line');
      else this.#add(' ');
    } else if (name === 'pre') {
      this.#flush();
      this.#pre += 1;
    } else if (name === 'ul' || name === 'ol') {
      this.#flush();
      this.#lists.push({ isOrdered: name === 'ol', count: 0 });
    } else if (name === 'li') {
      this.#flush();
      this.#prefix = this.#itemPrefix();
    } else if (name === 'table') {
      this.#flush();
      this.#tables.push(new CellTable(this.#limits));
    } else if (name === 'tr') {
      this.#table?.beginRow();
    } else if (name === 'td' || name === 'th') {
      this.#flush();
      this.#table?.beginCell();
    } else if (BLOCKS.has(name)) {
      this.#flush();
    }
  }

  #close(name: string): void {
    this.#depth -= 1;
    if (this.#leftOut > 0) {
      this.#leftOut -= 1;
      return;
    }
    if (headingLevel(name) !== undefined) {
      this.#flush();
      this.#heading = undefined;
    } else if (name === 'pre') {
      this.#flush();
      this.#pre = Math.max(0, this.#pre - 1);
    } else if (name === 'ul' || name === 'ol') {
      this.#flush();
      this.#lists.pop();
    } else if (name === 'td' || name === 'th') {
      this.#flush();
      this.#table?.endCell();
    } else if (name === 'tr') {
      this.#table?.endRow(this.#blocks);
    } else if (name === 'table') {
      this.#flush();
      const table = this.#tables.pop();
      if (table) this.#endTable(table);
    } else if (BLOCKS.has(name)) {
      this.#flush();
    }
  }

  get #table(): CellTable | undefined {
    return this.#tables.at(-1);
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length < LONGEST_TEXT) return;
    // A long paragraph is handed on in parts; whatever it was, it is no heading.
    this.#heading = undefined;
    this.#flush('directly');
  }

  /** The text so far is a block, or a part of a cell. */
  #flush(next: Joint = 'paragraph'): void {
    const raw = this.#text;
    const joint = this.#joint;
    this.#text = '';
    this.#joint = next;
    if (this.#pre > 0) {
      const code = raw.replace(/^\n/, '').replace(/\n$/, '');
      if (code !== '') this.#blocks.push({ kind: 'code', text: code, language: '', joint });
      return;
    }
    const text = inOneLine(raw, joint, next);
    if (text === '' || (text === ' ' && joint !== 'directly')) return;
    if (this.#heading !== undefined) this.#blocks.push({ kind: 'heading', level: this.#heading, text });
    else if (!this.#table?.addToCell(text, this.#blocks)) this.#blocks.push({ kind: 'text', text: this.#prefix + text, joint: this.#prefix === '' || joint !== 'paragraph' ? joint : 'line' });
    this.#prefix = '';
  }

  #itemPrefix(): string {
    const list = this.#lists.at(-1);
    if (!list) return '- ';
    list.count += 1;
    return `${'  '.repeat(Math.min(this.#lists.length - 1, 5))}${list.isOrdered ? `${list.count}.` : '-'} `;
  }

  #endTable(table: CellTable): void {
    const blocks: Block[] = [];
    table.end(blocks);
    for (const block of blocks) if (!this.#table?.addBlock(block, this.#blocks)) this.#blocks.push(block);
  }
}

/** Text as a browser shows it: one space for several, and none at the ends of a line. */
function inOneLine(raw: string, joint: Joint, next: Joint): string {
  let text = raw;
  if (text.includes('\n')) text = text.replaceAll(BREAK_BETWEEN_WIDE, '$1');
  text = text.replaceAll(/\s+/g, ' ');
  if (joint !== 'directly') text = text.trimStart();
  return next === 'directly' ? text : text.trimEnd();
}

function headingLevel(name: string): number | undefined {
  if (name.length !== 2 || !name.startsWith('h')) return undefined;
  const level = name.charCodeAt(1) - 48;
  return level >= 1 && level <= 6 ? level : undefined;
}
