import { describe, expect, it } from 'vitest';
import { Analyser } from './analyser.ts';

const analyser = new Analyser();

describe('the analyser', () => {
  it('cuts Chinese into words, and long words into their parts too', () => {
    expect(analyser.terms('清华大学的学生')).toEqual(expect.arrayContaining(['清华', '大学', '清华大学', '学生']));
  });

  it('cuts what no dictionary has into characters', () => {
    expect(analyser.terms('龘靐')).toEqual(['龘', '靐']);
  });

  it('makes no difference between traditional and simplified, wide and narrow, large and small', () => {
    expect(analyser.terms('軟體設計 ＡＢＣ１２')).toEqual(analyser.terms('软体设计 abc12'));
  });

  it('cuts English into stems', () => {
    expect(analyser.terms('Running quickly, the runners ran')).toEqual(['run', 'quickli', 'the', 'runner', 'ran']);
  });

  it('cuts scripts without spaces into pairs', () => {
    expect(analyser.terms('ひらがな')).toEqual(['ひら', 'らが', 'がな']);
    expect(analyser.terms('データbase')).toEqual(['デー', 'ータ', 'base']);
    expect(analyser.terms('한국어 말')).toEqual(['한국', '국어', '말']);
  });

  it('keeps what is mixed apart', () => {
    expect(analyser.terms('《战国无双3》（ω-force）')).toEqual(['战国', '无双', '3', 'ω', 'forc']);
  });

  it('has no terms where there are no words', () => {
    expect(analyser.terms(' …！？\n')).toEqual([]);
  });

  it('cuts off a term that is too long', () => {
    expect(analyser.terms('9'.repeat(1_000))).toEqual(['9'.repeat(64)]);
  });
});
