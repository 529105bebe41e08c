import { expect, it } from 'vitest';
import { countOf } from './count-of.ts';

it.each([[0, '0 messages'], [1, '1 message'], [2, '2 messages']])('%d in words', (count, words) => {
  expect(countOf(count, 'message')).toBe(words);
});
