import { describe, expect, it } from 'vitest';
import { DocumentMissing, RevisionConflict, UniqueConflict } from '../port.ts';
import type { OpenStore, Task } from './fixture.ts';
import { storesOf, tasks } from './fixture.ts';

/** What inserting, changing and deleting must do. */
export function writeCases(openStore: OpenStore): void {
  const open = storesOf(openStore);
  const openTasks = async () => (await open()).documents.collection(tasks);

  describe('insert', () => {
    it('returns and keeps the document at revision 1', async () => {
      const collection = await openTasks();
      const note = { deep: [1, 2.5, -0.001, { list: [] }, null, true, ''], $ref: '#/a', 'a.b': 9007199254740991 };
      const task: Task = { id: '1', workspaceId: 'w', urgent: false, note };
      expect(await collection.insert(task)).toEqual({ ...task, revision: 1 });
      expect(await collection.get('1')).toStrictEqual({ ...task, revision: 1 });
      expect(await collection.get('2')).toBeUndefined();
    });

    it('keeps text of every script, and large documents', async () => {
      const collection = await openTasks();
      const note = `扣子 🤖 café \u0000 \u{10FFFF} "quoted" \\ \n ${'界'.repeat(1_500_000)}`;
      await collection.insert({ id: '扣/1', workspaceId: '空间', slug: '名 字', note });
      expect(await collection.get('扣/1')).toStrictEqual({ id: '扣/1', workspaceId: '空间', slug: '名 字', note, revision: 1 });
      expect(await collection.count({ workspaceId: '空间', slug: '名 字' })).toBe(1);
    });

    it('or ensure: adds what is missing, leaves what is there, and stops no writes after it', async () => {
      const { documents } = await open();
      const collection = await documents.collection(tasks);
      await collection.insert({ id: '1', workspaceId: 'w', state: 'first', slug: 'a' });
      await documents.inOrder([
        () => collection.ensure({ id: '1', workspaceId: 'w', state: 'second' }),
        () => collection.ensure({ id: '2', workspaceId: 'w', state: 'second' }),
      ]);
      expect(await collection.get('1')).toMatchObject({ state: 'first', revision: 1 });
      expect(await collection.get('2')).toMatchObject({ state: 'second', revision: 1 });
      await expect(collection.ensure({ id: '3', workspaceId: 'w', slug: 'a' })).rejects.toThrow(UniqueConflict);
    });

    it('leaves out fields that are undefined', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', state: undefined, note: { inner: undefined } });
      expect(await collection.get('1')).toStrictEqual({ id: '1', workspaceId: 'w', note: {}, revision: 1 });
    });

    it('refuses a taken id and leaves the first document as it is', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', state: 'first' });
      const second = collection.insert({ id: '1', workspaceId: 'w', state: 'second' });
      await expect(second).rejects.toThrow(UniqueConflict);
      await expect(second).rejects.toMatchObject({ fields: ['id'] });
      expect(await collection.get('1')).toMatchObject({ state: 'first', revision: 1 });
    });

    it('refuses taken values of a unique index and names its fields', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', slug: 'a' });
      await collection.insert({ id: '2', workspaceId: 'other', slug: 'a' });
      const taken = collection.insert({ id: '3', workspaceId: 'w', slug: 'a' });
      await expect(taken).rejects.toThrow(UniqueConflict);
      await expect(taken).rejects.toMatchObject({ fields: ['workspaceId', 'slug'] });
      expect(await collection.get('3')).toBeUndefined();
    });

    it('lets any number of documents lack a field of a unique index', async () => {
      const collection = await openTasks();
      await Promise.all(['1', '2', '3'].map((id) => collection.insert({ id, workspaceId: 'w' })));
      expect(await collection.getMany(['1', '2', '3'])).toHaveLength(3);
    });

    it('lets one of many writers have a unique value', async () => {
      const collection = await openTasks();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => collection.insert({ id: String(n), workspaceId: 'w', slug: 'a' })),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await collection.count({ workspaceId: 'w', slug: 'a' })).toBe(1);
    });

    it('undoes no neighbour of a write that is refused', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '0', workspaceId: 'w', slug: 'a' });
      const outcomes = await Promise.allSettled([
        collection.insert({ id: '1', workspaceId: 'w', slug: 'b' }),
        collection.insert({ id: '2', workspaceId: 'w', slug: 'a' }),
        collection.update('missing', { set: { state: 'x' } }),
        collection.update('0', { set: { state: 'x' } }),
        collection.insert({ id: '3', workspaceId: 'w', slug: 'c' }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled']);
      expect((await collection.getMany(['0', '1', '2', '3'])).map(({ id }) => id).toSorted()).toEqual(['0', '1', '3']);
    });

    it('refuses what an index or the store cannot keep', async () => {
      const collection = await openTasks();
      const wrong: object[] = [
        { id: '', workspaceId: 'w' },
        { id: '1', workspaceId: null },
        { id: '1', workspaceId: ['w'] },
        { id: '1', workspaceId: 'w', priority: Number.NaN },
        { id: '1', workspaceId: 'w', revision: 1 },
      ];
      for (const document of wrong) await expect(collection.insert(document as Task)).rejects.toThrow(TypeError);
      expect(await collection.get('1')).toBeUndefined();
    });
  });

  describe('update', () => {
    it('sets, removes and adds, and returns the document at its next revision', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', state: 'open', priority: 5, slug: 'a' });
      const changed = await collection.update('1', {
        set: { state: 'done', note: { $defs: { 'x.y': [1] } } },
        unset: ['slug'],
        increment: { priority: -2, attempts: 1 },
      });
      const expected = {
        id: '1', workspaceId: 'w', state: 'done', priority: 3, attempts: 1, note: { $defs: { 'x.y': [1] } }, revision: 2,
      };
      expect(changed).toEqual(expected);
      expect(await collection.get('1')).toStrictEqual(expected);
    });

    it('moves the document in its indexes', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', slug: 'a', priority: 1 });
      await collection.update('1', { set: { slug: 'b' }, increment: { priority: 1 } });
      expect(await collection.count({ workspaceId: 'w', slug: 'a' })).toBe(0);
      expect(await collection.count({ workspaceId: 'w', slug: 'b' })).toBe(1);
      expect(await collection.count({ workspaceId: 'w', priority: 2 })).toBe(1);
      await collection.insert({ id: '2', workspaceId: 'w', slug: 'a' });
      await collection.update('1', { unset: ['slug'] });
      await collection.update('2', { set: { slug: 'b' } });
      expect(await collection.count({ workspaceId: 'w', slug: 'b' })).toBe(1);
    });

    it('leaves a field that is set to undefined as it is', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', state: 'open' });
      await collection.update('1', { set: { state: undefined, priority: 1 } });
      expect(await collection.get('1')).toStrictEqual({ id: '1', workspaceId: 'w', state: 'open', priority: 1, revision: 2 });
    });

    it('counts every change without changes as a write', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w' });
      expect(await collection.update('1', {})).toEqual({ id: '1', workspaceId: 'w', revision: 2 });
    });

    it('throws for a missing document', async () => {
      const collection = await openTasks();
      await expect(collection.update('1', { set: { state: 'x' } })).rejects.toThrow(DocumentMissing);
      await expect(collection.update('1', { set: { state: 'x' } }, { revision: 1 })).rejects.toThrow(DocumentMissing);
    });

    it('throws where a unique value is taken and changes nothing', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', slug: 'a' });
      await collection.insert({ id: '2', workspaceId: 'w', slug: 'b', state: 'open' });
      const taken = collection.update('2', { set: { slug: 'a', state: 'done' } });
      await expect(taken).rejects.toThrow(UniqueConflict);
      await expect(taken).rejects.toMatchObject({ fields: ['workspaceId', 'slug'] });
      expect(await collection.get('2')).toEqual({ id: '2', workspaceId: 'w', slug: 'b', state: 'open', revision: 1 });
    });

    it('refuses to change the id or the revision, a field twice, or to add to a text', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', state: 'open', priority: 1 });
      const wrong: object[] = [
        { set: { id: '2' } },
        { set: { revision: 7 } },
        { set: { priority: 1 }, increment: { priority: 1 } },
        { unset: ['priority'], increment: { priority: 1 } },
        { increment: { state: 1 } },
      ];
      for (const changes of wrong) await expect(collection.update('1', changes)).rejects.toThrow(TypeError);
      expect(await collection.get('1')).toMatchObject({ state: 'open', priority: 1, revision: 1 });
    });

    it('lets no compare-and-set of many writers be lost', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', attempts: 0 });
      const failures: unknown[] = [];
      const writer = async () => {
        let successes = 0;
        for (let attempt = 0; attempt < 5; attempt += 1) {
          const task = await collection.get('1');
          if (task === undefined) throw new Error('The document is gone.');
          const changed = collection.update('1', { set: { attempts: (task.attempts ?? 0) + 1 } }, { revision: task.revision });
          const [outcome] = await Promise.allSettled([changed]);
          if (outcome.status === 'fulfilled') successes += 1;
          else failures.push(outcome.reason);
        }
        return successes;
      };
      const successes = (await Promise.all(Array.from({ length: 10 }, writer))).reduce((sum, count) => sum + count);
      expect(successes).toBeGreaterThan(0);
      expect(failures.every((failure) => failure instanceof RevisionConflict)).toBe(true);
      expect(await collection.get('1')).toMatchObject({ attempts: successes, revision: successes + 1 });
    });

    it('adds up the increments of many writers', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w' });
      await Promise.all(Array.from({ length: 30 }, () => collection.update('1', { increment: { attempts: 2 } })));
      expect(await collection.get('1')).toMatchObject({ attempts: 60, revision: 31 });
    });
  });

  describe('delete', () => {
    it('removes a document and says whether there was one', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w', slug: 'a' });
      expect(await collection.delete('1')).toBe(true);
      expect(await collection.delete('1')).toBe(false);
      expect(await collection.get('1')).toBeUndefined();
      expect(await collection.insert({ id: '2', workspaceId: 'w', slug: 'a' })).toMatchObject({ revision: 1 });
    });

    it('removes only the revision that the caller read', async () => {
      const collection = await openTasks();
      await collection.insert({ id: '1', workspaceId: 'w' });
      await collection.update('1', { set: { state: 'x' } });
      await expect(collection.delete('1', { revision: 1 })).rejects.toThrow(RevisionConflict);
      expect(await collection.delete('1', { revision: 2 })).toBe(true);
      expect(await collection.delete('1', { revision: 2 })).toBe(false);
    });
  });
}
