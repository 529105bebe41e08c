import { auditActions } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import * as english from './en/index.ts';
import * as englishRest from './en/part-administration.ts';
import * as englishFirst from './en/part-first.ts';
import * as englishKnowledge from './en/part-knowledge.ts';
import * as englishWorkflows from './en/part-workflows.ts';
import { preferredLanguage } from './language.ts';
import { partOf, parts, type WordPart } from './parts.ts';
import * as chinese from './zh-CN/index.ts';
import * as chineseRest from './zh-CN/part-administration.ts';
import * as chineseFirst from './zh-CN/part-first.ts';
import * as chineseKnowledge from './zh-CN/part-knowledge.ts';
import * as chineseWorkflows from './zh-CN/part-workflows.ts';

const byPart: Readonly<Record<WordPart, readonly object[]>> = {
  first: [englishFirst, chineseFirst],
  administration: [englishRest, chineseRest],
  knowledge: [englishKnowledge, chineseKnowledge],
  workflows: [englishWorkflows, chineseWorkflows],
};

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

describe('the actions of the audit log', () => {
  it('all have words, and none has that is no action', () => {
    const worded = texts(english.audit.actions).map(([path]) => path);
    expect(worded.toSorted()).toEqual([...new Set<string>(auditActions)].toSorted());
  });
});

describe('the parts of the words', () => {
  it.each(Object.entries(byPart))('hold in "%s" what is said to be in it', (part, loaded) => {
    expect(loaded.map((words) => Object.keys(words))).toEqual([parts[part as WordPart], parts[part as WordPart]]);
    expect(parts[part as WordPart].map(partOf)).toEqual(parts[part as WordPart].map(() => part));
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
