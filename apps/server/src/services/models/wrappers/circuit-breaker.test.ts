import { describe, expect, it } from 'vitest';
import { ManualClock } from '#kernel/clock.ts';
import { ModelError } from '../model-error.ts';
import type { ChatModel } from '../port.ts';
import { collect, failureOf, FINISH, StubModel, TEXT, type StubStep } from '../testing/stub-model.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

const down: StubStep[] = [new ModelError('connection', 'down')];
const good: StubStep[] = [TEXT, FINISH];

async function fail(breaker: ChatModel, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await expect(collect(breaker)).rejects.toThrow('down');
}

describe('the circuit breaker', () => {
  it('stops calling after five failures in a row, and says for how long', async () => {
    const stub = new StubModel(down);
    const breaker = new CircuitBreaker(stub, new ManualClock());
    await fail(breaker, 5);
    await expect(collect(breaker)).rejects.toMatchObject({ kind: 'connection', retryAfter: 30_000 });
    expect(stub.calls).toBe(5);
  });

  it('lets one call try after half a minute, and all when it succeeds', async () => {
    const clock = new ManualClock();
    const stub = new StubModel(down, down, down, down, down, good);
    const breaker = new CircuitBreaker(stub, clock);
    await fail(breaker, 5);
    clock.advance(30_000);
    expect(await collect(breaker)).toHaveLength(2);
    expect(await collect(breaker)).toHaveLength(2);
  });

  it('refuses the others while one tries, and goes on refusing if it fails', async () => {
    const clock = new ManualClock();
    const stub = new StubModel(down);
    const breaker = new CircuitBreaker(stub, clock);
    await fail(breaker, 5);
    clock.advance(30_000);
    const trying = failureOf(collect(breaker));
    await expect(collect(breaker)).rejects.toThrow('left alone');
    expect(await trying).toMatchObject({ message: 'down' });
    await expect(collect(breaker)).rejects.toThrow('left alone');
    expect(stub.calls).toBe(6);
  });

  it('counts only failures in a row', async () => {
    const stub = new StubModel(down, down, down, down, good, down);
    const breaker = new CircuitBreaker(stub, new ManualClock());
    await fail(breaker, 4);
    await collect(breaker);
    await fail(breaker, 4);
    expect(stub.calls).toBe(9);
  });

  it('is not opened by what is wrong with requests', async () => {
    const stub = new StubModel([new ModelError('bad-request', 'down')]);
    const breaker = new CircuitBreaker(stub, new ManualClock());
    await fail(breaker, 6);
    expect(stub.calls).toBe(6);
  });
});
