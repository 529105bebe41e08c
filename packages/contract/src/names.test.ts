import { describe, expect, it } from 'vitest';
import { cleanName, nameOf, optionalNameOf, variableKeyword } from './names.ts';

const name = nameOf(20);

describe('a name', () => {
  it.each([
    ['Ada', 'Ada'],
    ['  客服 机器人 \n', '客服 机器人'],
    ['Zoë 👩‍👩‍👧 ❤️', 'Zoë 👩‍👩‍👧 ❤️'],
    ['می‌خواهم', 'می‌خواهم'],
    ['葛\u{e0100}城', '葛\u{e0100}城'],
    ['?', '?'],
  ])('may be %j', (given, kept) => {
    expect(name.parse(given)).toBe(kept);
  });

  it.each([
    ['a\u0000b', 'U+0000'],
    ['a\nb', 'U+000A'],
    ['a\u007fb', 'U+007F'],
    ['a\u0085b', 'U+0085'],
    ['a\u2028b', 'U+2028'],
    ['gpj.\u202eexe', 'U+202E'],
    ['a\u2067b', 'U+2067'],
    ['a\u200fb', 'U+200F'],
    ['a\u200bb', 'U+200B'],
    ['a\u00adb', 'U+00AD'],
    ['a\u3164b', 'U+3164'],
    ['a\u{e0041}b', 'U+E0041'],
    ['a\ud800b', 'U+D800'],
  ])('that holds what cannot be seen is refused, and told which: %j', (given, code) => {
    expect(name.safeParse(given).error?.issues[0]?.message).toContain(code);
  });

  it.each(['', '   ', '\u200d', '\u200c \ufe0f', '\u2800', '\u0301'])('that looks empty is refused: %j', (given) => {
    expect(name.safeParse(given).success).toBe(false);
  });

  it('is as long as it may be without the spaces around it', () => {
    expect(name.safeParse(` ${'x'.repeat(20)} `).success).toBe(true);
    expect(name.safeParse('x'.repeat(21)).success).toBe(false);
  });

  it('that may be left out may be empty, and nothing else that looks so', () => {
    const optional = optionalNameOf(20);
    expect([optional.parse(''), optional.parse('  '), optional.parse(' a ')]).toEqual(['', '', 'a']);
    for (const given of ['\u200d', 'a\u202eb']) expect(optional.safeParse(given).success).toBe(false);
  });
});

it.each([['城市', true], ['_a1', true], ['1a', false], ['a b', false], ['\u3164', false], ['a\u115f', false]])('the keyword %j of a variable: %s', (keyword, isOne) => {
  expect(variableKeyword.safeParse(keyword).success).toBe(isOne);
});

it.each([
  ['notes.txt', 'notes.txt'],
  [' a\r\nb.txt ', 'a b.txt'],
  ['gpj.\u202eexe', 'gpj.exe'],
  ['a\u0000\u200b.png', 'a.png'],
  ['half \ud83d.txt', 'half .txt'],
  ['\u200d\u202e', ''],
  ['👩‍👧.png', '👩‍👧.png'],
])('%j is cleaned to %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept);
});
