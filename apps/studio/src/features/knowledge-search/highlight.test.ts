import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const hits = (text: string, terms: readonly string[]): string[] => highlight(text, terms).flatMap(({ text: piece, isHit }) => (isHit ? [piece] : []));

describe('what was looked for, in a text', () => {
  it('is found whatever its width and case are', () => {
    expect(hits('ＡＰＩ keys of the api, not rapid', ['api'])).toEqual(['ＡＰＩ', 'api']);
    expect(hits('Größe, ﬁt', ['größe', 'fit'])).toEqual(['Größe', 'ﬁt']);
  });

  it('is found by the stems of English words', () => {
    expect(hits('Our policies and each policy; polite people refunded it.', ['polici', 'refund'])).toEqual(['policies', 'policy', 'refunded']);
    expect(hits('run, running, runabouts', ['run'])).toEqual(['run', 'running']);
  });

  it('is found within Chinese, by words rather than by single characters', () => {
    expect(hits('退款的期限是七天，退货的期限是十天。', ['退款', '期限', '的'])).toEqual(['退款', '期限', '期限']);
    expect(hits('我的书', ['书'])).toEqual(['书']);
  });

  it('takes numbers whole', () => {
    expect(hits('In 2026, not 20260, but 到2026年', ['2026'])).toEqual(['2026', '2026']);
  });

  it('leaves the text as it is', () => {
    const text = '𠮷野家 Ａb\nﬁ';
    expect(highlight(text, ['野家', 'ab']).map((piece) => piece.text).join('')).toBe(text);
    expect(highlight('', ['a'])).toEqual([]);
  });
});
