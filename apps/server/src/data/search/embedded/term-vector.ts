/** Bytes after the terms: how many there are in all. */
const LENGTH_BYTES = 4;
/** Bytes of one term: its hash and how often it occurs. */
const TERM_BYTES = 5;
const MOST_OFTEN = 255;

/** A term in 32 bits (FNV-1a): two of one passage that are the same are as rare as it takes. */
export function hashOf(term: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < term.length; at += 1) hash = Math.imul(hash ^ term.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
}

/**
 * The terms of a passage, small enough to be read for each of thousands of candidates: the hashes of its distinct terms in
 * rising order, how often each occurs, and how many terms there are in all.
 */
export function encodeTerms(terms: readonly string[]): Uint8Array {
  const counts = new Map<number, number>();
  for (const term of terms) {
    const hash = hashOf(term);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  const bytes = new Uint8Array(counts.size * TERM_BYTES + LENGTH_BYTES);
  const view = new DataView(bytes.buffer);
  const hashes = Uint32Array.from(counts.keys()).toSorted();
  hashes.forEach((hash, at) => {
    view.setUint32(at * 4, hash, true);
    bytes[hashes.length * 4 + at] = Math.min(MOST_OFTEN, counts.get(hash) ?? 0);
  });
  view.setUint32(bytes.length - LENGTH_BYTES, terms.length, true);
  return bytes;
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

/** How rare a term is, where `found` of `all` passages have it. */
export function rarity(found: number, all: number): number {
  return Math.log(1 + Math.max(0, all - found + 0.5) / (found + 0.5));
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
