import { tokenTenths } from '#kernel/estimate-tokens.ts';
import { cutToFit } from './cut-to-fit.ts';
import { type Frame, gapBetween, type Piece, type Place } from './piece.ts';
import { sentences } from './sentences.ts';

/** How much goes into a passage, in estimated tokens. */
export interface PackerSize {
  readonly maximum: number;
  /** What a passage repeats of the end of the one before it. */
  readonly overlap: number;
}

/** What is put into passages whole where that can be. */
export interface Unit {
  readonly text: string;
  /** What stands between it and the unit before. */
  readonly gap: string;
  readonly place: Place;
  readonly frame?: Frame | undefined;
  /** Whether it is cut only where it is too long for a passage of its own. */
  readonly isWhole?: boolean;
}

/** Fills passages, each as full as the ends of paragraphs and sentences allow. */
export class Packer {
  readonly #maximum: number;
  readonly #overlap: number;
  readonly #emit: (pieces: readonly Piece[]) => void;
  #pieces: Piece[] = [];
  #tenths = 0;
  /** How many of the pieces are repeated from the passage before. */
  #repeated = 0;

  constructor({ maximum, overlap }: PackerSize, emit: (pieces: readonly Piece[]) => void) {
    this.#maximum = maximum * 10;
    this.#overlap = overlap * 10;
    this.#emit = emit;
  }

  /** A unit that does not fit goes into the next passage whole where this one is half full, and is cut at its sentences else. */
  add(unit: Unit): void {
    const { text, isWhole } = unit;
    const piece = this.#piece(unit, text, unit.gap);
    if (this.#fits(piece)) {
      this.#push(piece);
      return;
    }
    const fitsAlone = piece.tenths + (unit.frame?.tenths ?? 0) <= this.#maximum;
    if (fitsAlone && (isWhole || this.#tenths * 2 >= this.#maximum)) this.#place(piece);
    else this.#addSentences(unit);
  }

  /** Whether a text goes into one passage, with its frame. */
  hasRoomFor(text: string, frame: Frame): boolean {
    return tokenTenths(text) + frame.tenths <= this.#maximum;
  }

  /** Ends the passage; the next one repeats nothing of it. */
  flush(): void {
    if (this.#pieces.length > this.#repeated) this.#emit(this.#pieces);
    this.#start([]);
  }

  #addSentences(unit: Unit): void {
    const room = this.#maximum - (unit.frame?.tenths ?? 0);
    let { gap } = unit;
    for (const sentence of sentences(unit.text)) {
      const parts = tokenTenths(sentence) <= room ? [sentence] : cutToFit(sentence, room);
      for (const part of parts) {
        this.#place(this.#piece(unit, part, gap));
        gap = '';
      }
    }
  }

  #place(piece: Piece): void {
    if (!this.#fits(piece)) this.#cut(piece);
    this.#push(piece);
  }

  #piece({ place, frame }: Unit, text: string, gap: string): Piece {
    return { text, tenths: tokenTenths(text), gap, place, frame };
  }

  #fits(piece: Piece): boolean {
    return this.#tenths + this.#cost(piece, this.#pieces.at(-1)) <= this.#maximum;
  }

  /** What a piece takes after another. */
  #cost(piece: Piece, before: Piece | undefined): number {
    const gap = before ? gapTenths(gapBetween(before, piece)) : 0;
    return piece.tenths + gap + (piece.frame && piece.frame !== before?.frame ? piece.frame.tenths : 0);
  }

  #push(piece: Piece): void {
    this.#tenths += this.#cost(piece, this.#pieces.at(-1));
    this.#pieces.push(piece);
  }

  /** Ends the passage, and begins the next one with as much of its end as goes before `next`. */
  #cut(next: Piece): void {
    if (this.#pieces.length > this.#repeated) this.#emit(this.#pieces);
    const room = Math.min(this.#overlap, this.#maximum - this.#cost(next, undefined) - tokenTenths(next.gap));
    let first = this.#pieces.length;
    let tenths = 0;
    for (let piece = this.#pieces[first - 1]; piece && !piece.frame && !next.frame && tenths + piece.tenths <= room; piece = this.#pieces[first - 1]) {
      tenths += piece.tenths + tokenTenths(piece.gap);
      first -= 1;
    }
    this.#start(tenths <= room ? this.#pieces.slice(first) : this.#pieces.slice(first + 1));
  }

  #start(repeated: readonly Piece[]): void {
    this.#pieces = [];
    this.#tenths = 0;
    for (const piece of repeated) this.#push(piece);
    this.#repeated = repeated.length;
  }
}

/** There are three of them: they need not be counted each time. */
function gapTenths(gap: string): number {
  return gap === '' ? 0 : tokenTenths(gap);
}
