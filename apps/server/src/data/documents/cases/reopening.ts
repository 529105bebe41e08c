import { describe, expect, it, vi } from 'vitest';
import type { CollectionDefinition, Documents } from '../port.ts';
import { NewerData, UniqueConflict } from '../port.ts';
import type { OpenStore, Task } from './fixture.ts';
import { reopen, storesOf, tasks } from './fixture.ts';

interface FirstNote {
  readonly id: string;
  readonly text: string;
}

interface SecondNote {
  readonly id: string;
  readonly words: string[];
}

interface ThirdNote extends SecondNote {
  readonly length: number;
}

const first: CollectionDefinition<FirstNote> = { name: 'notes', schemaVersion: 1, indexes: [] };

const toSecond = ({ text, ...note }: Record<string, unknown>) => {
  if (typeof text !== 'string') throw new Error('A note has a text.');
  return { ...note, words: text.split(' ') };
};

const second: CollectionDefinition<SecondNote> = { name: 'notes', schemaVersion: 2, indexes: [], upgrades: [toSecond] };

const third: CollectionDefinition<ThirdNote> = {
  name: 'notes',
  schemaVersion: 3,
  indexes: [{ fields: ['length'] }],
  upgrades: [toSecond, (note) => ({ ...note, length: Array.isArray(note['words']) ? note['words'].length : 0 })],
};

/** Waits until the passes of the documents have ended. */
async function upgraded(documents: Documents) {
  await vi.waitFor(() => expect(documents.upgrades().map(({ state }) => state)).not.toContain('running'), 10_000);
  return documents.upgrades();
}

/** What closing and opening again must do, with the same definitions and with later ones. */
export function reopeningCases(openStore: OpenStore): void {
  const open = storesOf(openStore);

  describe('close', () => {
    it('keeps every write that was begun, and refuses later calls', async () => {
      const store = await open();
      const collection = await store.documents.collection(tasks);
      const writes = Array.from({ length: 20 }, (_, n) => collection.insert({ id: String(n), workspaceId: 'w' }));
      await store.documents.close();
      await Promise.all(writes);
      await expect(collection.insert({ id: 'late', workspaceId: 'w' })).rejects.toThrow('closed');
      await expect(collection.get('1')).rejects.toThrow('closed');
      await expect(store.documents.append('s', 0, ['a'])).rejects.toThrow('closed');
      const again = await (await reopen(store)).collection(tasks);
      expect(await again.count({})).toBe(20);
    });
  });

  describe('reopening', () => {
    it('finds everything as it was', async () => {
      const store = await open();
      const collection = await store.documents.collection(tasks);
      await collection.insert({ id: '1', workspaceId: 'w', slug: 'a', priority: 4 });
      await collection.update('1', { increment: { priority: 1 } });
      await store.documents.append('s', 0, ['a', 'b']);
      const documents = await reopen(store);
      const again = await documents.collection(tasks);
      expect(await again.get('1')).toStrictEqual({ id: '1', workspaceId: 'w', slug: 'a', priority: 5, revision: 2 });
      await expect(again.insert({ id: '2', workspaceId: 'w', slug: 'a' })).rejects.toThrow(UniqueConflict);
      expect(await documents.append('s', 2, ['c'])).toBe(3);
      expect(documents.upgrades()).toEqual([]);
    });

    it('fills an index that a definition gains, and forgets one that it loses', async () => {
      const store = await open();
      const before = await store.documents.collection<Task>({ name: 'tasks', schemaVersion: 1, indexes: [{ fields: ['slug'], unique: true }] });
      await before.insert({ id: '1', workspaceId: 'w', slug: 'a', urgent: true });
      await before.insert({ id: '2', workspaceId: 'w' });
      const documents = await reopen(store);
      const gained = await documents.collection<Task>({ name: 'tasks', schemaVersion: 1, indexes: [{ fields: ['urgent'] }, { fields: ['workspaceId'] }] });
      expect(await gained.count({ urgent: true })).toBe(1);
      expect(await gained.count({ workspaceId: 'w' })).toBe(2);
      await gained.insert({ id: '3', workspaceId: 'w', slug: 'a' });
      const lost = (await reopen(store)).collection<Task>({ name: 'tasks', schemaVersion: 1, indexes: [{ fields: ['slug'], unique: true }] });
      await expect(lost).rejects.toThrow(UniqueConflict);
    });

    it('opens a name once', async () => {
      const { documents } = await open();
      await documents.collection(tasks);
      await expect(documents.collection(tasks)).rejects.toThrow(TypeError);
    });
  });

  describe('a later schema version', () => {
    it('upgrades documents as they are read and changed', async () => {
      const store = await open();
      const notes = await store.documents.collection(first);
      await notes.insert({ id: '1', text: 'one two' });
      await notes.insert({ id: '2', text: 'three' });
      const documents = await reopen(store);
      const again = await documents.collection(second);
      expect(await again.get('1')).toStrictEqual({ id: '1', words: ['one', 'two'], revision: 1 });
      expect(await again.update('2', { set: { words: ['4'] } }, { revision: 1 })).toEqual({ id: '2', words: ['4'], revision: 2 });
      expect((await again.find({ limit: 10 })).items.map(({ words }) => words.length)).toEqual([2, 1]);
    });

    it('upgrades every document in the background, with progress', async () => {
      const store = await open();
      const notes = await store.documents.collection(first);
      await Promise.all(Array.from({ length: 250 }, (_, n) => notes.insert({ id: `n${1000 + n}`, text: 'a b' })));
      let documents = await reopen(store);
      await documents.collection(second);
      expect(await upgraded(documents)).toEqual([{ collection: 'notes', toVersion: 2, done: 250, total: 250, state: 'done' }]);
      // What was once stored by the second version needs the first upgrade no more.
      documents = await reopen(store);
      const again = await documents.collection({ ...second, upgrades: [() => { throw new Error('Not again.'); }] });
      expect(await again.get('n1249')).toMatchObject({ words: ['a', 'b'] });
      expect(documents.upgrades()).toEqual([]);
    });

    it('goes on where it was interrupted', async () => {
      const store = await open();
      const notes = await store.documents.collection(first);
      await Promise.all(Array.from({ length: 250 }, (_, n) => notes.insert({ id: `n${1000 + n}`, text: 'a b' })));
      let calls = 0;
      const counted = (limit: number): CollectionDefinition<SecondNote> => ({
        ...second,
        upgrades: [(note) => {
          calls += 1;
          if (calls > limit) throw new Error('Interrupted.');
          return toSecond(note);
        }],
      });
      let documents = await reopen(store);
      await documents.collection(counted(150));
      expect(await upgraded(documents)).toMatchObject([{ state: 'failed', done: 100, reason: 'Interrupted.' }]);
      calls = 0;
      documents = await reopen(store);
      await documents.collection(counted(150));
      expect(await upgraded(documents)).toMatchObject([{ state: 'done', done: 250 }]);
      expect(calls).toBeLessThanOrEqual(150);
    });

    it('has a new index whole before the collection is open', async () => {
      const store = await open();
      const notes = await store.documents.collection(first);
      await notes.insert({ id: '1', text: 'one two' });
      await notes.insert({ id: '2', text: 'three' });
      const again = await (await reopen(store)).collection(third);
      expect(await again.count({ length: 2 })).toBe(1);
      expect(await again.get('2')).toStrictEqual({ id: '2', words: ['three'], length: 1, revision: 1 });
    });

    it('refuses data of a newer version in one line', async () => {
      const store = await open();
      await store.documents.collection(second);
      const refused = (await reopen(store)).collection(first);
      await expect(refused).rejects.toThrow(NewerData);
      await expect(refused).rejects.toThrow(/^[^\n]*newer Buckle[^\n]*$/);
    });
  });
}
