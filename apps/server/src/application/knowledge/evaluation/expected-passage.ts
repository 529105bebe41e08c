/**
 * A passage that is to be found. It is kept as what it says: its id lasts only until its document is read anew, where the same
 * text may be cut otherwise, so that by the id alone no change of the splitting could be measured.
 */
export interface ExpectedPassage {
  /** Of the passage that it was when it was saved; absent of a quote. */
  readonly passageId?: string;
  readonly text: string;
}

/** What is kept of a passage's text, in characters. */
export const LONGEST_EXPECTED = 2_000;
/** Of the shorter of two texts so much must stand in the other. */
const SHARED = 0.5;
/** Texts are compared by what stands together, so many characters. */
const PIECE = 8;
/** Shorter pieces, in characters, are no good part of a passage, but a heading or the like. */
const SHORT = 40;

/** A passage that was found. */
export interface Shown {
  readonly id: string;
  /** As it is shown to a model. */
  readonly text: string;
}

/**
 * Of each expected passage the place, from 1, of the first found one that is it or has a good part of it; 0 where there is none.
 * Of rows (`whole`) all must be the same: most of what they say stands in every row.
 */
export function ranksOf(expected: readonly ExpectedPassage[], found: readonly Shown[], { whole }: { readonly whole: boolean }): number[] {
  const texts = found.map(({ text }) => comparable(whole ? text.slice(0, LONGEST_EXPECTED) : text));
  return expected.map(({ passageId, text }) => {
    const wanted = comparable(text);
    const isIn = (other: string) => {
      if (passageId === undefined && other.includes(wanted)) return true;
      return whole ? other === wanted : isSame(wanted, other);
    };
    return found.findIndex(({ id }, at) => id === passageId || isIn(texts[at] ?? '')) + 1;
  });
}

/** A text without what a new reading of its document may change: spaces, marks, and case. */
function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[\s\p{P}]+/gu, '');
}

/** Whether two texts are one passage, perhaps cut or changed a little. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short.length >= SHORT && (long.includes(short) || shared(short, long) >= SHARED);
}

/** Which part of a text stands in another one. */
function shared(short: string, long: string): number {
  const pieces = new Set(piecesOf(long));
  const own = piecesOf(short);
  return own.filter((piece) => pieces.has(piece)).length / own.length;
}

function piecesOf(text: string): string[] {
  return Array.from({ length: text.length - PIECE + 1 }, (_, at) => text.slice(at, at + PIECE));
}
