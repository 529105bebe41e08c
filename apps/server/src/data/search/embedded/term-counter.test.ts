import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buffersOf, TermCounter } from './term-counter.ts';
import { hashOf, lengthOf, score } from './term-vector.ts';

/** What a counter makes of whole words. */
function counted(words: readonly string[], counter = new TermCounter()) {
  for (const word of words) counter.add(word, 0, word.length, 1);
  counter.end();
  const [passage] = counter.take();
  if (!passage) throw new Error('It was ended.');
  return { words: Buffer.from(passage.words).toString(), terms: passage.terms };
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

  it('begins anew after each passage, and when they are taken', () => {
    const counter = new TermCounter();
    counter.add('ab', 0, 1, 2);
    counter.end();
    counter.end();
    counter.add('ab', 1, 2, 1);
    expect(counted([], counter)).toEqual(counted(['a', 'a']));
    expect(counted(['b'], counter)).toEqual(counted(['b']));
  });

  it('has all passages in one buffer, which is not its own', () => {
    const counter = new TermCounter();
    for (const word of ['apple', 'pear']) {
      counter.add(word, 0, word.length, 1);
      counter.end();
    }
    const passages = counter.take();
    expect(passages.map(({ words }) => Buffer.from(words).toString())).toEqual(['apple ', 'pear ']);
    expect(buffersOf(passages)).toHaveLength(1);
    counter.add('plum', 0, 4, 1);
    expect(Buffer.from(passages[0]?.words ?? []).toString()).toBe('apple ');
  });
});
