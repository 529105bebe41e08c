import { expect, it } from 'vitest';
import { columnsOf } from './columns.ts';

it('has a column for every day: searches that found something, then those that found nothing', () => {
  expect(columnsOf(['2026-03-01', '2026-03-02'], [{ day: '2026-03-02', searches: 5, answered: 3 }])).toEqual([
    { day: '2026-03-01', parts: [0, 0] },
    { day: '2026-03-02', parts: [3, 2] },
  ]);
});
