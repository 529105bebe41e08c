import { describe, expect, it } from 'vitest';
import type { Collection, Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { NotRetryable, NotWaiting, type WorkKind } from './index.ts';
import { aborted, kindOf, openProcess, sharedDocuments, startOf, type TestProcess } from './testing.ts';
import { type WorkDocument, workCollection } from './work-document.ts';

/** Overwrites the sealed input of work, as a failing disk would. */
async function damage(documents: Documents, id: string): Promise<void> {
  const works: Collection<WorkDocument> = await documents.collection(workCollection);
  await works.update(id, { set: { input: Buffer.alloc(40, 'garbage').toString('base64') } });
}

describe('work whose document is damaged', () => {
  it('has failed when its turn comes, says why where its users look, and keeps no other waiting', async () => {
    const open = sharedDocuments();
    const idle = await openProcess(open(), { worker: false });
    const quick = kindOf<string, null>(idle, async () => ({ state: 'completed' }));
    await idle.work.start(quick, { ...startOf('1', 'damaged'), workspaceId: 'a', slot: 's', here: false });
    await idle.work.start(quick, { ...startOf('2', 'whole'), workspaceId: 'b', here: false });
    await damage(open(), '1');
    const worker = await openProcess(open());
    worker.work.register(kindOf<string, null>(worker, async () => ({ state: 'completed' })));
    await worker.work.pump();
    await expect.poll(() => worker.work.get('2')).toMatchObject({ state: 'completed' });
    const ended = { state: 'failed', reason: expect.stringContaining('damaged') };
    expect(await worker.work.get('1')).toMatchObject(ended);
    expect((await worker.work.list({ workspaceId: 'a', limit: 10 })).items).toMatchObject([ended]);
    expect(await worker.ends.get('1')).toMatchObject({ state: 'given up', result: ended.reason });
    await worker.work.start(quick, { ...startOf('3', 'next'), slot: 's' });
  });

  it('is not offered to be tried again, since nobody knows with what', async () => {
    const open = sharedDocuments();
    const idle = await openProcess(open(), { worker: false });
    const retry = { retries: 1, firstDelay: 1, longestDelay: 1 };
    await idle.work.start(kindOf<string, null>(idle, async () => ({ state: 'completed' }), { retry }), { ...startOf('1', 'damaged'), here: false });
    await damage(open(), '1');
    const worker = await openProcess(open());
    worker.work.register(kindOf<string, null>(worker, async () => ({ state: 'completed' }), { retry }));
    await worker.work.pump();
    const work = await worker.work.get('1');
    expect(work).toMatchObject({ state: 'failed' });
    expect(work && worker.work.isRetryable(work)).toBe(false);
    await expect(worker.work.retryFailed('1')).rejects.toThrow(NotRetryable);
  });

  it.each<[string, (test: TestProcess, kind: WorkKind<string, null>) => Promise<unknown>]>([
    ['cancels it', (test) => test.work.cancel('1')],
    ['gives it what it waits for', (test, kind) => expect(test.work.resume(kind, '1', [])).rejects.toThrow(NotWaiting)],
  ])('has failed where somebody %s', async (_, act) => {
    const open = sharedDocuments();
    const test = await openProcess(open());
    const waiting = kindOf<string, null>(test, async () => ({ state: 'waiting', entries: [], writes: [] }));
    test.work.register(waiting);
    await (await test.work.start(waiting, startOf('1', 'damaged'))).finished;
    await damage(open(), '1');
    await act(test, waiting);
    expect(await test.work.get('1')).toMatchObject({ state: 'failed', reason: expect.stringContaining('damaged') });
  });

  it('has failed where its journal is damaged', async () => {
    const open = sharedDocuments();
    const idle = await openProcess(open());
    const waiting = kindOf<string, null>(idle, async () => ({ state: 'waiting', until: 1, entries: [], writes: [] }));
    await (await idle.work.start(waiting, startOf('1', 'whole'))).finished;
    await open().append('work/1', 1, ['garbage']);
    await idle.work.stop(0);
    const worker = await openProcess(open(), { alone: true });
    worker.work.register(kindOf<string, null>(worker, async () => ({ state: 'completed' })));
    await worker.work.collect();
    await worker.work.pump();
    expect(await worker.work.get('1')).toMatchObject({ state: 'failed', reason: expect.stringContaining('damaged') });
  });

  it('keeps no other work of a dead process from being taken over', async () => {
    const open = sharedDocuments();
    const clock = new ManualClock();
    const dead = await openProcess(open(), { clock });
    const endless = kindOf<string, null>(dead, ({ signal }) => aborted(signal));
    for (const id of ['1', '2']) await dead.work.start(endless, startOf(id, 'hello'));
    await damage(open(), '1');
    const next = await openProcess(open(), { clock, alone: true });
    next.work.register(kindOf<string, null>(next, async () => ({ state: 'completed' })));
    await next.work.collect();
    await next.work.pump();
    await expect.poll(() => next.work.get('2')).toMatchObject({ state: 'completed' });
  });
});
