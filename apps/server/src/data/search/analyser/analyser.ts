import { dict } from '@node-rs/jieba/dict.js';
import { stemmer } from 'stemmer';
import { after } from './code-points.ts';
import { fold } from './fold.ts';
import { characterKinds, kindOfCharacter } from './kind-of-character.ts';
import { type TakeTerm, WordCutter } from './word-cutter.ts';
import { WordTrie } from './word-trie.ts';

/** Rises with every change of how terms are cut: what was indexed before has to be indexed anew. */
export const ANALYSER = 'words-1';

/** Longer terms are cut off: nobody looks for them whole. */
const TERM_CHARACTERS = 64;

/**
 * Cuts text into terms: Chinese into the words of jieba's dictionary, the parts of long words too and unknown ones into
 * characters (its guesses at new words find less: see `docs/development/decisions/search.md`); English into stems; scripts
 * that write no spaces into pairs of characters.
 */
export class Analyser {
  readonly #words = new WordCutter(new WordTrie(dict));
  readonly #stems = new Map<string, string>();

  /** All terms of a text, in its order. */
  terms(text: string): string[] {
    const terms: string[] = [];
    this.cut(text, (source, from, to) => terms.push(source.slice(from, to)));
    return terms;
  }

  /** Gives all terms of a text, in its order, without making a string of each. */
  cut(text: string, take: TakeTerm): void {
    const folded = fold(text);
    for (let from = 0; from < folded.length; ) {
      const kind = kindAt(folded, from);
      let to = from;
      do to = after(folded, to);
      while (to < folded.length && kindAt(folded, to) === kind);
      if (kind === characterKinds.han) this.#words.cut(folded, from, to, take);
      else if (kind === characterKinds.unspaced) takePairs(folded, from, to, take);
      else if (kind === characterKinds.spaced) this.#takeWord(folded, from, to, take);
      from = to;
    }
  }

  #takeWord(text: string, from: number, to: number, take: TakeTerm): void {
    const end = Math.min(to, from + TERM_CHARACTERS);
    if (!isEnglish(text, from, to)) return take(text, from, end);
    const stem = this.#stem(text.slice(from, end));
    take(stem, 0, stem.length);
  }

  #stem(word: string): string {
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    const stem = stemmer(word);
    if (this.#stems.size >= KEPT_STEMS) this.#stems.clear();
    this.#stems.set(word, stem);
    return stem;
  }
}

const KEPT_STEMS = 20_000;

function kindAt(text: string, at: number): number {
  return kindOfCharacter(text.codePointAt(at) ?? 0);
}

function isEnglish(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x61 || unit > 0x7a) return false;
  }
  return true;
}

function takePairs(text: string, from: number, to: number, take: TakeTerm): void {
  let second = after(text, from);
  if (second === to) return take(text, from, to);
  for (let first = from; second < to; ) {
    const end = after(text, second);
    take(text, first, end);
    first = second;
    second = end;
  }
}
