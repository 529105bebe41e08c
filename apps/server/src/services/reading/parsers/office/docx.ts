import type { ReadingLimits } from '../../limits.ts';
import { type Block, type Joint, LONGEST_TEXT } from '../block.ts';
import { CellTable } from '../cell-table.ts';
import { headingStyles } from './docx-styles.ts';
import type { ZipParser } from './zip-parser.ts';
import { attribute, type Attributes, readXml, type XmlListener } from './read-xml.ts';

/** A Word document: headings by their styles, lists, tables, foot- and endnotes. What tracked changes deleted is left out. */
export const parseDocx: ZipParser = async function* (archive, { limits, progress }) {
  const document = archive.names.find((name) => /^word\/document\d*\.xml$/.test(name)) ?? 'word/document.xml';
  const styles = await headingStyles(archive.read('word/styles.xml'), limits);
  const size = archive.sizeOf(document);
  let read = 0;
  for (const part of [document, 'word/footnotes.xml', 'word/endnotes.xml']) {
    const listener = new DocumentListener(styles, limits);
    for await (const _ of readXml(countedIn(archive.read(part), (bytes) => (read += bytes)), listener, limits)) {
      progress(size === 0 ? 1 : read / size);
      yield listener.take();
    }
    yield listener.take();
  }
};

async function* countedIn(chunks: AsyncIterable<Uint8Array>, count: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

/** Left out with all that is in them: a second form of what stands before it, and what was deleted or moved away. */
const LEFT_OUT = new Set(['Fallback', 'del', 'moveFrom']);

class DocumentListener implements XmlListener {
  readonly #styles: ReadonlyMap<string, number>;
  readonly #limits: ReadingLimits;
  #blocks: Block[] = [];
  #tables: CellTable[] = [];
  #leftOut = 0;
  #inText = false;
  #text = '';
  #joint: Joint = 'paragraph';
  #level: number | undefined;
  #isItem = false;
  #wasItem = false;

  constructor(styles: ReadonlyMap<string, number>, limits: ReadingLimits) {
    this.#styles = styles;
    this.#limits = limits;
  }

  take(): readonly Block[] {
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#leftOut > 0 || LEFT_OUT.has(name)) {
      this.#leftOut += 1;
      return;
    }
    switch (name) {
      case 'p':
        // One in a text box begins inside another.
        this.#endParagraph();
        break;
      case 'pStyle':
        this.#level ??= this.#styles.get(attribute(attributes, 'val') ?? '');
        break;
      case 'outlineLvl': {
        const level = Number(attribute(attributes, 'val') ?? '9');
        if (level < 9) this.#level = Math.min(level + 1, 6);
        break;
      }
      case 'numPr':
        this.#isItem = true;
        break;
      case 't':
        this.#inText = true;
        break;
      case 'tab':
        this.#add('\t');
        break;
      case 'br':
      case 'cr':
        this.#add('\n');
        break;
      case 'noBreakHyphen':
        this.#add('-');
        break;
      case 'tbl':
        this.#endParagraph();
        this.#tables.push(new CellTable(this.#limits));
        break;
      case 'tr':
        this.#tables.at(-1)?.beginRow();
        break;
      case 'tc':
        this.#tables.at(-1)?.beginCell();
        break;
    }
  }

  close(name: string): void {
    if (this.#leftOut > 0) {
      this.#leftOut -= 1;
      return;
    }
    switch (name) {
      case 't':
        this.#inText = false;
        break;
      case 'p':
        this.#endParagraph();
        break;
      case 'tc':
        this.#tables.at(-1)?.endCell();
        break;
      case 'tr':
        this.#tables.at(-1)?.endRow(this.#blocks);
        break;
      case 'tbl':
        this.#endTable();
        break;
    }
  }

  text(text: string): void {
    if (this.#inText && this.#leftOut === 0) this.#add(text);
  }

  #add(text: string): void {
    // The stops of a paragraph's tabs are elements of the same name, before its text.
    if (text === '\t' && this.#text === '') return;
    this.#text += text;
    if (this.#text.length < LONGEST_TEXT) return;
    this.#level = undefined;
    this.#hand('directly');
  }

  #endParagraph(): void {
    this.#hand('paragraph');
    this.#level = undefined;
    this.#isItem = false;
  }

  #hand(next: Joint): void {
    const text = this.#joint === 'paragraph' ? this.#text.trim() : this.#text;
    const joint = this.#joint;
    this.#text = '';
    this.#joint = next;
    if (text === '') return;
    if (this.#tables.at(-1)?.addToCell(text, this.#blocks)) return;
    if (this.#level !== undefined) this.#blocks.push({ kind: 'heading', level: this.#level, text });
    else if (this.#isItem && joint === 'paragraph') this.#blocks.push({ kind: 'text', text: `- ${text}`, joint: this.#wasItem ? 'line' : 'paragraph' });
    else this.#blocks.push({ kind: 'text', text, joint });
    this.#wasItem = this.#isItem;
  }

  #endTable(): void {
    const table = this.#tables.pop();
    const blocks: Block[] = [];
    table?.end(blocks);
    for (const block of blocks) if (!this.#tables.at(-1)?.addBlock(block, this.#blocks)) this.#blocks.push(block);
  }
}
