import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { stemmer } from 'stemmer';
import { fold } from './fold.ts';

/** Rises with every change of how terms are cut: what was indexed before has to be indexed anew. */
export const ANALYSER = 'words-1';

/** Longer terms are cut off: nobody looks for them whole. */
const TERM_CHARACTERS = 64;

/** Runs of Han, runs of letters of scripts that write no spaces between words or bend them, and words of the other scripts. */
const RUNS =
  /(\p{Script=Han}+)|([[\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{M}]]+)|[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]+/gv;
const ENGLISH = /^[a-z]+$/;

/**
 * Cuts text into terms: Chinese into the words of jieba's dictionary, the parts of long words too and unknown ones into
 * characters (its guesses at new words find less: see `docs/development/decisions/search.md`); English into stems; scripts
 * that write no spaces into pairs of characters.
 */
export class Analyser {
  readonly #jieba = Jieba.withDict(dict);
  readonly #stems = new Map<string, string>();

  /** All terms of a text, in its order. */
  terms(text: string): string[] {
    const terms: string[] = [];
    for (const [run, han, unspaced] of fold(text).matchAll(RUNS)) {
      if (han !== undefined) terms.push(...this.#jieba.cutForSearch(han, false));
      else if (unspaced !== undefined) terms.push(...pairs(unspaced));
      else terms.push(ENGLISH.test(run) ? this.#stem(run) : run.slice(0, TERM_CHARACTERS));
    }
    return terms;
  }

  #stem(word: string): string {
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    const stem = stemmer(word.slice(0, TERM_CHARACTERS));
    if (this.#stems.size >= KEPT_STEMS) this.#stems.clear();
    this.#stems.set(word, stem);
    return stem;
  }
}

const KEPT_STEMS = 20_000;

function pairs(run: string): string[] {
  const characters = Array.from(run);
  return characters.length === 1 ? characters : characters.slice(1).map((character, before) => `${characters[before]}${character}`);
}
