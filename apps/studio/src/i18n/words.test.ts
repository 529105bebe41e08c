import { describe, expect, it } from 'vitest';
import * as english from './en/index.ts';
import { preferredLanguage } from './language.ts';
import * as chinese from './zh-CN/index.ts';

/** Every text of a language by its path, such as `common.roles.owner`. */
function texts(words: object, path: readonly string[] = []): [path: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) => {
    const here = [...path, key];
    return typeof value === 'string' ? [[here.join('.'), value] as [string, string]] : texts(value, here);
  });
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted((one, other) => one.localeCompare(other));

describe('the words', () => {
  const translated = new Map(texts(chinese));

  it.each(texts(english))('%s are there in both languages, with the same gaps', (path, text) => {
    const other = translated.get(path);
    expect(other?.trim()).toBeTruthy();
    expect(text.trim()).toBeTruthy();
    expect(placeholders(other ?? '')).toEqual(placeholders(text));
  });

  it('are no more in Chinese than in English', () => {
    expect([...translated.keys()]).toEqual(texts(english).map(([path]) => path));
  });
});

describe('the language of a reader', () => {
  it.each([
    [null, [], 'en'],
    [null, ['fr', 'zh-TW', 'en'], 'zh-CN'],
    [null, ['en-GB', 'zh'], 'en'],
    ['zh-CN', ['en'], 'zh-CN'],
    ['xx', ['zh'], 'zh-CN'],
  ] as const)('that chose %j with a browser for %j is %s', (chosen, wanted, language) => {
    expect(preferredLanguage(chosen, wanted)).toBe(language);
  });
});
