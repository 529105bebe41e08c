import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TermCounter } from './term-counter.ts';
import { hashOf, lengthOf, score } from './term-vector.ts';

/** What a counter makes of whole words. */
function counted(words: readonly string[], counter = new TermCounter()) {
  for (const word of words) counter.add(word, 0, word.length, 1);
  const { words: bytes, terms } = counter.take();
  return { words: Buffer.from(bytes).toString(), terms };
}

describe('a counter of terms', () => {
  it('gives each term once, in UTF-8, whatever is in it', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1 })), (words) => {
      expect(counted(words).words).toBe([...new Set(words)].map((word) => `${word.toWellFormed()} `).join(''));
    }));
    expect(counted(['\ud800', 'a\udc00b', '\ud83d\ude00']).words).toBe('\ufffd a\ufffdb \ud83d\ude00 ');
  });

  it('counts how often each occurs among all, however many there are', () => {
    const words = Array.from({ length: 5_000 }, (_, at) => `word${at}`);
    const { terms } = counted([...words, 'word7', 'word7']);
    expect(lengthOf(terms)).toBe(5_002);
    const worth = (word: string) => score(terms, [{ hash: hashOf(word), weight: 1 }], 5_002);
    expect(worth('word8')).toBeGreaterThan(0);
    expect(worth('word7')).toBeGreaterThan(worth('word8'));
    expect(worth('other')).toBe(0);
  });

  it('begins anew after each passage', () => {
    const counter = new TermCounter();
    counted(['a', 'b', 'b'], counter);
    expect(counted(['b'], counter)).toEqual(counted(['b']));
  });
});
