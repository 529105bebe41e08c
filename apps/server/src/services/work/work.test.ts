import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Documents, UniqueConflict } from '#data/documents/port.ts';
import { SqliteCollection } from '#data/documents/sqlite/collection.ts';
import { BadRequest } from '#kernel/errors.ts';
import { Journal, NotWaiting, SlotTaken, WorkCanceled } from './index.ts';
import { aborted, gate, kindOf, openProcess, sharedDocuments, startOf, type TestProcess } from './testing.ts';
import { workCollection } from './work-document.ts';

let open: () => Documents;
let test: TestProcess;

beforeEach(async () => {
  open = sharedDocuments();
  test = await openProcess(open());
});

describe('starting', () => {
  it('writes the work and what belongs to it, runs it, and writes its end', async () => {
    const at = gate();
    const kind = kindOf<string, string>(test, async ({ input, resumed, journal }) => {
      await at.pass();
      return { state: 'completed', result: `${input} ${resumed} ${journal.entries.length}` };
    });
    const started = await test.work.start(kind, {
      ...startOf('1', 'hello'),
      writes: [() => test.ends.insert({ id: 'with the start', state: 'written' })],
    });
    expect(await test.work.get('1')).toMatchObject({ state: 'running', input: 'hello', epoch: 1, owner: test.processes.id });
    expect(await test.ends.get('with the start')).toBeDefined();
    await at.reached;
    expect(await test.ends.get('1')).toBeUndefined();
    at.open();
    expect(await started.finished).toMatchObject({ state: 'completed', result: 'hello false 0' });
    expect(await test.ends.get('1')).toMatchObject({ state: 'completed', result: 'hello false 0' });
  });

  it('leaves of ended work neither input, owner nor journal', async () => {
    const kind = kindOf<string, string>(test, async () => ({ state: 'completed', entries: [{ type: 'said' }] }));
    await (await test.work.start(kind, { ...startOf('1', 'secret'), slot: 's' })).finished;
    const ended = await test.work.get('1');
    expect(ended).toMatchObject({ state: 'completed', endedAt: test.clock.now() });
    for (const field of ['input', 'owner', 'slot', 'dueAt']) expect(ended).not.toHaveProperty(field);
    expect(await test.documents.read('work/1')).toEqual([]);
  });

  it('seals the input and the journal', async () => {
    const at = gate();
    const kind = kindOf<string, string>(test, async ({ journal }) => {
      await journal.append([{ type: 'said', text: 'a secret word' }]);
      await at.pass();
      return { state: 'completed' };
    });
    const { finished } = await test.work.start(kind, startOf('1', 'a secret word'));
    await at.reached;
    const plain = await (await open().collection(workCollection)).get('1');
    expect(JSON.stringify([plain, await test.documents.read('work/1')])).not.toContain('secret');
    at.open();
    await finished;
  });

  it('refuses an id for the second time, and a slot until its work has ended', async () => {
    const at = gate();
    const kind = kindOf<null, null>(test, async () => {
      await at.pass();
      return { state: 'completed' };
    });
    const { finished } = await test.work.start(kind, { ...startOf('1', null), slot: 'c' });
    await expect(test.work.start(kind, startOf('1', null))).rejects.toThrow(UniqueConflict);
    await expect(test.work.start(kind, { ...startOf('2', null), slot: 'c' })).rejects.toThrow(SlotTaken);
    await test.work.handBackAbandoned();
    expect(await test.work.get('1')).toMatchObject({ state: 'running', epoch: 1 });
    at.open();
    await finished;
    await (await test.work.start(kind, { ...startOf('2', null), slot: 'c' })).finished;
    expect(await test.work.get('2')).toMatchObject({ state: 'completed' });
  });

  it('goes on with work whose later writes failed, since it may have been seen', async () => {
    const kind = kindOf<null, null>(test, async ({ resumed }) => ({ state: resumed ? 'completed' : 'failed' }));
    test.work.register(kind);
    await test.ends.insert({ id: 'taken', state: 'x' });
    const writes = [() => test.ends.insert({ id: 'taken', state: 'y' })];
    await expect(test.work.start(kind, { ...startOf('1', null), writes })).rejects.toThrow(UniqueConflict);
    await test.work.handBackAbandoned();
    await test.work.pump();
    await expect.poll(async () => (await test.work.get('1'))?.state).toBe('completed');
  });
});

describe('a run that throws', () => {
  it.each([
    [new BadRequest('The bot has no model.'), 'The bot has no model.'],
    [new Error('a secret detail'), 'An internal error ended it; the log of the server has the details.'],
  ])('fails the work with a reason for users: %s', async (error, reason) => {
    const kind = kindOf<null, null>(test, () => Promise.reject(error));
    expect(await (await test.work.start(kind, startOf('1', null))).finished).toMatchObject({ state: 'failed', reason });
    expect(await test.work.get('1')).toMatchObject({ state: 'failed', reason });
    expect(await test.ends.get('1')).toMatchObject({ state: 'failed' });
  });
});

describe('steps', () => {
  it('are done once, whatever asks for them again', async () => {
    let calls = 0;
    const kind = kindOf<null, number[]>(test, async (work) => {
      const call = () => work.step('count', async () => (calls += 1));
      return { state: 'completed', result: [await call(), await call()] };
    });
    expect(await (await test.work.start(kind, startOf('1', null))).finished).toMatchObject({ result: [1, 1] });
  });

  it('in parallel each get their entry', async () => {
    const paths = Array.from({ length: 20 }, (_, index) => `step/${index}`);
    const kind = kindOf<null, number>(test, async (work) => {
      await Promise.all(paths.map((path) => work.step(path, async () => path, { effect: true })));
      return { state: 'completed', result: paths.filter((path) => work.journal.find('result', path)?.['value'] === path).length };
    });
    expect(await (await test.work.start(kind, startOf('1', null))).finished).toMatchObject({ result: 20 });
  });

  it('do not begin after a cancel', async () => {
    const at = gate();
    let began = false;
    const kind = kindOf<null, null>(test, async (work) => {
      await at.pass();
      await work.step('late', async () => (began = true));
      return { state: 'completed' };
    });
    await test.work.start(kind, startOf('1', null));
    await at.reached;
    const canceled = test.work.cancel('1');
    at.open();
    await canceled;
    expect(began).toBe(false);
    expect(await test.work.get('1')).toMatchObject({ state: 'canceled' });
  });
});

describe('waiting', () => {
  const waiter = (process: TestProcess, until?: number) =>
    kindOf<null, unknown>(process, async ({ journal }) => {
      const answer = journal.find('answer');
      if (answer) return { state: 'completed', result: answer['text'] };
      if (until !== undefined && process.clock.now() >= until) return { state: 'failed', reason: 'too late' };
      const due = until === undefined ? {} : { until };
      return { state: 'waiting', ...due, entries: [{ type: 'asked' }], writes: [() => process.ends.ensure({ id: 'asked', state: 'asked' })] };
    });

  it('goes on with what it was given', async () => {
    const kind = waiter(test);
    expect(await (await test.work.start(kind, { ...startOf('1', null), slot: 'c' })).finished).toEqual({ state: 'waiting' });
    expect(await test.work.get('1')).toMatchObject({ state: 'waiting', slot: 'c' });
    expect(await test.ends.get('asked')).toBeDefined();
    const { finished } = await test.work.resume(kind, '1', [{ type: 'answer', text: 'yes' }], [
      () => test.ends.ensure({ id: 'answered', state: 'answered' }),
    ]);
    expect(await test.ends.get('answered')).toBeDefined();
    expect(await finished).toMatchObject({ state: 'completed', result: 'yes' });
  });

  it('becomes ready by itself when it is due, not before', async () => {
    const kind = waiter(test, test.clock.now() + 1_000);
    test.work.register(kind);
    await (await test.work.start(kind, startOf('1', null))).finished;
    test.clock.advance(999);
    await test.work.collect();
    expect(await test.work.get('1')).toMatchObject({ state: 'waiting' });
    test.clock.advance(1);
    await test.work.collect();
    await test.work.pump();
    await expect.poll(() => test.work.get('1')).toMatchObject({ state: 'failed', reason: 'too late' });
  });

  it('can be given something once only', async () => {
    const kind = waiter(test);
    await (await test.work.start(kind, startOf('1', null))).finished;
    const answers = await Promise.allSettled(
      ['a', 'b'].map((text) => test.work.resume(kind, '1', [{ type: 'answer', text }])),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect.poll(async () => (await test.work.get('1'))?.state).toBe('completed');
    await expect(test.work.resume(kind, '1', [])).rejects.toMatchObject({ name: 'NotWaiting', state: 'completed' });
    await expect(test.work.resume(kind, 'none', [])).rejects.toThrow(NotWaiting);
  });

  it('is cancelled at once', async () => {
    const kind = waiter(test);
    test.work.register(kind);
    await (await test.work.start(kind, { ...startOf('1', null), slot: 'c' })).finished;
    await test.work.cancel('1');
    expect(await test.work.get('1')).toMatchObject({ state: 'canceled' });
    expect(await test.ends.get('1')).toMatchObject({ state: 'canceled' });
    await test.work.start(kind, { ...startOf('2', null), slot: 'c' });
  });
});

describe('cancelling', () => {
  it('waits for a start that is under way, and asks the documents no more than once', async () => {
    const at = gate();
    const documents = open();
    const process = await openProcess(documents);
    const kind = kindOf<null, null>(process, ({ signal }) => aborted(signal));
    const started = process.work.start(kind, { ...startOf('1', null), writes: [at.pass] });
    await at.reached;
    await expect.poll(() => process.work.get('1')).toMatchObject({ state: 'running' });
    const get = vi.spyOn(SqliteCollection.prototype, 'get');
    const canceled = process.work.cancel('1');
    await new Promise(setImmediate);
    expect(get.mock.calls.length).toBeLessThanOrEqual(1);
    get.mockRestore();
    at.open();
    await started;
    await canceled;
    expect(await process.work.get('1')).toMatchObject({ state: 'canceled' });
  });

  it('aborts a run, which may leave what it has', async () => {
    const kind = kindOf<null, string>(test, async ({ signal }) => {
      const reason: unknown = await aborted(signal).catch((error: unknown) => error);
      return { state: 'canceled', result: reason instanceof WorkCanceled ? 'half' : 'none' };
    });
    const { finished } = await test.work.start(kind, startOf('1', null));
    await test.work.cancel('1');
    expect(await finished).toMatchObject({ state: 'canceled', result: 'half' });
    expect(await test.ends.get('1')).toMatchObject({ state: 'canceled', result: 'half' });
  });

  it('leaves what was finished in the same moment as it is', async () => {
    const kind = kindOf<null, string>(test, async ({ signal }) => {
      await aborted(signal).catch(() => undefined);
      return { state: 'completed', result: 'all' };
    });
    await test.work.start(kind, startOf('1', null));
    await test.work.cancel('1');
    expect(await test.work.get('1')).toMatchObject({ state: 'completed' });
    await test.work.cancel('1');
    await test.work.cancel('unknown');
  });

  it('also ends a run that was about to wait', async () => {
    const kind = kindOf<null, null>(test, async ({ signal }) => {
      await aborted(signal).catch(() => undefined);
      return { state: 'waiting', entries: [], writes: [] };
    });
    test.work.register(kind);
    await test.work.start(kind, startOf('1', null));
    await test.work.cancel('1');
    expect(await test.work.get('1')).toMatchObject({ state: 'canceled' });
  });

  it('of queued work never runs it', async () => {
    const idle = await openProcess(open(), { worker: false });
    let ran = false;
    const kind = kindOf<null, null>(idle, async () => {
      ran = true;
      return { state: 'completed' };
    });
    idle.work.register(kind);
    expect(await idle.work.start(kind, { ...startOf('1', null), here: false })).toEqual({});
    await idle.work.cancel('1');
    expect(await idle.work.get('1')).toMatchObject({ state: 'canceled' });
    expect(await idle.ends.get('1')).toMatchObject({ state: 'canceled' });
    expect(ran).toBe(false);
  });
});

describe('forgetting', () => {
  it('removes work that ended longer ago than its workspace keeps it, and nothing else', async () => {
    const kind = kindOf<null, null>(test, async () => ({ state: 'completed' }));
    const waiting = kindOf<null, null>(test, async () => ({ state: 'waiting', entries: [], writes: [] }));
    await (await test.work.start(kind, startOf('old', null))).finished;
    await (await test.work.start(waiting, startOf('waiting', null))).finished;
    test.clock.advance(1_000);
    await (await test.work.start(kind, startOf('new', null))).finished;
    await (await test.work.start(kind, { ...startOf('other', null), workspaceId: 'keeps' })).finished;
    test.clock.advance(1_000);
    await test.work.forget(async (workspaceId) => (workspaceId === 'keeps' ? 2_000 : 1_500));
    expect(await test.work.get('other')).toBeDefined();
    expect(await test.work.get('old')).toBeUndefined();
    expect(await test.work.get('waiting')).toBeDefined();
    expect(await test.work.get('new')).toBeDefined();
  });

  it('leaves a journal that outlasts its work', async () => {
    const kind = kindOf<null, null>(test, async () => ({ state: 'completed', entries: [{ type: 'said' }] }), { keepsJournal: true });
    test.work.register(kind);
    await (await test.work.start(kind, startOf('1', null))).finished;
    test.clock.advance(1_000);
    await test.work.forget(async () => 500);
    expect(await test.work.get('1')).toBeUndefined();
    const { entries } = await Journal.open(test.documents, test.keyring, 'w', '1');
    expect(entries).toMatchObject([{ type: 'said' }, { state: 'completed' }]);
  });
});
