import { describe, expect, it } from 'vitest';
import { typeOfWord, typeWord, variableTypes } from './type-words.ts';

describe('the types of variables', () => {
  const words = [...Object.keys(variableTypes), 'list<string>', 'list<object>', 'list<image>'];

  it.each(words)('%s are called again what they are called', (word) => {
    expect(typeWord(typeOfWord(word))).toBe(word);
  });

  it('that are not listed have no word', () => {
    expect(typeWord({ kind: 'list', item: { kind: 'list', item: { kind: 'string' } } })).toBeUndefined();
  });
});
