import { documentReasonOf } from '@buckle/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { Unavailable } from '#kernel/errors.ts';
import { NotFailed, NotRetryable, SlotTaken } from './index.ts';
import { retryDelay } from './retry-policy.ts';
import { kindOf, openProcess, sharedDocuments, startOf, type TestProcess } from './testing.ts';

const retry = { retries: 2, firstDelay: 1_000, longestDelay: 1_500 };

describe('retryDelay', () => {
  it('doubles up to the longest, with jitter in the upper half', () => {
    const policy = { retries: 9, firstDelay: 100, longestDelay: 500 };
    expect([1, 2, 3, 4, 60].map((attempt) => retryDelay(policy, attempt, () => 1))).toEqual([100, 200, 400, 500, 500]);
    expect([1, 2, 3, 4, 60].map((attempt) => retryDelay(policy, attempt, () => 0))).toEqual([50, 100, 200, 250, 250]);
  });
});

/** A kind that fails so long as `broken.now`, after a first step that it counts. */
function flaky(test: TestProcess, broken: { now: boolean }) {
  let firstSteps = 0;
  return kindOf<string, string>(
    test,
    async (work) => {
      const first = await work.step('first', async () => (firstSteps += 1));
      if (broken.now) throw new Unavailable('The vendor is away.');
      return { state: 'completed', result: `${work.input} ${first}` };
    },
    { retry },
  );
}

/** Lets retries become due until the work has failed for good. */
async function failForGood(test: TestProcess, id: string): Promise<void> {
  for (let attempt = 0; attempt < retry.retries; attempt++) {
    await expect.poll(async () => (await test.work.get(id))?.state).toBe('waiting');
    test.clock.advance(retry.longestDelay);
    await test.work.collect();
    await test.work.pump();
  }
  await expect.poll(async () => (await test.work.get(id))?.state).toBe('failed');
}

describe('a kind whose errors have codes', () => {
  it('says the code of an error with its words, while it is tried again and when it has failed', async () => {
    const test = await openProcess(sharedDocuments()());
    let broken: Error | undefined = new Error('a defect');
    const kind = kindOf<string, string>(
      test,
      async () => {
        if (broken) throw broken;
        return { state: 'completed' };
      },
      { retry, reasonOf: (error) => (error instanceof Unavailable ? undefined : documentReasonOf('sheet_missing', { sheet: 'A', sheets: 'B' })) },
    );
    test.work.register(kind);
    await (await test.work.start(kind, startOf('1', 'x'))).finished;
    const coded = { reason: 'The workbook has no sheet "A" that is shown; it has: B.', reasonCode: { code: 'sheet_missing', parameters: { sheet: 'A', sheets: 'B' } } };
    expect(await test.work.get('1')).toMatchObject({ state: 'waiting', ...coded });
    await failForGood(test, '1');
    expect(await test.work.get('1')).toMatchObject({ state: 'failed', ...coded });
    broken = new Unavailable('The vendor is away.');
    await test.work.retryFailed('1');
    expect(await test.work.get('1')).not.toHaveProperty('reasonCode');
    await test.work.pump();
    await failForGood(test, '1');
    expect(await test.work.get('1')).toMatchObject({ reason: 'The vendor is away.' });
    expect(await test.work.get('1')).not.toHaveProperty('reasonCode');
    broken = undefined;
    await test.work.retryFailed('1');
    await test.work.pump();
    await expect.poll(async () => (await test.work.get('1'))?.state).toBe('completed');
  });
});

describe('a kind with a retry policy', () => {
  it('is tried again after a pause, with the steps that are done', async () => {
    const test = await openProcess(sharedDocuments()());
    const broken = { now: true };
    const kind = flaky(test, broken);
    test.work.register(kind);
    expect(await (await test.work.start(kind, startOf('1', 'hello'))).finished).toEqual({ state: 'waiting' });
    const { dueAt, reason } = (await test.work.get('1')) ?? {};
    expect(reason).toBe('The vendor is away.');
    expect(dueAt).toBeGreaterThanOrEqual(test.clock.now() + 500);
    expect(dueAt).toBeLessThanOrEqual(test.clock.now() + 1_000);
    expect(await test.ends.get('1')).toBeUndefined();
    broken.now = false;
    test.clock.advance(1_000);
    await test.work.collect();
    await test.work.pump();
    await expect.poll(() => test.ends.get('1')).toMatchObject({ state: 'completed', result: 'hello 1' });
    expect(await test.work.get('1')).not.toHaveProperty('reason');
  });

  it('fails for good after the last, is listed with its reason, and can be tried again by hand', async () => {
    const test = await openProcess(sharedDocuments()());
    const broken = { now: true };
    const kind = flaky(test, broken);
    test.work.register(kind);
    await test.work.start(kind, { ...startOf('1', 'hello'), slot: 's' });
    await failForGood(test, '1');
    const { items } = await test.work.list({ workspaceId: 'w', state: 'failed', limit: 10 });
    expect(items).toMatchObject([{ id: '1', kind: 'test', reason: 'The vendor is away.', retries: 2 }]);
    expect(await test.ends.get('1')).toMatchObject({ state: 'failed' });
    expect((await test.work.list({ workspaceId: 'other', limit: 10 })).items).toEqual([]);

    broken.now = false;
    await test.work.retryFailed('1');
    await test.work.pump();
    await expect.poll(() => test.ends.get('1')).toMatchObject({ state: 'completed', result: 'hello 1' });
    const ended = await test.work.get('1');
    expect(ended).not.toHaveProperty('reason');
    expect(ended).not.toHaveProperty('input');
    await expect(test.work.retryFailed('1')).rejects.toThrow(NotFailed);
  });

  it('takes its slot again, unless another has it by then', async () => {
    const test = await openProcess(sharedDocuments()(), { worker: false });
    const broken = { now: true };
    const kind = { ...flaky(test, broken), retry: { ...retry, retries: 0 } };
    test.work.register(kind);
    await (await test.work.start(kind, { ...startOf('1', 'a'), slot: 's' })).finished;
    const other = kindOf<null, null>(test, async () => ({ state: 'waiting', entries: [], writes: [] }));
    await (await test.work.start(other, { ...startOf('2', null), slot: 's' })).finished;
    await expect(test.work.retryFailed('1')).rejects.toThrow(SlotTaken);
    await test.work.cancel('2');
    await test.work.retryFailed('1');
    expect(await test.work.get('1')).toMatchObject({ state: 'queued', slot: 's', retries: 0 });
  });

  it('is the only one that can be tried again by hand', async () => {
    const test = await openProcess(sharedDocuments()());
    const kind = kindOf<null, null>(test, () => Promise.reject(new Unavailable('The vendor is away.')));
    test.work.register(kind);
    await (await test.work.start(kind, startOf('1', null))).finished;
    await expect(test.work.retryFailed('1')).rejects.toThrow(NotRetryable);
    await expect(test.work.retryFailed('unknown')).rejects.toThrow(NotFailed);
  });
});

/** Documents whose writes in order fail as often as `failures.left` says. */
function unreliable(documents: Documents, failures: { left: number }): Documents {
  const inOrder = documents.inOrder.bind(documents);
  documents.inOrder = (writes) => {
    if (failures.left === 0) return inOrder(writes);
    failures.left -= 1;
    return Promise.reject(new Unavailable('The disk is full.'));
  };
  return documents;
}

describe('a conclusion that always fails', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Lets the commit of an end be tried until this process gives it up, or is killed. */
  async function giveUp(test: TestProcess, isKilled = () => false): Promise<void> {
    while (test.work.running > 0 && !isKilled()) {
      await vi.advanceTimersByTimeAsync(10_000);
      await new Promise(setImmediate);
    }
  }

  /** Work whose conclusion always fails. */
  function hopeless(test: TestProcess) {
    const conclude = () => Promise.reject(new TypeError('A mistake in the program.'));
    return { ...kindOf<null, null>(test, async () => ({ state: 'completed' })), conclude };
  }

  /** Lets the work run and be handed back, as often as that is done. */
  async function handBackThrice(test: TestProcess): Promise<void> {
    for (let round = 1; round <= 3; round++) {
      await test.work.pump();
      await giveUp(test);
      await test.work.handBackAbandoned();
      expect(await test.work.get('1')).toMatchObject({ state: 'queued', handBacks: round });
    }
  }

  it('is given up after a few rounds: the work ends with a reason, told where its users look, and its slot is free', async () => {
    const test = await openProcess(sharedDocuments()());
    test.work.register(hopeless(test));
    await test.work.start(hopeless(test), { ...startOf('1', null), slot: 's' });
    await handBackThrice(test);
    expect(await test.work.get('1')).toMatchObject({ slot: 's' });
    await test.work.pump();
    await giveUp(test);
    const ended = await test.work.get('1');
    expect(ended).toMatchObject({ state: 'failed', reason: expect.stringMatching(/could not be stored/) });
    expect(ended).not.toHaveProperty('slot');
    expect(ended).not.toHaveProperty('handBacks');
    expect(await test.ends.get('1')).toMatchObject({ state: 'given up', result: ended?.reason });
  });

  it('is given up also where that cannot be told', async () => {
    const test = await openProcess(sharedDocuments()());
    const kind = { ...hopeless(test), giveUp: () => Promise.reject(new TypeError('Another mistake.')) };
    test.work.register(kind);
    await test.work.start(kind, startOf('1', null));
    await handBackThrice(test);
    await test.work.pump();
    await giveUp(test);
    expect(await test.work.get('1')).toMatchObject({ state: 'failed' });
  });

  it.each(Array.from({ length: 16 }, (_, index) => index))('is given up also where the process is killed after %i commits', async (stopAfter) => {
    const disk = new Disk();
    const first = await openProcess(await disk.open(), { alone: true });
    first.work.register(hopeless(first));
    await first.work.start(hopeless(first), startOf('1', null));
    await handBackThrice(first);

    const before = await disk.open({ stopAfter });
    let isKilled = false;
    void before.stopped.then(() => (isKilled = true));
    const story = (async () => {
      const killed = await openProcess(before, { alone: true });
      killed.work.register(hopeless(killed));
      await killed.work.collect();
      await killed.work.pump();
      await giveUp(killed, () => isKilled);
    })();
    await Promise.race([before.stopped, story]);

    const after = await openProcess(await disk.open(), { alone: true });
    after.work.register(hopeless(after));
    await after.work.collect();
    await after.work.pump();
    await giveUp(after);
    const ended = await after.work.get('1');
    expect(ended).toMatchObject({ state: 'failed', reason: expect.stringMatching(/could not be stored/) });
    expect(await after.ends.get('1')).toMatchObject({ state: 'given up', result: ended?.reason });
  });

  it('is never given up for want of the store', async () => {
    const test = await openProcess(sharedDocuments()());
    let isAway = true;
    const whole = kindOf<null, null>(test, async () => ({ state: 'completed' }));
    const kind: typeof whole = {
      ...whole,
      conclude: (...ended) => (isAway ? Promise.reject(new Unavailable('The disk is full.')) : whole.conclude(...ended)),
    };
    test.work.register(kind);
    await test.work.start(kind, startOf('1', null));
    for (let round = 1; round <= 5; round++) {
      await giveUp(test);
      await test.work.handBackAbandoned();
      await test.work.pump();
    }
    isAway = false;
    await giveUp(test);
    expect(await test.work.get('1')).toMatchObject({ state: 'completed' });
  });
});

describe('a commit that fails', () => {
  it('at the end is tried again', async () => {
    const failures = { left: 0 };
    const test = await openProcess(unreliable(sharedDocuments()(), failures));
    const kind = kindOf<null, string>(test, async () => ((failures.left = 1), { state: 'completed', entries: [{ type: 'said' }], result: 'yes' }));
    expect(await (await test.work.start(kind, startOf('1', null))).finished).toMatchObject({ state: 'completed' });
    expect(await test.ends.get('1')).toMatchObject({ state: 'completed', result: 'yes' });
  });

  it('at the start begins nothing', async () => {
    const failures = { left: 1 };
    const test = await openProcess(unreliable(sharedDocuments()(), failures));
    const kind = kindOf<null, null>(test, async () => ({ state: 'completed' }));
    await expect(test.work.start(kind, startOf('1', null))).rejects.toThrow(Unavailable);
    await test.work.handBackAbandoned();
    expect(await test.work.get('1')).toBeUndefined();
    await (await test.work.start(kind, startOf('1', null))).finished;
  });

  it('after the claim leaves no work that nobody runs', async () => {
    const documents = sharedDocuments()();
    const test = await openProcess(documents);
    const kind = kindOf<null, string>(test, async ({ journal }) => {
      if (journal.find('answer')) return { state: 'completed', result: 'answered' };
      return { state: 'waiting', entries: [], writes: [] };
    });
    test.work.register(kind);
    await (await test.work.start(kind, startOf('1', null))).finished;
    const failing = () => Promise.reject(new Unavailable('The disk is full.'));
    await expect(test.work.resume(kind, '1', [{ type: 'answer' }], [failing])).rejects.toThrow(Unavailable);
    expect(await test.work.get('1')).toMatchObject({ state: 'running' });
    await test.work.handBackAbandoned();
    await test.work.pump();
    await expect.poll(async () => (await test.work.get('1'))?.state).toMatch(/completed|waiting/);
  });
});
