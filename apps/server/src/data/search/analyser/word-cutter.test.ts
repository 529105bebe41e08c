import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordCutter } from './word-cutter.ts';
import { WordTrie } from './word-trie.ts';

const jieba = Jieba.withDict(dict);
const cutter = new WordCutter(new WordTrie(dict));

function cut(run: string): string[] {
  const terms: string[] = [];
  cutter.cut(run, 0, run.length, (text, from, to) => terms.push(text.slice(from, to)));
  return terms;
}

/** Words of each length, common and rare, of the dictionary itself. */
const words = Buffer.from(dict).toString().split('\n').filter((_, at) => at % 97 === 0).map((line) => line.split(' ')[0] ?? '').filter((word) => /^\p{Script=Han}+$/v.test(word));
const word = fc.constantFrom(...words);
const character = fc.integer({ min: 0x4e00, max: 0x9fff }).map((code) => String.fromCodePoint(code));
const rare = fc.integer({ min: 0x2_0000, max: 0x2_a6df }).map((code) => String.fromCodePoint(code));
const run = fc.array(fc.oneof({ arbitrary: word, weight: 6 }, { arbitrary: character, weight: 3 }, { arbitrary: rare, weight: 1 }), { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''));

describe('the cutter of words', () => {
  it.each(['清华大学的学生', '中华人民共和国国务院', '龘靐', '𠀀𠀁的人', '结婚的和尚未结婚的', '的'])('cuts %s as jieba does', (text) => {
    expect(cut(text)).toEqual(jieba.cutForSearch(text, false));
  });

  it('cuts any run as jieba does without its guesses', () => {
    fc.assert(fc.property(run, (text) => {
      expect(cut(text)).toEqual(jieba.cutForSearch(text, false));
    }), { numRuns: 300 });
  });

  it('cuts what is longer than it takes at once part by part, and loses nothing', () => {
    const text = '研究生命起源'.repeat(2_000);
    const [first = ''] = text.match(/^.{4096}/) ?? [];
    expect(cut(text)).toEqual([...cut(first), ...cut(text.slice(4_096, 8_192)), ...cut(text.slice(8_192))]);
  });

  it('says that a dictionary is not sorted', () => {
    expect(() => new WordTrie(Buffer.from('中 3 n\n大 2 n\n丁 1 n\n'))).toThrow(/not sorted, from character 12 on/);
  });

  it('cuts a part of a text alone', () => {
    const terms: string[] = [];
    cutter.cut('研究生命起源', 2, 4, (text, from, to) => terms.push(text.slice(from, to)));
    expect(terms).toEqual(['生命']);
  });
});
