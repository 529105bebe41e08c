import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelError } from '../model-error.ts';
import { collect, failureOf, FINISH, StubModel, TEXT } from '../testing/stub-model.ts';
import { Retries } from './retries.ts';

const broken = new ModelError('connection', 'broken');
const good = [TEXT, FINISH];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('retries', () => {
  it('calls again until it succeeds, with growing pauses', async () => {
    const stub = new StubModel([broken], [broken], good);
    const events = collect(new Retries(stub, 3, () => 1));
    await vi.advanceTimersByTimeAsync(499);
    expect(stub.calls).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(stub.calls).toBe(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(stub.calls).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await events).toHaveLength(2);
  });

  it('varies the pause by half', async () => {
    const stub = new StubModel([broken], good);
    const events = collect(new Retries(stub, 1, () => 0));
    await vi.advanceTimersByTimeAsync(250);
    expect(await events).toHaveLength(2);
  });

  it('gives up after the last one', async () => {
    const stub = new StubModel([broken]);
    const failure = failureOf(collect(new Retries(stub, 2, () => 0)));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failure).toBe(broken);
    expect(stub.calls).toBe(3);
  });

  it('waits as long as the vendor asks', async () => {
    const stub = new StubModel([new ModelError('rate-limited', 'slow down', { retryAfter: 7000 })], good);
    const events = collect(new Retries(stub, 1, () => 0));
    await vi.advanceTimersByTimeAsync(6999);
    expect(stub.calls).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await events).toHaveLength(2);
  });

  it('does not wait for minutes', async () => {
    const stub = new StubModel([new ModelError('rate-limited', 'slow down', { retryAfter: 600_000 })], good);
    await expect(collect(new Retries(stub, 1, () => 0))).rejects.toThrow('slow down');
  });

  it.each(['authentication', 'not-found', 'bad-request', 'context-too-long', 'content-filtered', 'quota-exhausted'] as const)('does not repeat what failed for good: %s', async (kind) => {
    const stub = new StubModel([new ModelError(kind, kind)], good);
    await expect(collect(new Retries(stub, 3, () => 0))).rejects.toThrow(kind);
    expect(stub.calls).toBe(1);
  });

  it('never begins anew what a reader has seen', async () => {
    const stub = new StubModel([TEXT, broken], good);
    await expect(collect(new Retries(stub, 3, () => 0))).rejects.toBe(broken);
    expect(stub.calls).toBe(1);
  });

  it('can be cancelled in a pause', async () => {
    const stub = new StubModel([broken], good);
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const failure = failureOf(collect(new Retries(stub, 3, () => 1), cancel.signal));
    await vi.advanceTimersByTimeAsync(100);
    cancel.abort(reason);
    expect(await failure).toBe(reason);
    expect(stub.calls).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
