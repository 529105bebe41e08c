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
const SPACE = 0x20;

/** Counts the terms of one passage after the other. No string is made of a term: there are some two hundred in each passage. */
export class TermCounter {
  /** By slot of an open hash table: the term's hash, and how often it occurs; 0 where the slot is free. */
  #hashes = new Uint32Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  /** The slots that are taken. */
  #slots = new Uint32Array(FIRST_SLOTS / 2);
  #distinct = 0;
  #words = new Uint8Array(FIRST_SLOTS);
  #wordsEnd = 0;
  #length = 0;

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

  /** What was added since the last time. */
  take(): CountedTerms {
    const count = this.#distinct;
    const terms = new Uint8Array(count * TERM_BYTES + LENGTH_BYTES);
    const view = new DataView(terms.buffer);
    const hashes = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) hashes[at] = this.#hashes[this.#slots[at] ?? 0] ?? 0;
    hashes.sort();
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at] ?? 0;
      const slot = this.#slotOf(hash);
      view.setUint32(at * 4, hash, true);
      terms[count * 4 + at] = Math.min(MOST_OFTEN, this.#counts[slot] ?? 0);
    }
    view.setUint32(terms.length - LENGTH_BYTES, this.#length, true);
    const words = this.#words.slice(0, this.#wordsEnd);
    for (let at = 0; at < count; at += 1) this.#counts[this.#slots[at] ?? 0] = 0;
    this.#distinct = 0;
    this.#wordsEnd = 0;
    this.#length = 0;
    return { words, terms };
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
    for (const [at, before] of slots.entries()) {
      const hash = hashes[before] ?? 0;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#counts[slot] = counts[before] ?? 0;
      this.#slots[at] = slot;
    }
  }

  /** Writes a part of a text behind the words, in UTF-8. */
  #write(text: string, from: number, to: number): void {
    const most = this.#wordsEnd + (to - from) * UNIT_BYTES + 1;
    if (most > this.#words.length) {
      const words = this.#words;
      this.#words = new Uint8Array(most * 2);
      this.#words.set(words);
    }
    const end = writeUtf8(this.#words, this.#wordsEnd, text, from, to);
    this.#words[end] = SPACE;
    this.#wordsEnd = end + 1;
  }
}
