import { describe, expect, it } from 'vitest';
import { linesOf, textOfLines } from './escaped-lines.ts';

describe('texts in lines', () => {
  it.each([[['，', '\n', '\t']], [[String.raw`\n`, '\\']], [['a\\\n']]])('%j come back as they were', (list) => {
    expect(linesOf(textOfLines(list))).toEqual(list);
  });

  it('are what is typed', () => {
    expect(linesOf(String.raw`\n` + '\n;')).toEqual(['\n', ';']);
  });
});
