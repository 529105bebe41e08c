import { describe, expect, it } from 'vitest';
import type { Collection, Documents } from '#data/documents/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { aborted, kindOf, openProcess, sharedDocuments, startOf } from './testing.ts';
import { type WorkDocument, workCollection } from './work-document.ts';

/** Overwrites the sealed input of work, as a failing disk would. */
async function damage(documents: Documents, id: string): Promise<void> {
  const works: Collection<WorkDocument> = await documents.collection(workCollection);
  await works.update(id, { set: { input: Buffer.alloc(40, 'garbage').toString('base64') } });
}

describe('work whose document is damaged', () => {
  it('is put off when its turn comes, and keeps no other waiting', async () => {
    const open = sharedDocuments();
    const idle = await openProcess(open(), { worker: false });
    const quick = kindOf<string, null>(idle, async () => ({ state: 'completed' }));
    await idle.work.start(quick, { ...startOf('1', 'damaged'), workspaceId: 'a', here: false });
    await idle.work.start(quick, { ...startOf('2', 'whole'), workspaceId: 'b', here: false });
    await damage(open(), '1');
    const worker = await openProcess(open());
    worker.work.register(kindOf<string, null>(worker, async () => ({ state: 'completed' })));
    await worker.work.pump();
    await expect.poll(() => worker.work.get('2')).toMatchObject({ state: 'completed' });
    await expect(worker.work.pump()).resolves.toBeUndefined();
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
