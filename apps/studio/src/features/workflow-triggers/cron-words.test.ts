import { expect, it } from 'vitest';
import { cronMeaning } from './cron-words.ts';

it.each([
  ['* * * * *', { kind: 'everyMinutes', count: 1 }],
  ['*/15 * * * *', { kind: 'everyMinutes', count: 15 }],
  ['*/7 * * * *', { kind: 'other' }],
  ['30 * * * *', { kind: 'hourly', minute: 30 }],
  ['5 9 * * *', { kind: 'daily', time: '09:05' }],
  ['0 9 * * 1-5', { kind: 'weekly', days: [1, 2, 3, 4, 5], time: '09:00' }],
  ['0 9 * * MON,sun', { kind: 'weekly', days: [1, 0], time: '09:00' }],
  ['0 9 * * 7', { kind: 'weekly', days: [0], time: '09:00' }],
  ['0 9 1 * *', { kind: 'monthly', day: 1, time: '09:00' }],
  ['0 9 1 1 *', { kind: 'other' }],
  ['0 9 1 * 1', { kind: 'other' }],
  ['0 9,17 * * *', { kind: 'other' }],
  ['0 9 * * 5-1', { kind: 'other' }],
  ['', { kind: 'other' }],
])('%s means %j', (cron, meaning) => {
  expect(cronMeaning(cron)).toEqual(meaning);
});
