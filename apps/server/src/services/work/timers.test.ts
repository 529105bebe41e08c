import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger } from '#kernel/logger.ts';
import { gate } from './testing.ts';
import { Timers } from './timers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('run an action soon, however seldom it repeats', async () => {
  const timers = new Timers(silentLogger);
  const action = vi.fn<() => Promise<void>>(async () => undefined);
  timers.every(3_600_000, 'seldom', action);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(action).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(action).toHaveBeenCalledTimes(2);
  await timers.stop();
});

it('let an action that fails repeat, and keep it from no other', async () => {
  const timers = new Timers(silentLogger);
  const failing = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('Refused.')));
  const whole = vi.fn<() => Promise<void>>(async () => undefined);
  timers.every(1_000, 'failing', failing);
  timers.every(1_000, 'whole', whole);
  await vi.advanceTimersByTimeAsync(3_000);
  expect([failing, whole].map(({ mock }) => mock.calls.length)).toEqual([3, 3]);
  await timers.stop();
});

it('never run an action twice at once, and wait for it when they stop', async () => {
  const timers = new Timers(silentLogger);
  const at = gate();
  const action = vi.fn<() => Promise<void>>(at.pass);
  timers.every(1_000, 'slow', action);
  await vi.advanceTimersByTimeAsync(10_000);
  let isStopped = false;
  const stopped = timers.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(isStopped).toBe(false);
  at.open();
  await stopped;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(action).toHaveBeenCalledTimes(1);
});
