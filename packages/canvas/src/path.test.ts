import { describe, expect, it } from 'vitest';
import { parsePath, pathText, valueAt } from './path.ts';

describe('a path', () => {
  it.each([
    ['a', ['a']],
    ['a.b.c', ['a', 'b', 'c']],
    ['list[0].name', ['list', 0, 'name']],
    ['x["a b"]', ['x', 'a b']],
    ["x['it\\'s']", ['x', "it's"]],
    ['名字.值', ['名字', '值']],
  ])('%s is read', (text, steps) => expect(parsePath(text)).toEqual(steps));

  it.each(['', '.', 'a.', '.a', 'a..b', '[0]', 'a[', 'a]b[', 'a[x]'])('%j is none', (text) => expect(parsePath(text)).toBeUndefined());

  it('is written as it is read', () => expect(pathText(['a', 'b', 0, 'c'])).toBe('a.b[0].c'));

  it('leads to a value, through the first element of a list where it names a field of one', () => {
    const value = { a: { b: [{ c: 1 }, { c: 2 }] } };
    expect(valueAt(value, ['a', 'b', 'c'])).toBe(1);
    expect(valueAt(value, ['a', 'b', 1, 'c'])).toBe(2);
    expect(valueAt(value, ['a', 'x', 'c'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
    expect(valueAt({}, ['constructor'])).toBeUndefined();
  });
});
