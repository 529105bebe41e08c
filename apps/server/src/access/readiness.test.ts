import { expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { GIVEN_UP, RESULT_STANDS, seldom } from './readiness.ts';

it('a costly check is made once for all who ask at the same time and soon after, and again later, however it ended', async () => {
  const clock = new ManualClock();
  let isFull = true;
  let made = 0;
  const check = seldom(async () => {
    made += 1;
    if (isFull) throw new Error('The disk is full.');
  }, clock);
  const outcomes = await Promise.allSettled([check(), check()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isFull = false;
  clock.advance(RESULT_STANDS - 1);
  await expect(check()).rejects.toThrow('full');
  expect(made).toBe(1);
  clock.advance(1);
  await check();
  expect(made).toBe(2);
});

it('a check that takes long is not begun a second time', async () => {
  const clock = new ManualClock();
  const { promise, resolve } = Promise.withResolvers<void>();
  let made = 0;
  const check = seldom(() => ((made += 1), promise), clock);
  const first = check();
  clock.advance(GIVEN_UP - 1);
  const second = check();
  resolve();
  await Promise.all([first, second]);
  expect(made).toBe(1);
});

it('a check that never settles is given up and made again, and what it says much later counts no more', async () => {
  const clock = new ManualClock();
  const lost = Promise.withResolvers<void>();
  const results = [lost.promise, Promise.resolve(), Promise.reject(new Error('The disk is full.'))];
  let made = 0;
  const check = seldom(() => results[made++] ?? Promise.resolve(), clock);
  const first = check();
  clock.advance(GIVEN_UP);
  await check();
  expect(made).toBe(2);
  clock.advance(RESULT_STANDS - 1);
  lost.reject(new Error('The share is gone.'));
  await expect(first).rejects.toThrow('gone');
  clock.advance(1);
  await expect(check()).rejects.toThrow('full');
});
