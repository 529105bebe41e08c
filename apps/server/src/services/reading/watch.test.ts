import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defaultReadingLimits } from './limits.ts';
import type { Unreadable } from './unreadable.ts';
import { Watch } from './watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('looks after a thread also where that takes long to be there', async () => {
  const kills: Unreadable[] = [];
  const slow = { getHeapStatistics: () => Promise.reject(new Error('The thread is not there yet.')) };
  const watch = new Watch(slow, { ...defaultReadingLimits, baseTime: 1_000, timePerMegabyte: 0 }, () => false, (reason) => kills.push(reason));
  await vi.advanceTimersByTimeAsync(900);
  expect(kills).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kills[0]?.reason.code).toBe('reading_too_slow');
  watch.close();
});
