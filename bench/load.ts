import { setTimeout as wait } from 'node:timers/promises';

/** What came of a load. */
export interface Outcome<T> {
  readonly results: readonly T[];
  /** The first few of what failed, and how many did. */
  readonly errors: readonly unknown[];
  readonly failed: number;
  /** From the first call to the end of the last, in seconds. */
  readonly seconds: number;
}

const ERRORS_KEPT = 3;

class Tally<T> {
  readonly results: T[] = [];
  readonly errors: unknown[] = [];
  failed = 0;
  readonly #begin = performance.now();

  async count(action: Promise<T>): Promise<void> {
    try {
      this.results.push(await action);
    } catch (error) {
      this.failed += 1;
      if (this.errors.length < ERRORS_KEPT) this.errors.push(error);
    }
  }

  outcome(): Outcome<T> {
    const { results, errors, failed } = this;
    return { results, errors, failed, seconds: (performance.now() - this.#begin) / 1000 };
  }
}

/** Closed loop: so many callers, each of which calls again when it has its answer, until the time is over. */
export async function closedLoop<T>(callers: number, seconds: number, action: () => Promise<T>): Promise<Outcome<T>> {
  const end = performance.now() + seconds * 1000;
  return repeat(callers, action, () => performance.now() < end);
}

/** So many calls in all, by so many callers. */
export function repeatTimes<T>(callers: number, times: number, action: () => Promise<T>): Promise<Outcome<T>> {
  let left = times;
  return repeat(callers, action, () => left-- > 0);
}

async function repeat<T>(callers: number, action: () => Promise<T>, goesOn: () => boolean): Promise<Outcome<T>> {
  const tally = new Tally<T>();
  const caller = async (): Promise<void> => {
    while (goesOn()) await tally.count(action());
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return tally.outcome();
}

/**
 * Open loop: calls arrive at random (Poisson) at `rate` a second, whether or not those before have
 * their answers. `action` is given the moment at which its call was due, from which its time counts.
 */
export async function openLoop<T>(rate: number, seconds: number, action: (due: number) => Promise<T>): Promise<Outcome<T>> {
  const tally = new Tally<T>();
  const calls: Promise<void>[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  for (let due = begin; due < end; due -= (Math.log(1 - Math.random()) * 1000) / rate) {
    const early = due - performance.now();
    if (early > 0) await wait(early);
    // A timer may fire a little early: nothing counts from before it was sent.
    calls.push(tally.count(action(Math.min(due, performance.now()))));
  }
  await Promise.all(calls);
  return tally.outcome();
}
