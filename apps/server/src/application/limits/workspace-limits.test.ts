import type { Limits } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryCache } from '#data/cache/index.ts';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import { WorkspaceLimits } from './workspace-limits.ts';

let limits: WorkspaceLimits;
let running: number;

beforeEach(async () => {
  const clock = new ManualClock();
  limits = await WorkspaceLimits.open(await openMemoryDocuments(), new MemoryCache(clock), clock);
  running = 0;
  await limits.documents.insert({ id: 'w', own: { running_chats: 2, stored_bytes: 100 } });
});

const measures = {
  running: async () => running,
  spentSince: async () => ({ tokens: 0, costs: new Map<string, number>() }),
};

/** Starts a chat that runs as soon as `begins` resolves. */
const start = (begins: Promise<void>, workspaceId = 'w') =>
  limits.startWork(workspaceId, measures, async () => {
    await begins;
    running += 1;
  });

describe('the limit of running chats', () => {
  it('counts chats that are being started', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const [first, second, third] = [start(promise), start(promise), start(promise)];
    await expect(third).rejects.toThrow(TooManyRequests);
    resolve();
    await Promise.all([first, second]);
    await expect(start(promise)).rejects.toThrow(TooManyRequests);
    running = 1;
    await start(promise);
  });

  it('does not count a start that has failed, nor those of another workspace', async () => {
    await expect(start(Promise.reject(new Error('no'))).catch(String)).resolves.toBe('Error: no');
    const { promise, resolve } = Promise.withResolvers<void>();
    const others = Array.from({ length: 3 }, () => start(promise, 'other'));
    const own = [start(promise), start(promise)];
    resolve();
    await Promise.all([...others, ...own]);
    expect(running).toBe(5);
  });
});

it('the limit of stored bytes counts those that are being stored', async () => {
  let bytes = 40;
  const store = (added: number) => limits.storeBytes('w', added, async () => bytes, async () => void (bytes += added));
  const outcomes = await Promise.allSettled([store(60), store(60), store(60)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(bytes).toBe(100);
});

describe('the limit of costs', () => {
  const spent = { running: measures.running, spentSince: async () => ({ tokens: 0, costs: new Map([['USD', 5], ['EUR', 1]]) }) };
  const isRefused = async (own: Limits, instance: Limits): Promise<boolean> => {
    await limits.documents.insert({ id: 'c', own, instance });
    return limits.startWork('c', spent, async () => false).catch((error: unknown) => error instanceof TooManyRequests);
  };

  it.each<[string, Limits, Limits, boolean]>([
    ['is the lower of both', { cost_per_day: 5, currency: 'USD' }, { cost_per_day: 9, currency: 'USD' }, true],
    ["is the instance's where currencies differ", { cost_per_day: 5, currency: 'USD' }, { cost_per_day: 9, currency: 'EUR' }, false],
    ['stands beside a currency alone of the instance', { cost_per_day: 5, currency: 'USD' }, { currency: 'EUR' }, true],
    ["of the instance stands beside a currency alone of the workspace's", { currency: 'USD' }, { cost_per_day: 1, currency: 'EUR' }, true],
  ])('%s', async (_, own, instance, refused) => {
    expect(await isRefused(own, instance)).toBe(refused);
  });
});
