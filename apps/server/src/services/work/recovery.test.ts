import { describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import type { Outcome, WorkContext } from './index.ts';
import { aborted, kindOf, openProcess, startOf, type TestProcess } from './testing.ts';

/** Commits after which a process is killed; more than any of the stories below makes. */
const KILLS = Array.from({ length: 24 }, (_, index) => index);

/** What happened to the world outside: calls that had effects, by idempotency key. */
type World = Map<string, number>;

/** A turn: calls a model, pays with a tool, asks its client, and answers. */
function turnOf(process: TestProcess, world: World) {
  const call = (name: string, key: string) => {
    world.set(`${name} ${key}`, (world.get(`${name} ${key}`) ?? 0) + 1);
    return Promise.resolve(name);
  };
  return kindOf<string, string>(process, async (work: WorkContext<string>): Promise<Outcome<string>> => {
    await process.ends.ensure({ id: `${work.id} repaired`, state: 'written' });
    await work.step('model', (key) => call('model', key));
    await work.step('tool', (key) => call('tool', key), { effect: true });
    const answer = work.journal.find('answer');
    if (answer) return { state: 'completed', entries: [{ type: 'said' }], result: `answered ${String(answer['text'])}` };
    const asking = () => process.ends.ensure({ id: `${work.id} asked`, state: 'asked' });
    return { state: 'waiting', entries: [{ type: 'asked' }], writes: [asking] };
  });
}

/** Starts the process that comes after a kill, and lets it do what it finds. */
async function restart(disk: Disk, clock: ManualClock, world: World): Promise<TestProcess> {
  const process = await openProcess(await disk.open(), { clock, alone: true });
  process.work.register(turnOf(process, world));
  await process.work.collect();
  await process.work.pump();
  return process;
}

async function settled(process: TestProcess, id: string): Promise<string | undefined> {
  await expect.poll(async () => ['queued', 'running'].includes((await process.work.get(id))?.state ?? '')).toBe(false);
  return (await process.work.get(id))?.state;
}

describe.each([true, false])('work that is killed after each of its commits (the last one told: %s)', (acknowledgeLast) => {
  it.each(KILLS)('from its start to where it waits: %i commits', async (stopAfter) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const world: World = new Map();
    // The installation's own documents are written before the story begins.
    await openProcess(await disk.open(), { clock, alone: true });
    const before = await disk.open({ stopAfter, acknowledgeLast });
    let acknowledged = false;
    const story = (async () => {
      const process = await openProcess(before, { clock, alone: true });
      const { finished } = await process.work.start(turnOf(process, world), {
        ...startOf('1', 'hello'),
        slot: 'c',
        writes: [() => process.ends.ensure({ id: '1 begun', state: 'begun' })],
      });
      acknowledged = true;
      await finished;
    })();
    await Promise.race([before.stopped, story]);

    const after = await restart(disk, clock, world);
    const state = await settled(after, '1');
    expect(acknowledged ? ['waiting'] : ['waiting', undefined]).toContain(state);
    if (state === undefined) return;
    expect(await after.ends.get('1 asked')).toBeDefined();
    // The model's step may run again with the same key; the tool's too, but never once it is recorded.
    expect([...world.keys()]).toEqual(['model 1/model', 'tool 1/tool']);
    await (await after.work.resume(turnOf(after, world), '1', [{ type: 'answer', text: 'yes' }])).finished;
    expect(await after.ends.get('1')).toMatchObject({ state: 'completed', result: 'answered yes' });
  });

  it.each(KILLS)('from where it is answered to its end: %i commits', async (stopAfter) => {
    const disk = new Disk();
    const clock = new ManualClock();
    const world: World = new Map();
    const first = await openProcess(await disk.open(), { clock, alone: true });
    await (await first.work.start(turnOf(first, world), { ...startOf('1', 'hello'), slot: 'c' })).finished;
    const before = await disk.open({ stopAfter, acknowledgeLast });
    let acknowledged = false;
    const story = (async () => {
      const process = await openProcess(before, { clock, alone: true });
      const { finished } = await process.work.resume(turnOf(process, world), '1', [{ type: 'answer', text: 'yes' }]);
      acknowledged = true;
      await finished;
    })();
    await Promise.race([before.stopped, story]);

    const after = await restart(disk, clock, world);
    const state = await settled(after, '1');
    expect(acknowledged ? ['completed'] : ['completed', 'waiting']).toContain(state);
    expect([...world.values()]).toEqual([1, 1]);
    if (state === 'waiting') {
      await (await after.work.resume(turnOf(after, world), '1', [{ type: 'answer', text: 'yes' }])).finished;
    }
    expect(await after.ends.get('1')).toMatchObject({ state: 'completed', result: 'answered yes' });
    expect(await after.work.get('1')).not.toHaveProperty('slot');
  });

  it.each(KILLS.slice(0, 12))('while it is cancelled: %i commits', async (stopAfter) => {
    const disk = new Disk();
    const clock = new ManualClock();
    await openProcess(await disk.open(), { clock, alone: true });
    const before = await disk.open({ stopAfter, acknowledgeLast });
    let acknowledged = false;
    const story = (async () => {
      const process = await openProcess(before, { clock, alone: true });
      await process.work.start(kindOf<null, string>(process, ({ signal }) => aborted(signal)), startOf('1', null));
      await process.work.cancel('1');
      acknowledged = true;
    })();
    await Promise.race([before.stopped, story]);

    const after = await openProcess(await disk.open(), { clock, alone: true });
    const stateBefore = (await after.ends.get('1'))?.state;
    after.work.register(kindOf<null, string>(after, async () => ({ state: 'completed', result: 'whole' })));
    await after.work.collect();
    await after.work.pump();
    const state = await settled(after, '1');
    // Once anybody could see that it was cancelled, it stays so.
    const isKnown = acknowledged || stateBefore !== undefined;
    expect(isKnown ? ['canceled'] : ['canceled', 'completed', undefined]).toContain(state);
    expect((await after.ends.get('1'))?.state).toBe(state);
  });
});
