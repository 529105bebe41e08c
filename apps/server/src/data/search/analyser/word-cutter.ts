import { after } from './code-points.ts';
import { NO_NODE, type WordTrie } from './word-trie.ts';

/** Takes one term, a part of a text; `to` is the unit after it. */
export type TakeTerm = (text: string, from: number, to: number) => void;

/** More units than this are cut part by part. */
const MOST_UNITS = 4_096;

/**
 * Cuts a run of Han into the words of a dictionary: the way in which they are the commonest together, as jieba's `cutForSearch`
 * does without its guesses at new words; of a long word the pairs and threes that are words come before it.
 */
export class WordCutter {
  readonly #trie: WordTrie;
  /** Of the part that is cut: its units, what the best way from each place to the end weighs, and where its first word ends. */
  readonly #units = new Uint16Array(MOST_UNITS);
  readonly #weights = new Float64Array(MOST_UNITS + 1);
  readonly #ends = new Int32Array(MOST_UNITS);

  constructor(trie: WordTrie) {
    this.#trie = trie;
  }

  /** Gives the terms of a run, in their order. */
  cut(text: string, from: number, to: number, take: TakeTerm): void {
    for (let start = from; start < to; ) {
      let end = Math.min(to, start + MOST_UNITS);
      if (end < to && isLow(text.charCodeAt(end))) end -= 1;
      this.#cutPart(text, start, end, take);
      start = end;
    }
  }

  #cutPart(text: string, from: number, to: number, take: TakeTerm): void {
    this.#chooseWays(text, from, to);
    const ends = this.#ends;
    for (let at = from; at < to; ) {
      const end = from + (ends[at - from] ?? 0);
      this.#takeParts(text, at, end, 2, take);
      this.#takeParts(text, at, end, 3, take);
      take(text, at, end);
      at = end;
    }
  }

  /** Chooses for each place, from the last on, the word that begins there: of those that weigh the same together with what follows, the longest. */
  #chooseWays(text: string, from: number, to: number): void {
    const trie = this.#trie;
    const units = this.#units;
    const weights = this.#weights;
    const length = to - from;
    for (let at = 0; at < length; at += 1) units[at] = text.charCodeAt(from + at);
    weights[length] = 0;
    for (let at = length - 1; at >= 0; at -= 1) {
      let best = Number.NEGATIVE_INFINITY;
      let bestEnd = 0;
      let node = trie.root;
      for (let end = at; end < length; ) {
        node = trie.child(node, units[end] ?? 0);
        if (node === NO_NODE) break;
        end += 1;
        const own = trie.weight(node);
        if (own > 0) continue;
        const weight = own + (weights[end] ?? 0);
        if (weight >= best) {
          best = weight;
          bestEnd = end;
        }
      }
      if (bestEnd === 0) {
        bestEnd = Math.min(length, after(text, from + at) - from);
        best = trie.unknown + (weights[bestEnd] ?? 0);
      }
      weights[at] = best;
      this.#ends[at] = bestEnd;
    }
  }

  /** The words of so many characters in a longer one. */
  #takeParts(text: string, from: number, to: number, characters: number, take: TakeTerm): void {
    // As many units are at least needed for a part that is not the whole.
    if (to - from <= characters) return;
    for (let at = from; at < to; at = after(text, at)) {
      let end = at;
      for (let count = 0; count < characters && end < to; count += 1) end = after(text, end);
      const isWhole = at === from && end === to;
      if (!isWhole && this.#isWord(text, at, end, characters)) take(text, at, end);
    }
  }

  #isWord(text: string, from: number, to: number, characters: number): boolean {
    let node = this.#trie.root;
    let count = 0;
    for (let at = from; at < to; at += 1) {
      node = this.#trie.child(node, text.charCodeAt(at));
      if (node === NO_NODE) return false;
      if (!isLow(text.charCodeAt(at))) count += 1;
    }
    return count === characters && this.#trie.weight(node) <= 0;
  }
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
