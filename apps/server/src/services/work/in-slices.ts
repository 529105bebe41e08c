import { roughLength } from '#kernel/rough-length.ts';

/** About how many characters go into one document, so that it fits into one of any store: sealed, each may take eight bytes. */
export const SLICE = 1024 * 1024;

/** Entries of a journal in slices that can be kept as documents, in their order; there is always one. */
export function inSlices<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const slices: Entry[][] = [[]];
  let characters = 0;
  for (const entry of entries) {
    const length = roughLength(entry);
    if (characters > 0 && characters + length > SLICE) {
      slices.push([]);
      characters = 0;
    }
    slices.at(-1)?.push(entry);
    characters += length;
  }
  return slices;
}
