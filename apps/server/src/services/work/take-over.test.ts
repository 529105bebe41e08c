import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryCache } from '#data/cache/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import type { WorkContext } from './index.ts';
import { aborted, gate, kindOf, openProcess, sharedDocuments, startOf, type TestProcess } from './testing.ts';

const SILENCE = 20_001;

let open: () => Documents;
let clock: ManualClock;
let cache: MemoryCache;
let first: TestProcess;
let second: TestProcess;

beforeEach(async () => {
  open = sharedDocuments();
  clock = new ManualClock();
  cache = new MemoryCache(clock);
  first = await openProcess(open(), { clock, cache });
  second = await openProcess(open(), { clock, cache });
});

/** The other processes fall silent, and this one takes their work over. */
async function takeOver(by: TestProcess): Promise<void> {
  clock.advance(SILENCE);
  await by.processes.heartbeat();
  await by.work.collect();
  await by.work.pump();
}

describe('work of a process that fell silent', () => {
  it('goes on in another with what its journal holds, and the same idempotency keys', async () => {
    const at = gate();
    const keys: string[] = [];
    let modelCalls = 0;
    const run = (pause: () => Promise<void>) => async (work: WorkContext<string>) => {
      const said = await work.step('model', async () => `${work.input} ${(modelCalls += 1)}`);
      const paid = await work.step(
        'tool',
        async (key) => {
          keys.push(key);
          await pause();
          return 'paid';
        },
        { effect: true },
      );
      return { state: 'completed', result: [said, paid, work.resumed] } as const;
    };
    await first.work.start(kindOf(first, run(at.pass)), startOf('1', 'hello'));
    await at.reached;
    second.work.register(kindOf(second, run(async () => undefined)));
    await second.work.collect();
    expect(await second.work.get('1')).toMatchObject({ state: 'running', owner: first.processes.id });

    await takeOver(second);
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'completed', epoch: 2 });
    expect(await second.ends.get('1')).toMatchObject({ result: ['hello 1', 'paid', true] });
    expect(keys).toEqual(['1/tool', '1/tool']);
    at.open();
  });

  it('is lost to it: when it comes back it commits nothing, neither steps nor an end', async () => {
    const at = gate();
    const held = gate();
    const paused = kindOf<null, string>(first, async (work) => {
      await at.pass();
      await work.step('late', async () => 'late');
      return { state: 'completed', result: 'by the first' };
    });
    const going = kindOf<null, string>(second, async () => {
      await held.pass();
      return { state: 'completed', result: 'by the second' };
    });
    second.work.register(going);
    const { finished } = await first.work.start(paused, startOf('1', null));
    await at.reached;
    await takeOver(second);
    await held.reached;
    at.open();
    expect(await finished).toEqual({ state: 'queued' });
    await first.work.handBackAbandoned();
    expect(await first.work.get('1')).toMatchObject({ state: 'running', owner: second.processes.id, epoch: 2 });
    held.open();
    await expect.poll(() => second.ends.get('1')).toMatchObject({ result: 'by the second' });
  });

  it.each(['completed', 'canceled', 'failed'] as const)('is lost to it even where all that it has left is to end as %s', async (state) => {
    const at = gate();
    const paused = kindOf<null, string>(first, async () => {
      await at.pass();
      return { state, result: 'by the first' };
    });
    second.work.register(kindOf<null, string>(second, async () => ({ state: 'completed', result: 'by the second' })));
    const { finished } = await first.work.start(paused, startOf('1', null));
    await at.reached;
    await takeOver(second);
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'completed' });
    at.open();
    expect(await finished).toEqual({ state: 'queued' });
    expect(await second.ends.get('1')).toMatchObject({ state: 'completed', result: 'by the second' });
  });

  it('is taken over also where the silent one appends between the two writes of the claim', async () => {
    const at = gate();
    const between = gate();
    const paused = kindOf<null, string>(first, async (work) => {
      await at.pass();
      await work.step('in between', async () => 'done by the first');
      await between.pass();
      return { state: 'completed', result: 'by the first' };
    });
    const { finished } = await first.work.start(paused, startOf('1', null));
    await at.reached;

    // The third has its place in the document when the first, which knows nothing of it, appends.
    const documents = open();
    const inOrder = documents.inOrder.bind(documents);
    documents.inOrder = async ([taking, ...others]) => {
      documents.inOrder = inOrder;
      if (taking) await inOrder([taking]);
      at.open();
      await between.reached;
      await inOrder(others);
    };
    const third = await openProcess(documents, { clock, cache });
    third.work.register(
      kindOf<null, string>(third, async (work) => ({ state: 'completed', result: await work.step('in between', async () => 'again') })),
    );
    await takeOver(third);
    await expect.poll(() => third.ends.get('1')).toMatchObject({ state: 'completed', result: 'done by the first' });
    between.open();
    expect(await finished).toEqual({ state: 'queued' });
    expect(await third.ends.get('1')).toMatchObject({ result: 'done by the first' });
    expect(await third.work.get('1')).toMatchObject({ state: 'completed', epoch: 2 });
  });

  it('is tried by three others, then taken for what kills them', async () => {
    const never = gate();
    const kinds = (process: TestProcess) => kindOf<null, null>(process, async () => (await never.pass(), { state: 'completed' }));
    await first.work.start(kinds(first), startOf('1', null));
    for (let take = 1; take <= 3; take++) {
      const next = await openProcess(open(), { clock, cache });
      next.work.register(kinds(next));
      await takeOver(next);
      expect(await next.work.get('1')).toMatchObject({ state: 'running', owner: next.processes.id });
    }
    const last = await openProcess(open(), { clock, cache });
    last.work.register(kinds(last));
    await takeOver(last);
    await expect.poll(() => last.work.get('1')).toMatchObject({ state: 'failed' });
    expect((await last.work.get('1'))?.reason).toMatch(/interrupted again and again/);
    expect(await last.ends.get('1')).toMatchObject({ state: 'failed' });
  });

  it('is tried further as long as it gets further', async () => {
    const never = gate();
    const kinds = (process: TestProcess, step: string) =>
      kindOf<null, null>(process, async (work) => {
        await work.step(step, async () => step);
        await never.pass();
        return { state: 'completed' };
      });
    await first.work.start(kinds(first, '0'), startOf('1', null));
    for (let take = 1; take <= 6; take++) {
      const next = await openProcess(open(), { clock, cache });
      next.work.register(kinds(next, `${take}`));
      await takeOver(next);
      await expect.poll(async () => (await next.documents.read('work/1')).length).toBe(2 * take + 1);
    }
    expect(await second.work.get('1')).toMatchObject({ state: 'running', claimsWithoutProgress: 0 });
  });

  it('is found also where it took it while it counted as dead', async () => {
    await takeOver(second);
    const never = gate();
    await first.work.start(kindOf<null, null>(first, async () => (await never.pass(), { state: 'completed' })), startOf('1', null));
    second.work.register(kindOf<null, null>(second, async () => ({ state: 'completed' })));
    await takeOver(second);
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'completed' });
  });
});

describe('a process', () => {
  it('that is alone takes the work of all others at once', async () => {
    const never = gate();
    await first.work.start(kindOf<null, null>(first, async () => (await never.pass(), { state: 'completed' })), startOf('1', null));
    const next = await openProcess(open(), { clock, alone: true });
    next.work.register(kindOf<null, null>(next, async () => ({ state: 'completed' })));
    await next.work.collect();
    await next.work.pump();
    await expect.poll(() => next.work.get('1')).toMatchObject({ state: 'completed' });
  });

  it('that comes back after it was forgotten learns it, and its node number is free', async () => {
    expect([first.processes.node, second.processes.node]).toEqual([0, 1]);
    await takeOver(second);
    await first.processes.heartbeat();
    clock.advance(60_001);
    await second.processes.heartbeat();
    await second.work.collect();
    await expect(first.processes.heartbeat()).rejects.toMatchObject({ name: 'DocumentMissing' });
    expect((await openProcess(open(), { clock })).processes.node).toBe(0);
  });
});

describe('work that a forgotten process takes when it comes back', () => {
  it('is found and goes on in another', async () => {
    clock.advance(60_001);
    await second.processes.heartbeat();
    await second.work.collect();
    await first.work.start(kindOf<null, null>(first, ({ signal }) => aborted(signal)), startOf('1', null));
    expect(await second.work.get('1')).toMatchObject({ state: 'running', owner: first.processes.id });
    second.work.register(kindOf<null, null>(second, async () => ({ state: 'completed' })));
    await second.work.collect();
    await second.work.pump();
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'completed', epoch: 2 });
  });
});

describe("cancelling another process's work", () => {
  const untilAborted = (process: TestProcess) => kindOf<null, null>(process, ({ signal }) => aborted(signal));

  it('tells it by a message', async () => {
    await cache.subscribe('work/cancel', (id) => first.work.cancelHere(id));
    await first.work.start(untilAborted(first), startOf('1', null));
    await second.work.cancel('1');
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'canceled' });
  });

  it('is seen by heartbeat where the message is lost', async () => {
    const { finished } = await first.work.start(untilAborted(first), startOf('1', null));
    await second.work.cancel('1');
    await first.work.cancelRequested();
    expect(await finished).toMatchObject({ state: 'canceled' });
    expect(await second.work.get('1')).toMatchObject({ state: 'canceled' });
    expect(await second.work.get('1')).not.toHaveProperty('cancelRequested');
  });

  it('reaches it where it falls silent before it sees it, and is not run again', async () => {
    await first.work.start(untilAborted(first), startOf('1', null));
    let ran = false;
    second.work.register(kindOf<null, null>(second, async () => ((ran = true), { state: 'completed' })));
    await second.work.cancel('1');
    await takeOver(second);
    await expect.poll(() => second.work.get('1')).toMatchObject({ state: 'canceled' });
    expect(ran).toBe(false);
  });

  it('does not let it wait', async () => {
    const at = gate();
    const kind = kindOf<null, null>(first, async () => (await at.pass(), { state: 'waiting', entries: [], writes: [] }));
    first.work.register(kind);
    const { finished } = await first.work.start(kind, startOf('1', null));
    await at.reached;
    await second.work.cancel('1');
    at.open();
    await finished;
    await first.work.pump();
    await expect.poll(() => first.work.get('1')).toMatchObject({ state: 'canceled' });
  });

  it('leaves an end that came first', async () => {
    const at = gate();
    const { finished } = await first.work.start(
      kindOf<null, null>(first, async () => (await at.pass(), { state: 'completed' })),
      startOf('1', null),
    );
    await at.reached;
    await second.work.cancel('1');
    at.open();
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(await second.work.get('1')).toMatchObject({ state: 'completed' });
  });
});
