import { cmrc, english } from './retrieval-sets.ts';

/** Gives numbers from 0 to 1 that are the same every time: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sentences of real texts, put together anew: their words are as common as those of a language are. */
export interface Corpus {
  /** A text of about so many characters. */
  text(characters: number): string;
  readonly questions: readonly string[];
}

/** Chinese sentences where CMRC 2018 is there, else English ones; in an order that is the same every time. */
export async function corpus(seed = 1): Promise<Corpus> {
  const { passages, questions } = (await cmrc()) ?? (await english());
  const sentences = passages.flatMap(({ text }) => text.match(/[^。！？.!?]+[。！？.!?]*/g) ?? []).filter((sentence) => sentence.length > 8);
  const random = seeded(seed);
  return {
    questions: questions.map(({ text }) => text),
    text(characters) {
      let text = '';
      while (text.length < characters) text += sentences[Math.floor(random() * sentences.length)] ?? '';
      return text;
    },
  };
}
