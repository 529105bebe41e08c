/** Bytes after the terms: how many there are in all. */
export const LENGTH_BYTES = 4;
/** Bytes of one term: its hash and how often it occurs. */
export const TERM_BYTES = 5;
/** A term that occurs more often counts as so often. */
export const MOST_OFTEN = 255;

/** A term in 32 bits (FNV-1a): two of one passage that are the same are as rare as it takes. */
export function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c_9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
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
