import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryDocuments, type Documents } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { foldUsage } from './fold-usage.ts';
import { readUsage, type UsageQuery } from './read-usage.ts';
import { openUsageCollections, type UsageCollections } from './usage-documents.ts';
import { Usage, type UsedStep } from './usage.ts';

const DAY = 24 * 3_600_000;
const PRICE = { inputPerMillion: 2, outputPerMillion: 8, currency: 'CNY' };
const principal = { userId: 'u', instanceAdmin: false, via: 'session', credentialId: 'c' } as const;

let documents: Documents;
let collections: UsageCollections;
let clock: ManualClock;
let usage: Usage;

beforeEach(async () => {
  documents = await openMemoryDocuments();
  collections = await openUsageCollections(documents);
  clock = new ManualClock();
  usage = new Usage(collections, clock, async (modelId) => (modelId === 'free' ? undefined : PRICE));
});
afterEach(() => documents.close());

function step(modelId: string | undefined, inputTokens: number, outputTokens: number, milliseconds = 100): UsedStep {
  return { ...(modelId === undefined ? {} : { model_id: modelId }), input_tokens: inputTokens, output_tokens: outputTokens, started_at: 0, ended_at: milliseconds };
}

async function turn(id: string, steps: readonly UsedStep[] = [step('m', 1000, 500)], botId = 'b'): Promise<void> {
  await documents.inOrder(await usage.writes(id, 'w', botId, steps));
}

function read(query: Partial<UsageQuery> = {}) {
  return readUsage({ collections, identity: { authorize: async () => 'viewer' }, now: clock.now() }, principal, { workspaceId: 'w', groupBy: 'day', ...query });
}

describe('usage', () => {
  it('adds up the steps of a turn that asked a model', async () => {
    await turn('1', [step('m', 1000, 500, 100), step(undefined, 9, 9), step('m', 2000, 0, 300), step('free', 7, 7)]);
    const { total, groups } = await read({ groupBy: 'model' });
    expect(total).toMatchObject({ calls: 3, inputTokens: 3007, outputTokens: 507, latency: 500 });
    expect([...total.costs]).toEqual([['CNY', 3000 * 2 + 500 * 8]]);
    expect([...groups.keys()]).toEqual(['free', 'm']);
    expect(groups.get('free')?.costs.size).toBe(0);
  });

  it('counts a turn once, however often its end is written', async () => {
    await turn('1');
    clock.advance(1);
    // As a store does that commits one document at a time.
    for (const write of await usage.writes('1', 'w', 'b', [step('m', 1000, 500)])) await write();
    expect((await read()).total.calls).toBe(1);
    clock.advance(10 * 60_000);
    await usage.fold();
    await turn('2');
    for (const write of await usage.writes('1', 'w', 'b', [step('m', 1000, 500)])) await write();
    expect((await read()).total.calls).toBe(2);
  });

  it('says the same before, during and after records are added up', async () => {
    await turn('1');
    await turn('2');
    clock.advance(10 * 60_000);
    await turn('3');
    const before = await read();
    await usage.fold();
    expect(await collections.counters.find({ limit: 10 })).toMatchObject({ items: [{ calls: 2 }] });
    expect(await read()).toEqual(before);
    clock.advance(10 * 60_000);
    await usage.fold();
    expect(await collections.counters.find({ limit: 10 })).toMatchObject({ items: [{ calls: 3 }] });
    expect(await read()).toEqual(before);
  });

  it('counts each record once when several processes add up at the same time', async () => {
    for (let index = 0; index < 40; index += 1) await turn(String(index), undefined, `b${index % 3}`);
    clock.advance(10 * 60_000);
    await Promise.all([usage.fold(), usage.fold(), foldUsage(collections, clock.now() - 60_000)]);
    const { items } = await collections.counters.find({ limit: 10 });
    expect(items.reduce((sum, { calls }) => sum + calls, 0)).toBe(40);
    expect((await read()).total.calls).toBe(40);
  });

  it('goes on after a kill between a counter and the cursor', async () => {
    await turn('1');
    clock.advance(10 * 60_000);
    await usage.fold();
    await collections.cursors.delete('cursor');
    await turn('2');
    expect((await read()).total.calls).toBe(2);
    clock.advance(10 * 60_000);
    await usage.fold();
    expect((await read()).total.calls).toBe(2);
  });

  it('forgets records a day after they were added up', async () => {
    await turn('1');
    clock.advance(DAY + 10 * 60_000);
    await usage.fold();
    expect(await collections.records.count({ workspaceId: 'w' })).toBe(0);
    expect((await read()).total.calls).toBe(1);
  });

  it('groups by day, bot and model, and filters by them', async () => {
    await turn('1', [step('m', 1, 1)], 'b1');
    clock.advance(DAY);
    await turn('2', [step('n', 2, 2)], 'b2');
    expect([...(await read()).groups.keys()]).toEqual(['2026-01-01', '2026-01-02']);
    expect([...(await read({ groupBy: 'bot' })).groups.keys()]).toEqual(['b1', 'b2']);
    expect((await read({ botId: 'b2' })).total.inputTokens).toBe(2);
    expect((await read({ modelId: 'm' })).total.inputTokens).toBe(1);
    expect((await read({ from: '2026-01-02', to: '2026-01-02' })).total.calls).toBe(1);
    expect((await read({ from: '2025-12-01', to: '2025-12-31' })).total.calls).toBe(0);
  });

  it('refuses days in the wrong order, and too many', async () => {
    await expect(read({ from: '2026-01-02', to: '2026-01-01' })).rejects.toThrow('after');
    await expect(read({ from: '2020-01-01' })).rejects.toThrow('at most 366 days');
  });
});
