/** A piece of a text, and whether it was looked for. */
export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

const STEM = /^[a-z]+$/;
/** Scripts that write no spaces between words: their terms are looked for anywhere. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
const WORDS = /[[\p{L}\p{N}\p{M}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]+/gv;

/** An English word has so many more letters than its stem at most. */
const LONGEST_ENDING = 5;

/**
 * A text in pieces, of which those are hits that a search looked for. Terms are folded as searches fold them: width and case
 * make no difference, English words are there by their stems. Traditional Chinese that was found by simplified stays unmarked.
 */
export function highlight(text: string, terms: readonly string[]): Piece[] {
  const { folded, starts } = fold(text);
  const marks = new Uint8Array(text.length);
  const mark = (from: number, to: number): void => void marks.fill(1, starts[from], starts[to]);
  const unspaced = terms.filter((term) => UNSPACED.test(term));
  const long = unspaced.filter(({ length }) => length > 1);
  // A single character stands everywhere; it tells something where there is nothing longer.
  for (const term of long.length > 0 ? long : unspaced) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) mark(at, at + term.length);
  }
  const words = terms.filter((term) => term !== '' && !UNSPACED.test(term));
  for (const { 0: word, index } of words.length === 0 ? [] : folded.matchAll(WORDS)) {
    if (words.some((term) => isOf(word, term))) mark(index, index + word.length);
  }
  return piecesOf(text, marks);
}

function isOf(word: string, term: string): boolean {
  if (!STEM.test(term)) return word === term;
  const isBent = word.length - term.length <= LONGEST_ENDING;
  // The stem of "policy" and "policies" is "polici".
  return isBent && (word.startsWith(term) || (term.endsWith('i') && word.startsWith(`${term.slice(0, -1)}y`)));
}

/** The folded text, and for each of its places where that is in the text; one more for the end. */
function fold(text: string): { readonly folded: string; readonly starts: readonly number[] } {
  const starts: number[] = [];
  let folded = '';
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFKC').toLowerCase();
    folded += plain;
    for (let unit = 0; unit < plain.length; unit += 1) starts.push(at);
    at += character.length;
  }
  return { folded, starts: [...starts, at] };
}

function piecesOf(text: string, marks: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 1; at <= text.length; at += 1) {
    if (at < text.length && marks[at] === marks[from]) continue;
    pieces.push({ text: text.slice(from, at), isHit: marks[from] === 1 });
    from = at;
  }
  return pieces;
}
