import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { after, collect, failureOf, FINISH, never, StubModel, TEXT } from '../testing/stub-model.ts';
import { TimeOuts } from './time-outs.ts';

const clock = { now: () => Date.now() };
const limits = { firstEvent: 1000, idle: 500, total: 5000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('time-outs', () => {
  it('ends a call whose first event does not come', async () => {
    const stub = new StubModel([never()]);
    const failure = failureOf(collect(new TimeOuts(stub, limits, clock)));
    await vi.advanceTimersByTimeAsync(999);
    expect(stub.running).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await failure).toMatchObject({ kind: 'timeout', message: expect.stringContaining('within 1 s') });
    expect(stub.aborted).toBe(1);
  });

  it('ends a call that goes silent in the middle', async () => {
    const failure = failureOf(collect(new TimeOuts(new StubModel([TEXT, never()]), limits, clock)));
    await vi.advanceTimersByTimeAsync(1500);
    expect(await failure).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('silent for 0.5 s'),
    });
  });

  it('ends a call that takes too long in all, however lively it is', async () => {
    const steps = Array.from({ length: 100 }, (_, index) => after(index * 100, TEXT));
    const failure = failureOf(collect(new TimeOuts(new StubModel(steps), limits, clock)));
    await vi.advanceTimersByTimeAsync(5500);
    expect(await failure).toMatchObject({ message: expect.stringContaining('5 s in all') });
  });

  it('lets a lively call go on past its first limit', async () => {
    const steps = [after(900, TEXT), after(1300, TEXT), after(1700, TEXT), after(2100, FINISH)];
    const events = collect(new TimeOuts(new StubModel(steps), limits, clock));
    await vi.advanceTimersByTimeAsync(3000);
    expect(await events).toHaveLength(4);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not count the time that the reader takes', async () => {
    const stream = new TimeOuts(new StubModel([TEXT, FINISH]), limits, clock).stream({ messages: [] }, { signal: new AbortController().signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await vi.advanceTimersByTimeAsync(4000);
    expect((await iterator.next()).value).toEqual(FINISH);
    await iterator.next();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('passes a cancel on, with its reason', async () => {
    const stub = new StubModel([never()]);
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const failure = failureOf(collect(new TimeOuts(stub, limits, clock), cancel.signal));
    cancel.abort(reason);
    expect(await failure).toBe(reason);
    expect(stub.aborted).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
