import { expect, it } from 'vitest';
import { changeOf } from './measures.ts';

it.each([
  [[1], [2], 'better'],
  [[3], [0], 'better'],
  [[0], [9], 'worse'],
  [[1, 0], [1, 5], 'worse'],
  [[2, 1], [1, 2], 'same'],
  [[0], [0], 'same'],
  [[1], undefined, 'new'],
] as const)('ranks %j after %j are %s', (ranks, before, change) => {
  expect(changeOf(ranks, before)).toBe(change);
});
