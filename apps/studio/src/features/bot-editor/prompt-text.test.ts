import { describe, expect, it } from 'vitest';
import { openName, partsOfPrompt } from './prompt-text.ts';

describe('a prompt', () => {
  it('is its pieces, in which names are known or not', () => {
    const prompt = 'In {{city}}, {{ name }} and {{城市}}: {{}} {x}';
    const parts = partsOfPrompt(prompt, new Set(['city', '城市']));
    expect(parts.map(({ text }) => text).join('')).toBe(prompt);
    expect(parts.filter(({ kind }) => kind !== 'plain')).toEqual([
      { kind: 'known', text: '{{city}}' },
      { kind: 'unknown', text: '{{ name }}' },
      { kind: 'known', text: '{{城市}}' },
    ]);
  });

  it.each([
    ['In {{', 5, { typed: '', from: 5, to: 5 }],
    ['In {{ci', 7, { typed: 'ci', from: 5, to: 7 }],
    ['In {{ci}} now', 7, { typed: 'ci', from: 5, to: 9 }],
    ['In {{city}} now', 13, undefined],
    ['In {ci', 6, undefined],
  ])('%j with the caret at %i has open %j', (prompt, caret, open) => {
    expect(openName(prompt, caret)).toEqual(open);
  });
});
