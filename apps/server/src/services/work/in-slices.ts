/** About how many characters go into one document, so that it fits into one of any store. */
const SLICE = 2 * 1024 * 1024;

/** Entries of a journal in slices that can be kept as documents, in their order; there is always one. */
export function inSlices<Entry>(entries: readonly Entry[], lengthOf: (entry: Entry) => number): readonly (readonly Entry[])[] {
  const slices: Entry[][] = [[]];
  let characters = 0;
  for (const entry of entries) {
    const length = lengthOf(entry);
    if (characters > 0 && characters + length > SLICE) {
      slices.push([]);
      characters = 0;
    }
    slices.at(-1)?.push(entry);
    characters += length;
  }
  return slices;
}
