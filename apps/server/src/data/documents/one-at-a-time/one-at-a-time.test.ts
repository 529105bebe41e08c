import { describe, expect, it } from 'vitest';
import { documentsCases } from '../cases.ts';
import { tasks } from '../cases/fixture.ts';
import { PositionTaken } from '../port.ts';
import { Disk } from './index.ts';

documentsCases('one document at a time', async () => {
  const disk = new Disk();
  let documents = await disk.open();
  return {
    documents,
    async reopen() {
      await documents.close();
      documents = await disk.open();
      return documents;
    },
    end: () => documents.close(),
  };
});

/** Whether a promise has settled once everything that can happen now has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = new Promise((resolve) => setTimeout(resolve, 5, 'pending'));
  return (await Promise.race([Promise.allSettled([promise]), pending])) !== 'pending';
}

describe('stopping', () => {
  it('leaves the first commits on the disk, in order, and none after', async () => {
    const disk = new Disk();
    const before = await disk.open({ stopAfter: 2 });
    const collection = await before.collection(tasks);
    const writes = ['1', '2', '3'].map((id) => collection.insert({ id, workspaceId: 'w' }));
    await before.stopped;
    expect(await Promise.all(writes.map(isSettled))).toEqual([true, true, false]);
    expect(await isSettled(collection.get('1'))).toBe(false);
    const after = await (await disk.open()).collection(tasks);
    expect((await after.find({ limit: 10 })).items.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('can keep the last acknowledgement back', async () => {
    const disk = new Disk();
    const before = await disk.open({ stopAfter: 1, acknowledgeLast: false });
    const append = before.append('s', 0, ['a']);
    await before.stopped;
    expect(await isSettled(append)).toBe(false);
    expect(await (await disk.open()).read('s')).toHaveLength(1);
  });

  it('counts only writes that were made', async () => {
    const disk = new Disk();
    const documents = await disk.open({ stopAfter: 2 });
    await documents.append('s', 0, ['a']);
    await expect(documents.append('s', 0, ['b'])).rejects.toThrow(PositionTaken);
    expect(documents.commits).toBe(1);
    await documents.append('s', 1, ['b']);
    expect(await isSettled(documents.append('s', 2, ['c']))).toBe(false);
  });

  it('happens between two writes in order', async () => {
    const disk = new Disk();
    const before = await disk.open({ stopAfter: 1 });
    const writes = before.inOrder([() => before.append('s', 0, ['a']), () => before.append('s', 1, ['b'])]);
    await before.stopped;
    expect(await isSettled(writes)).toBe(false);
    expect(await (await disk.open()).read('s')).toHaveLength(1);
  });

  it('comes at once when killed, with no acknowledgement of what was under way', async () => {
    const disk = new Disk();
    const before = await disk.open();
    const append = before.append('s', 0, ['a']);
    const after = await disk.open();
    expect(await isSettled(append)).toBe(false);
    expect(await isSettled(before.append('t', 0, ['a']))).toBe(false);
    expect(await after.read('t')).toEqual([]);
  });
});
