import { describe, expect, it } from 'vitest';
import { ModelError } from '../model-error.ts';
import { collect, FINISH, StubModel, TEXT } from '../testing/stub-model.ts';
import { Fallback } from './fallback.ts';

const other = [[{ type: 'text' as const, text: 'from the other' }], FINISH];

describe('the fallback', () => {
  it.each(['connection', 'rate-limited', 'authentication', 'not-found', 'quota-exhausted', 'context-too-long', 'timeout', 'vendor-error'] as const)(
    'asks the other model after %s',
    async (kind) => {
      const events = await collect(new Fallback(new StubModel([new ModelError(kind, kind)]), new StubModel(other)));
      expect(events).toEqual([{ type: 'fallback' }, { type: 'text', text: 'from the other' }, ...FINISH]);
    },
  );

  it.each(['bad-request', 'content-filtered'] as const)('does not ask it after %s', async (kind) => {
    const second = new StubModel(other);
    await expect(collect(new Fallback(new StubModel([new ModelError(kind, kind)]), second))).rejects.toThrow(kind);
    expect(second.calls).toBe(0);
  });

  it('does not ask it when the reader has seen something, nor when all is well', async () => {
    const second = new StubModel(other);
    await expect(collect(new Fallback(new StubModel([TEXT, new ModelError('connection', 'broken')]), second))).rejects.toThrow('broken');
    expect(await collect(new Fallback(new StubModel([TEXT, FINISH]), second))).toEqual([...TEXT, ...FINISH]);
    expect(second.calls).toBe(0);
  });
});
