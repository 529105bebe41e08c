import { describe, expect, it } from 'vitest';
import { MemoryCache } from '#data/cache/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import { Scheduler } from './index.ts';
import { aborted, gate, kindOf, openProcess, sharedDocuments, startOf } from './testing.ts';

describe('queued work', () => {
  it('is taken one workspace after the other, the oldest of each first', async () => {
    const open = sharedDocuments();
    const idle = await openProcess(open(), { worker: false });
    const quick = kindOf<null, null>(idle, async () => ({ state: 'completed' }));
    for (let n = 0; n < 50; n++) await idle.work.start(quick, { id: `b${n + 10}`, workspaceId: 'busy', input: null, here: false });
    for (const workspaceId of ['calm', 'also calm']) {
      await idle.work.start(quick, { id: workspaceId, workspaceId, input: null, here: false });
    }
    const order: string[] = [];
    const worker = await openProcess(open(), { capacity: 1 });
    worker.work.register(kindOf<null, null>(worker, async ({ id }) => (order.push(id), { state: 'completed' })));
    await worker.work.pump();
    await expect.poll(() => order.length).toBe(52);
    expect(order.indexOf('calm')).toBeLessThan(4);
    expect(order.indexOf('also calm')).toBeLessThan(4);
    expect(order.filter((id) => id.startsWith('b'))).toEqual(Array.from({ length: 50 }, (_, n) => `b${n + 10}`));
  });

  it('waits until a process has room, and none runs more than it may', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 3 });
    let most = 0;
    const full = gate();
    const kind = kindOf<null, null>(test, async () => {
      most = Math.max(most, test.work.running);
      if (most === 3) full.open();
      await full.pass();
      return { state: 'completed' };
    });
    test.work.register(kind);
    for (let n = 0; n < 20; n++) await test.work.start(kind, { ...startOf(`${n}`, null), here: false });
    await test.work.pump();
    await expect.poll(async () => (await test.work.list({ workspaceId: 'w', state: 'completed', limit: 100 })).items.length).toBe(20);
    expect(most).toBe(3);
  });

  it('finds no more room than there is where many are started at once', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 2 });
    const held = gate();
    const kind = kindOf<null, null>(test, async () => (await held.pass(), { state: 'completed' }));
    test.work.register(kind);
    const starts = Array.from({ length: 20 }, (_, n) => test.work.start(kind, { ...startOf(`${n}`, null), here: false }));
    const started = await Promise.all(starts);
    expect(started.filter(({ finished }) => finished !== undefined)).toHaveLength(2);
    expect(test.work.running).toBe(2);
    held.open();
  });

  it('has its place back where a start fails', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 1 });
    const kind = kindOf<null, null>(test, async () => ({ state: 'completed' }));
    const failing = () => Promise.reject(new Error('Refused.'));
    await expect(test.work.start(kind, { ...startOf('1', null), here: false, writes: [failing] })).rejects.toThrow('Refused.');
    expect((await test.work.start(kind, { ...startOf('2', null), here: false })).finished).toBeDefined();
  });

  it('runs here however full the process is, where its client is here', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 1 });
    const kind = kindOf<null, null>(test, ({ signal }) => aborted(signal));
    for (const id of ['1', '2']) await test.work.start(kind, startOf(id, null));
    expect(test.work.running).toBe(2);
    expect(await test.work.start(kind, { ...startOf('3', null), here: false })).toEqual({});
    await test.work.stop(0);
  });

  it('of a kind that nobody knows is put off and keeps nobody waiting', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 1 });
    const full = await test.work.start(kindOf<null, null>(test, async () => ({ state: 'completed' })), startOf('0', null));
    const unknown = kindOf<null, null>(test, async () => ({ state: 'completed' }), { kind: 'of a newer version' });
    const known = kindOf<null, null>(test, async () => ({ state: 'completed' }));
    await test.work.start(unknown, { ...startOf('1', null), here: false });
    await test.work.start(known, { ...startOf('2', null), here: false });
    await full.finished;
    test.work.register(known);
    await test.work.pump();
    await expect.poll(() => test.work.get('2')).toMatchObject({ state: 'completed' });
    expect(await test.work.get('1')).toMatchObject({ state: 'waiting', dueAt: test.clock.now() + 60_000 });
  });
});

describe('a kind of work of which a process runs only one at once', () => {
  it('stays in the queue until the one before has ended, takes no room of others, and lets workspaces have their turns', async () => {
    const test = await openProcess(sharedDocuments()(), { capacity: 3 });
    const first = gate();
    const order: string[] = [];
    const narrow = kindOf<null, null>(test, async ({ id }) => {
      order.push(id);
      if (id === 'b0') await first.pass();
      return { state: 'completed' };
    }, { kind: 'narrow', atOnce: 1 });
    const wide = kindOf<null, null>(test, async () => ({ state: 'completed' }), { kind: 'wide' });
    for (const kind of [narrow, wide]) test.work.register(kind);
    for (const id of ['b0', 'b1', 'b2', 'b3']) await test.work.start(narrow, { id, workspaceId: 'busy', input: null, here: false });
    await test.work.start(narrow, { id: 'calm', workspaceId: 'calm', input: null, here: false });
    await first.reached;
    await test.work.pump();
    // Nothing claimed those that wait, which would count as attempts after a kill.
    for (const id of ['b1', 'b2', 'b3', 'calm']) expect(await test.work.get(id)).toMatchObject({ state: 'queued', epoch: 0 });
    expect((await test.work.start(wide, { ...startOf('wide', null), here: false })).finished).toBeDefined();
    first.open();
    await expect.poll(() => order.length).toBe(5);
    expect(order.indexOf('calm')).toBeLessThan(3);
    expect(order.filter((id) => id !== 'calm')).toEqual(['b0', 'b1', 'b2', 'b3']);
  });

  it('goes on in its turn after its process was killed, however often that was', async () => {
    const open = sharedDocuments();
    const narrow = (process: Awaited<ReturnType<typeof openProcess>>, isKilled: boolean) =>
      kindOf<null, null>(process, ({ signal }) => (isKilled ? aborted(signal) : Promise.resolve({ state: 'completed' as const })), { kind: 'narrow', atOnce: 1 });
    const first = await openProcess(open(), { worker: false });
    for (const id of ['1', '2']) await first.work.start(narrow(first, true), { ...startOf(id, null), here: false });
    for (let kills = 0; kills < 3; kills += 1) {
      const killed = await openProcess(open(), { alone: true });
      killed.work.register(narrow(killed, true));
      await killed.work.collect();
      await killed.work.pump();
    }
    expect(await first.work.get('2')).toMatchObject({ state: 'queued', epoch: 0, claimsWithoutProgress: 0 });
    const last = await openProcess(open(), { alone: true });
    last.work.register(narrow(last, false));
    await last.work.collect();
    await last.work.pump();
    for (const id of ['1', '2']) await expect.poll(() => last.work.get(id)).toMatchObject({ state: 'completed' });
  });
});

describe('a process that stops', () => {
  it('lets what runs finish, and takes nothing more', async () => {
    const test = await openProcess(sharedDocuments()());
    const at = gate();
    const kind = kindOf<null, null>(test, async () => (await at.pass(), { state: 'completed' }));
    test.work.register(kind);
    const { finished } = await test.work.start(kind, startOf('1', null));
    const stopped = test.work.stop(60_000);
    await test.work.start(kind, { ...startOf('2', null), here: false });
    at.open();
    await stopped;
    expect(await finished).toMatchObject({ state: 'completed' });
    await test.work.pump();
    expect(await test.work.get('2')).toMatchObject({ state: 'queued' });
  });

  it('hands over what has not finished by the deadline, which another goes on with', async () => {
    const open = sharedDocuments();
    const first = await openProcess(open());
    const kind = kindOf<null, string>(first, async (work) => {
      await work.step('model', async () => 'said');
      return aborted(work.signal);
    });
    const { finished } = await first.work.start(kind, startOf('1', null));
    await first.work.stop(0);
    expect(await finished).toEqual({ state: 'queued' });
    const second = await openProcess(open());
    second.work.register(
      kindOf<null, string>(second, async (work) => ({ state: 'completed', result: await work.step('model', async () => 'said again') })),
    );
    await second.work.pump();
    await expect.poll(() => second.ends.get('1')).toMatchObject({ result: 'said' });
    expect(await second.work.get('1')).toMatchObject({ state: 'completed', claimsWithoutProgress: 0 });
  });
});

describe('the scheduler', () => {
  it('takes over what is left and listens for wakes and cancels', async () => {
    const open = sharedDocuments();
    const clock = new ManualClock();
    const cache = new MemoryCache(clock);
    const dead = await openProcess(open(), { clock });
    await dead.work.start(kindOf<null, null>(dead, ({ signal }) => aborted(signal)), startOf('1', null));
    const test = await openProcess(open(), { clock, cache, alone: true });
    const held = gate();
    test.work.register(kindOf<null, null>(test, async () => (await held.pass(), { state: 'completed' })));
    const { work, processes, queue } = test;
    const dependencies = { work, processes, queue, cache, clock, logger: silentLogger, worker: true, scheduler: true };
    const scheduler = new Scheduler({ ...dependencies, keptAfterEnd: async () => undefined, onExpelled() {} });
    await scheduler.start();
    await held.reached;
    expect(await work.get('1')).toMatchObject({ state: 'running', owner: processes.id });
    await cache.publish('work/cancel', '1');
    held.open();
    await expect.poll(async () => (await work.get('1'))?.state).toBe('completed');
    await scheduler.stop();
  });
});
