import { describe, expect, it } from 'vitest';
import { ModelError } from '../model-error.ts';
import type { ModelEvent } from '../port.ts';
import { collect, failureOf, FINISH, StubModel, TEXT } from '../testing/stub-model.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';

describe('the concurrency limit', () => {
  it('lets so many run, and the others in order after them', async () => {
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<readonly ModelEvent[]>());
    const stub = new StubModel(...gates.map(({ promise }) => [promise, FINISH]));
    const limited = new ConcurrencyLimit(stub, 2);
    const replies = gates.map(() => collect(limited));
    await Promise.resolve();
    expect(stub.calls).toBe(2);
    gates[1]?.resolve(TEXT);
    await replies[1];
    expect(stub.calls).toBe(3);
    expect(stub.running).toBe(2);
    for (const gate of gates) gate.resolve(TEXT);
    expect(await Promise.all(replies)).toHaveLength(4);
    expect(stub.running).toBe(0);
  });

  it.each([
    ['fails at once', [new ModelError('connection', 'broken')]],
    ['fails in the middle', [TEXT, new ModelError('connection', 'broken')]],
    ['is empty', []],
  ])('gives the place free when a reply %s', async (_name, steps) => {
    const limited = new ConcurrencyLimit(new StubModel(steps, [TEXT, FINISH]), 1);
    await Promise.allSettled([collect(limited)]);
    expect(await collect(limited)).toHaveLength(2);
  });

  it('gives the place free when the reader leaves', async () => {
    const limited = new ConcurrencyLimit(new StubModel([TEXT, FINISH]), 1);
    for await (const _ of limited.stream({ messages: [] }, { signal: new AbortController().signal })) break;
    expect(await collect(limited)).toHaveLength(2);
  });

  it('lets a waiting call be cancelled without losing the place', async () => {
    const gate = Promise.withResolvers<readonly ModelEvent[]>();
    const stub = new StubModel([gate.promise], [TEXT]);
    const limited = new ConcurrencyLimit(stub, 1);
    const first = collect(limited);
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const waiting = failureOf(collect(limited, cancel.signal));
    cancel.abort(reason);
    expect(await waiting).toBe(reason);
    gate.resolve(TEXT);
    await first;
    expect(await collect(limited)).toHaveLength(1);
    expect(stub.calls).toBe(2);
  });
});
