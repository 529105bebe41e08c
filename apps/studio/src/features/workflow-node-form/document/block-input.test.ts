import { describe, expect, it } from 'vitest';
import { emptyInput, emptyLiteral, literalInput, outputInput, readInput, retyped, variableInput } from './block-input.ts';

const STRING = { kind: 'string' } as const;
const INTEGER = { kind: 'integer' } as const;
const STRINGS = { kind: 'list', item: STRING } as const;

describe('a value as the document has it', () => {
  it.each([
    [literalInput(INTEGER, 3), { expression: 'literal', type: INTEGER, value: 3 }],
    [outputInput(STRINGS, '7', 'a.b'), { expression: 'output', type: STRINGS, node: '7', path: ['a', 'b'] }],
    [variableInput(STRING, 'app', ['city']), { expression: 'variable', type: STRING, scope: 'app', path: ['city'] }],
    [emptyInput(STRING), { expression: 'missing', type: STRING }],
    [emptyLiteral(INTEGER), { expression: 'missing', type: INTEGER }],
  ])('is read by the canvas as it was meant: %j', (input, read) => {
    expect(readInput(input)).toEqual(read);
  });

  it('has the mark by which Coze shows it', () => {
    expect([literalInput(STRING, 'x'), literalInput(STRINGS, '[]'), literalInput({ kind: 'object', fields: [] }, '{}')].map(({ value }) => value?.rawMeta)).toEqual([{ type: 1 }, { type: 99 }, { type: 6 }]);
  });

  it.each([
    [literalInput(STRING, '12'), INTEGER, 12],
    [literalInput(INTEGER, 12), STRING, '12'],
    [literalInput(STRING, '["a"]'), STRINGS, '["a"]'],
    [literalInput(STRING, 'twelve'), INTEGER, null],
  ])('of another type keeps what can be of that: %j', (input, type, content) => {
    expect(retyped(input, type).value?.content).toEqual(content);
  });

  it('of another type stays the reference that it is', () => {
    expect(readInput(retyped(outputInput(STRING, '7', 'a'), INTEGER))).toEqual({ expression: 'output', type: INTEGER, node: '7', path: ['a'] });
  });
});
