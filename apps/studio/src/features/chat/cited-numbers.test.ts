import { expect, it } from 'vitest';
import { citedNumbers } from './cited-numbers.ts';

it.each([
  ['Within seven days [2], at the desk [1]. So it is [2].', [1, 2]],
  ['Both say so [1, 3] 都这么说[2，4]。', [1, 2, 3, 4]],
  ['rows[0].name and [a] and [2026] and []', [0]],
  ['A long talk [101].', [101]],
  ['None.', []],
])('finds the passages that %j names', (text, numbers) => {
  expect(citedNumbers(text)).toEqual(numbers);
});
