/** How many dimensions the vectors of the scripted embedding model have. */
export const HASHED_DIMENSION = 256;

/**
 * A vector of a text, of length 1 and the same every time: each of its words and each pair of its Chinese
 * characters is a direction. Texts that share words are near to each other, others are not.
 */
export function hashedVector(text: string, dimension = HASHED_DIMENSION): Float32Array {
  const vector = new Float32Array(dimension);
  for (const word of wordsOf(text)) {
    const place = hash(word) % dimension;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.sqrt(vector.reduce((sum, part) => sum + part * part, 0));
  return length === 0 ? vector : vector.map((part) => part / length);
}

/** The share of a query's words that stand in a passage, from 0 to 1: the score of the scripted rerank model. */
export function sharedWords(query: string, passage: string): number {
  const asked = new Set(wordsOf(query));
  const found = new Set(wordsOf(passage));
  return asked.size === 0 ? 0 : asked.intersection(found).size / asked.size;
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{Script=Latin}\p{N}]+/gu) ?? [];
  const runs = text.match(/\p{Script=Han}+/gu) ?? [];
  const pairs = runs.flatMap((run) => (run.length === 1 ? [run] : Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2))));
  return [...words, ...pairs];
}

/** FNV-1a. */
function hash(word: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(word)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
