/** Bytes after the terms: how many there are in all. */
const LENGTH_BYTES = 4;
/** Bytes of one term: its hash and how often it occurs. */
const TERM_BYTES = 5;
const MOST_OFTEN = 255;

/** A term in 32 bits (FNV-1a): two of one passage that are the same are as rare as it takes. */
export function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c_9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
}

/** The terms of a passage, counted. */
export interface CountedTerms {
  /** The distinct ones, with spaces between them. */
  readonly words: string;
  /**
   * Small enough to be read for each of thousands of candidates: the hashes of the distinct terms in rising order, how often
   * each occurs, and how many terms there are in all.
   */
  readonly terms: Uint8Array;
}

/** Counts the terms of one passage after the other. */
export class TermCounter {
  /** By slot of an open hash table: the term's hash, and how often it occurs; 0 where the slot is free. */
  #hashes = new Uint32Array(1_024);
  #counts = new Uint32Array(1_024);
  #slots: number[] = [];
  #words: string[] = [];
  #length = 0;

  /** Adds a term, a part of a text, so many times. */
  add(text: string, from: number, to: number, times: number): void {
    this.#length += times;
    const hash = hashOf(text, from, to);
    const slot = this.#slotOf(hash);
    if (this.#counts[slot] === 0) {
      this.#hashes[slot] = hash;
      this.#slots.push(slot);
      this.#words.push(text.slice(from, to));
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + times;
    if (this.#slots.length * 2 > this.#hashes.length) this.#grow();
  }

  /** What was added since the last time. */
  take(): CountedTerms {
    const count = this.#slots.length;
    const bytes = new Uint8Array(count * TERM_BYTES + LENGTH_BYTES);
    const view = new DataView(bytes.buffer);
    const hashes = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) hashes[at] = this.#hashes[this.#slots[at] ?? 0] ?? 0;
    hashes.sort();
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at] ?? 0;
      view.setUint32(at * 4, hash, true);
      bytes[count * 4 + at] = Math.min(MOST_OFTEN, this.#counts[this.#slotOf(hash)] ?? 0);
    }
    view.setUint32(bytes.length - LENGTH_BYTES, this.#length, true);
    const words = this.#words.join(' ');
    for (const slot of this.#slots) this.#counts[slot] = 0;
    this.#slots = [];
    this.#words = [];
    this.#length = 0;
    return { words, terms: bytes };
  }

  #slotOf(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = hash & mask;
    while (this.#counts[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const before = this.#slots.map((slot) => ({ hash: this.#hashes[slot] ?? 0, count: this.#counts[slot] ?? 0 }));
    this.#hashes = new Uint32Array(this.#hashes.length * 2);
    this.#counts = new Uint32Array(this.#hashes.length);
    this.#slots = before.map(({ hash, count }) => {
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#counts[slot] = count;
      return slot;
    });
  }
}

/** How many terms a passage has, of its encoded terms. */
export function lengthOf(encoded: Uint8Array): number {
  return new DataView(encoded.buffer, encoded.byteOffset).getUint32(encoded.byteLength - LENGTH_BYTES, true);
}

/** A term that is looked for, and what it is worth. */
export interface WeightedTerm {
  readonly hash: number;
  readonly weight: number;
}

/** What BM25 makes of how often a term occurs and how long its passage is. */
const K1 = 1.2;
const B = 0.75;

/** How rare a term is, where `found` of `all` passages have it; never 0, also where it was counted when there were more. */
export function rarity(found: number, all: number): number {
  return Math.log(1 + (Math.max(0, all - found) + 0.5) / (found + 0.5));
}

/** The BM25 score of a passage, by its encoded terms. */
export function score(encoded: Uint8Array, terms: readonly WeightedTerm[], averageLength: number): number {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const count = (encoded.byteLength - LENGTH_BYTES) / TERM_BYTES;
  const length = view.getUint32(encoded.byteLength - LENGTH_BYTES, true);
  const damping = K1 * (1 - B + (B * length) / averageLength);
  let sum = 0;
  for (const { hash, weight } of terms) {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = view.getUint32(middle * 4, true);
      if (found < hash) low = middle + 1;
      else if (found > hash) high = middle - 1;
      else {
        const often = encoded[count * 4 + middle] ?? 0;
        sum += (weight * often * (K1 + 1)) / (often + damping);
        break;
      }
    }
  }
  return sum;
}
