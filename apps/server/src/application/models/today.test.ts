import { expect, it } from 'vitest';
import { todayInWords } from './today.ts';

it.each([
  ['Asia/Shanghai', 'Friday, 2026-11-27 (Asia/Shanghai)'],
  ['America/New_York', 'Thursday, 2026-11-26 (America/New_York)'],
  ['UTC', 'Thursday, 2026-11-26 (UTC)'],
])('the day in %s', (timeZone, words) => {
  expect(todayInWords(Date.parse('2026-11-26T17:50:00Z'), timeZone)).toBe(words);
});
