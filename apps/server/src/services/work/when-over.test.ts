import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { whenOver } from './when-over.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work of which `isOver` is known, and how often it was asked for. */
function watched(finishedHere: Promise<void>, signal?: AbortSignal) {
  const state = { isOver: false, looks: 0, isTold: false };
  const isOver = async () => {
    state.looks += 1;
    return state.isOver;
  };
  void whenOver({ finishedHere: () => finishedHere }, '1', isOver, signal).then(() => (state.isTold = true));
  return state;
}

it('work of this process is looked at when it leaves it, and not before', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const state = watched(promise);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state).toMatchObject({ looks: 0, isTold: false });
  state.isOver = true;
  resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(state).toMatchObject({ looks: 1, isTold: true });
});

it('work of another process is looked at a few times a second', async () => {
  const state = watched(Promise.resolve());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state).toMatchObject({ looks: 6, isTold: false });
  state.isOver = true;
  await vi.advanceTimersByTimeAsync(200);
  expect(state).toMatchObject({ looks: 7, isTold: true });
});

it.each([Promise.resolve(), new Promise<void>(() => undefined)])('nobody waits who was told not to', async (finished) => {
  const controller = new AbortController();
  const state = watched(finished, controller.signal);
  await vi.advanceTimersByTimeAsync(50);
  controller.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(state.isTold).toBe(true);
});
