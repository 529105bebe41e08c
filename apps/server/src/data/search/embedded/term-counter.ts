import { hashOf, LENGTH_BYTES, MOST_OFTEN, TERM_BYTES } from './term-vector.ts';
import { UNIT_BYTES, writeUtf8 } from './utf8.ts';

/** The terms of a passage, counted. */
export interface CountedTerms {
  /** The distinct ones in UTF-8, each with a space after it. */
  readonly words: Uint8Array<ArrayBuffer>;
  /**
   * Small enough to be read for each of thousands of candidates: the hashes of the distinct terms in rising order, how often
   * each occurs, and how many terms there are in all.
   */
  readonly terms: Uint8Array<ArrayBuffer>;
}

const FIRST_SLOTS = 1_024;
const FIRST_BYTES = 2 ** 18;
const SPACE = 0x20;

/** Counts the terms of passages, one after the other. No string is made of a term: there are some two hundred in each passage. */
export class TermCounter {
  /** By slot of an open hash table: the term's hash, and how often it occurs; 0 where the slot is free. */
  #hashes = new Uint32Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  /** The slots that are taken. */
  #slots = new Uint32Array(FIRST_SLOTS / 2);
  #distinct = 0;
  #sorted = new Uint32Array(FIRST_SLOTS / 2);
  /** How many terms there are in all. */
  #length = 0;
  /** The words and the terms of the passages that nobody has taken, and behind them the words of the one that is counted. */
  #bytes = new Uint8Array(FIRST_BYTES);
  #end = 0;
  /** Of each of these passages, where its terms begin and end. */
  #places: number[] = [];

  /** Adds a term, a part of a text, so many times. */
  add(text: string, from: number, to: number, times: number): void {
    this.#length += times;
    const hash = hashOf(text, from, to);
    let slot = this.#slotOf(hash);
    if (this.#counts[slot] === 0) {
      if (this.#distinct === this.#slots.length) {
        this.#grow();
        slot = this.#slotOf(hash);
      }
      this.#hashes[slot] = hash;
      this.#slots[this.#distinct] = slot;
      this.#distinct += 1;
      this.#write(text, from, to);
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + times;
  }

  /** Ends a passage: what is added from now on is the next one's. */
  end(): void {
    const count = this.#distinct;
    const termsStart = this.#end;
    const termsEnd = termsStart + count * TERM_BYTES + LENGTH_BYTES;
    this.#makeRoom(termsEnd);
    const view = new DataView(this.#bytes.buffer);
    const hashes = this.#sortedHashes();
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at] ?? 0;
      view.setUint32(termsStart + at * 4, hash, true);
      this.#bytes[termsStart + count * 4 + at] = Math.min(MOST_OFTEN, this.#counts[this.#slotOf(hash)] ?? 0);
    }
    view.setUint32(termsEnd - LENGTH_BYTES, this.#length, true);
    this.#places.push(termsStart, termsEnd);
    this.#end = termsEnd;
    for (let at = 0; at < count; at += 1) this.#counts[this.#slots[at] ?? 0] = 0;
    this.#distinct = 0;
    this.#length = 0;
  }

  /** The passages that were ended since the last time. Their bytes lie in one buffer, which can be given away. */
  take(): CountedTerms[] {
    const bytes = this.#bytes.slice(0, this.#end);
    const passages: CountedTerms[] = [];
    for (let at = 0, from = 0; at < this.#places.length; at += 2) {
      const [termsStart = 0, termsEnd = 0] = this.#places.slice(at, at + 2);
      passages.push({ words: bytes.subarray(from, termsStart), terms: bytes.subarray(termsStart, termsEnd) });
      from = termsEnd;
    }
    this.#places = [];
    this.#end = 0;
    return passages;
  }

  #sortedHashes(): Uint32Array {
    const sorted = this.#sorted.subarray(0, this.#distinct);
    for (let at = 0; at < sorted.length; at += 1) sorted[at] = this.#hashes[this.#slots[at] ?? 0] ?? 0;
    return sorted.sort();
  }

  #slotOf(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = hash & mask;
    while (this.#counts[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashes, counts, slots] = [this.#hashes, this.#counts, this.#slots];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#counts = new Uint32Array(hashes.length * 2);
    this.#slots = new Uint32Array(hashes.length);
    this.#sorted = new Uint32Array(hashes.length);
    for (const [at, before] of slots.entries()) {
      const hash = hashes[before] ?? 0;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#counts[slot] = counts[before] ?? 0;
      this.#slots[at] = slot;
    }
  }

  /** Writes a part of a text behind the words. */
  #write(text: string, from: number, to: number): void {
    this.#makeRoom(this.#end + (to - from) * UNIT_BYTES + 1);
    const end = writeUtf8(this.#bytes, this.#end, text, from, to);
    this.#bytes[end] = SPACE;
    this.#end = end + 1;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const before = this.#bytes;
    this.#bytes = new Uint8Array(bytes * 2);
    this.#bytes.set(before);
  }
}

/** The memory of counted terms: of one batch, one buffer. */
export function buffersOf(passages: readonly CountedTerms[]): ArrayBuffer[] {
  return [...new Set(passages.map(({ terms }) => terms.buffer))];
}
