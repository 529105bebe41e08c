import { describe, expect, it } from 'vitest';
import { inParts, questionsOf } from './question-lines.ts';

describe('a list of questions', () => {
  it('has one a line, with what is to be found after a tab or a bar', () => {
    expect(questionsOf('Who?\tAda\n几点开门？ | 九点 | 十点\r\n\n')).toEqual({
      questions: [{ question: 'Who?', quotes: ['Ada'] }, { question: '几点开门？', quotes: ['九点', '十点'] }],
      incomplete: [],
    });
  });

  it('names the lines that lack what is to be found', () => {
    expect(questionsOf('Who?\nWhen?|today\nWhere?|')).toEqual({ questions: [{ question: 'When?', quotes: ['today'] }], incomplete: [1, 3] });
  });

  it('is sent in parts', () => {
    expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inParts([], 2)).toEqual([]);
  });
});
