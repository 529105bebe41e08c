import type { RulesOf } from '@buckle/contract';
import { type Block, LONGEST_TEXT } from '../parsers/block.ts';
import { Packer } from './packer.ts';
import { contentOf, type Place } from './piece.ts';
import { gridLine } from './rows.ts';
import { linesOf } from './sentences.ts';
import type { Sink, Splitter } from './splitter.ts';

/** An address or a mail address; what may stand before an `@` is bounded, so that no text makes the search slow. */
const ADDRESSES = /(?:https?:\/\/|www\.)[^\s\u3000-\u303f\uff00-\uffef<>"']+|[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gi;
const JOINTS = { paragraph: '\n\n', line: '\n', directly: '' } as const;

/** Splits the text of a document wherever a separator stands, and what is too long between two of them at its sentences. */
export class CustomSplitter implements Splitter {
  readonly #rules: RulesOf<'custom'>;
  readonly #packer: Packer;
  #place: Place = {};
  /** What is not yet cut. */
  #pending = '';
  #isFirst = true;

  constructor(rules: RulesOf<'custom'>, sink: Sink) {
    this.#rules = rules;
    this.#packer = new Packer({ maximum: rules.max_tokens, overlap: rules.overlap }, (pieces) => {
      const content = contentOf(pieces);
      if (content !== '') sink.passage({ content, headings: [], ...pieces[0]?.place });
    });
  }

  add(block: Block): void {
    switch (block.kind) {
      case 'heading':
        if (block.text !== '') this.#addText(`${'#'.repeat(Math.max(1, block.level))} ${block.text}`, 'paragraph');
        break;
      case 'text':
      case 'code':
        this.#addText(block.text, block.joint);
        break;
      case 'row':
        this.#addText(gridLine(block.cells), 'line');
        break;
      case 'place':
        this.#cut(true);
        this.#place = { ...(block.page !== undefined && { page: block.page }), ...(block.sheet !== undefined && { sheet: block.sheet }) };
        break;
    }
  }

  end(): void {
    this.#cut(true);
    this.#packer.flush();
  }

  #addText(text: string, joint: keyof typeof JOINTS): void {
    this.#pending += (this.#isFirst ? '' : JOINTS[joint]) + text;
    this.#isFirst = false;
    if (this.#pending.length >= LONGEST_TEXT) this.#cut(false);
  }

  /** Cuts what is pending at its separators; of the rest a part is kept that a separator or an address may still grow out of. */
  #cut(isAll: boolean): void {
    const { separator } = this.#rules;
    const segments = this.#pending.split(separator);
    const rest = segments.pop() ?? '';
    for (const segment of segments) {
      this.#pack(segment);
      this.#packer.flush();
    }
    const length = isAll ? rest.length : restToPack(rest, separator);
    this.#pack(rest.slice(0, length));
    this.#pending = rest.slice(length);
  }

  #pack(segment: string): void {
    for (const line of linesOf(this.#clean(segment))) this.#packer.add({ text: line, gap: '', place: this.#place });
  }

  #clean(text: string): string {
    let clean = text;
    if (this.#rules.remove_urls_emails) clean = clean.replaceAll(ADDRESSES, '');
    if (this.#rules.remove_extra_spaces) clean = clean.replaceAll(/[^\S\n]*\n\s*/g, '\n').replaceAll(/[^\S\n]{2,}/g, ' ');
    return clean;
  }
}

/** How much of a text without a separator can be packed before more of it is known: up to its last line or space, if it is long at all. */
function restToPack(rest: string, separator: string): number {
  if (rest.length < LONGEST_TEXT) return 0;
  const latest = rest.length - separator.length;
  const end = Math.max(rest.lastIndexOf('\n', latest - 1), rest.lastIndexOf(' ', latest - 1)) + 1;
  if (end > latest / 2) return end;
  // No half of a character stays behind.
  return /[\uD800-\uDBFF]/.test(rest.charAt(latest - 1)) ? latest - 1 : latest;
}
