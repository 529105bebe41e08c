import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryCache } from '#data/cache/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { HasEnded, type JournalEntry, type WorkContext, type WorkKind } from './index.ts';
import { aborted, gate, kindOf, openProcess, sharedDocuments, startOf, type TestProcess } from './testing.ts';

let open: () => Documents;
let owner: TestProcess;
let other: TestProcess;
beforeEach(async () => {
  open = sharedDocuments();
  const clock = new ManualClock();
  const cache = new MemoryCache(clock);
  owner = await openProcess(open(), { clock, cache });
  other = await openProcess(open(), { clock, cache });
});

const answers = (entries: readonly JournalEntry[]) => entries.filter(({ type }) => type === 'answer').map(({ text }) => text);
/** One who gives an answer unless there are as many already. */
const answerOf = (text: string, most = 2) => (entries: readonly JournalEntry[]): readonly JournalEntry[] => {
  if (answers(entries).length >= most) throw new Error('enough');
  return [{ type: 'answer', text }];
};

/** Work that passes `during` in each of its runs, and needs two answers of its journal. */
function waiter(process: TestProcess, during: (work: WorkContext<null>) => Promise<unknown>): WorkKind<null, unknown> {
  return kindOf<null, unknown>(process, async (work) => {
    await during(work);
    const known = answers(work.journal.entries);
    return known.length >= 2 ? { state: 'completed', result: known } : { state: 'waiting', entries: [], writes: [] };
  });
}

describe('what is given to work', () => {
  it('is taken by a run that listens, as soon as its process is told', async () => {
    const kind = waiter(owner, async (work) => {
      const enough = gate();
      work.onGiven(() => void work.journal.append(work.given).then(() => answers(work.journal.entries).length === 2 && enough.open()));
      await enough.pass();
    });
    const { finished } = await owner.work.start(kind, startOf('1', null));
    for (const text of ['a', 'b']) {
      await other.work.give(kind, '1', answerOf(text));
      await owner.work.takeGiven('1');
    }
    expect(await finished).toMatchObject({ state: 'completed', result: ['a', 'b'] });
  });

  it('lets work that does not listen run anew rather than wait', async () => {
    const at = gate();
    const runs = vi.fn<() => Promise<void>>(() => at.pass());
    const kind = waiter(owner, runs);
    const { finished } = await owner.work.start(kind, startOf('1', null));
    await at.reached;
    for (const text of ['a', 'b']) await other.work.give(kind, '1', answerOf(text));
    at.open();
    expect(await finished).toMatchObject({ state: 'completed', result: ['a', 'b'] });
    expect(runs).toHaveBeenCalledTimes(2);
  });

  it('is asked anew of who gives at the same time as another', async () => {
    const at = gate();
    const kind = waiter(owner, () => at.pass());
    const { finished } = await owner.work.start(kind, startOf('1', null));
    await at.reached;
    const given = ['a', 'b', 'c'].map((text) => other.work.give(kind, '1', answerOf(text)));
    expect((await Promise.allSettled(given)).filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: new Error('enough') }]);
    at.open();
    expect(await finished).toMatchObject({ state: 'completed' });
  });

  it('lets work go on that waits, and is kept for what is in the queue', async () => {
    const kind = waiter(owner, async () => undefined);
    expect(await (await owner.work.start(kind, startOf('1', null))).finished).toEqual({ state: 'waiting' });
    expect(await (await other.work.give(kind, '1', answerOf('a'))).finished).toEqual({ state: 'waiting' });
    expect(await other.work.get('1')).not.toHaveProperty('given');
    const idle = await openProcess(open(), { worker: false });
    await idle.work.start(kind, { ...startOf('2', null), here: false });
    for (const text of ['a', 'b']) expect(await idle.work.give(kind, '2', answerOf(text))).toEqual({});
    owner.work.register(kind);
    await owner.work.pump();
    await expect.poll(() => owner.work.get('2')).toMatchObject({ state: 'completed' });
    expect(await owner.ends.get('2')).toMatchObject({ result: ['a', 'b'] });
  });

  it('goes with work that a stopping process puts back', async () => {
    const kind = kindOf<null, unknown>(owner, ({ signal }) => aborted(signal));
    await owner.work.start(kind, startOf('1', null));
    for (const text of ['a', 'b']) await other.work.give(kind, '1', answerOf(text));
    await owner.work.stop(0);
    other.work.register(waiter(other, async () => undefined));
    await other.work.pump();
    await expect.poll(() => other.work.get('1')).toMatchObject({ state: 'completed' });
    expect(await other.ends.get('1')).toMatchObject({ result: ['a', 'b'] });
  });

  it('is told to all work of a process by its heartbeat', async () => {
    const at = gate();
    const told: string[] = [];
    const kind = kindOf<null, null>(owner, async (work) => {
      work.onGiven(() => told.push(work.id));
      await at.pass();
      return { state: 'completed' };
    });
    const started = [];
    for (const id of ['1', '2', '3']) started.push(await owner.work.start(kind, startOf(id, null)));
    for (const id of ['1', '3']) await other.work.give(kind, id, answerOf('a'));
    await owner.work.takeAllGiven();
    expect(told).toEqual(['1', '3']);
    at.open();
    for (const { finished } of started) expect(await finished).toMatchObject({ state: 'completed' });
  });

  it('is refused where the work has ended', async () => {
    const kind = kindOf<null, null>(owner, async () => ({ state: 'completed' }));
    await (await owner.work.start(kind, startOf('1', null))).finished;
    await expect(other.work.give(kind, '1', answerOf('a'))).rejects.toThrow(HasEnded);
    await expect(other.work.give(kind, 'none', answerOf('a'))).rejects.toMatchObject({ state: 'missing' });
  });
});
