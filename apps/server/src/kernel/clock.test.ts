import { afterEach, describe, expect, it, vi } from 'vitest';
import { ManualClock, seconds, SystemClock } from './clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the clock of the system', () => {
  it('goes with the machine, and never back', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 5_000 });
    const clock = new SystemClock();
    expect(clock.now()).toBe(5_000);
    vi.setSystemTime(4_000);
    expect(clock.now()).toBe(5_000);
    vi.setSystemTime(5_001);
    expect(clock.now()).toBe(5_001);
  });
});

describe('a clock for tests', () => {
  it('moves when it is told to', () => {
    const clock = new ManualClock(1_000);
    clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });
});

it('seconds are whole', () => {
  expect([0, 999, 1_000, 1_999].map(seconds)).toEqual([0, 0, 1, 1]);
});
