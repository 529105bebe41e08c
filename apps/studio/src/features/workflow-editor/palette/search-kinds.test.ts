import { expect, it } from 'vitest';
import { searchKinds } from './search-kinds.ts';

const keys = (text: string) => searchKinds(text).flatMap(({ kinds }) => kinds.map(({ key }) => key));

it.each([
  ['loop', ['loop', 'break', 'setVariable']],
  ['循环', ['loop', 'break', 'continue', 'setVariable']],
  ['大模型', ['llm']],
  ['HTTP req', ['http']],
  ['javascript', ['code']],
  ['nothing like this', []],
])('a search for %s finds %j, whatever the language of the studio', (text, expected) => {
  expect(keys(text)).toEqual(expected);
});

it('without a word everything is offered, but the beginning and the end, which every workflow has', () => {
  expect(keys('')).toContain('comment');
  expect(keys('')).not.toContain('start');
  expect(searchKinds('')[0]?.category).toBe('io');
});
