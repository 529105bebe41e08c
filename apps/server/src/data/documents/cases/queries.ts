import { describe, expect, it } from 'vitest';
import { BadRequest } from '#kernel/errors.ts';
import type { Collection, Query } from '../port.ts';
import { UnindexedQuery } from '../port.ts';
import type { OpenStore, Task } from './fixture.ts';
import { storesOf, tasks } from './fixture.ts';

async function ids(collection: Collection<Task>, query: Omit<Query<Task>, 'limit'>, limit = 100): Promise<string[]> {
  return (await collection.find({ ...query, limit })).items.map(({ id }) => id);
}

/** Reads all pages of a query. */
async function pages(collection: Collection<Task>, query: Query<Task>): Promise<string[][]> {
  const found: string[][] = [];
  let after: string | undefined;
  do {
    const page = await collection.find({ ...query, after });
    found.push(page.items.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** What reading by declared indexes must do. */
export function queryCases(openStore: OpenStore): void {
  const open = storesOf(openStore);

  /** Six tasks: priorities 1, 1, 2, 3, none, and one of another workspace. */
  const openTasks = async () => {
    const collection = await (await open()).documents.collection(tasks);
    const documents: Task[] = [
      { id: 'a', workspaceId: 'w', state: 'open', priority: 1, slug: 'x' },
      { id: 'b', workspaceId: 'w', state: 'open', priority: 1, urgent: true },
      { id: 'c', workspaceId: 'w', state: 'done', priority: 2, urgent: false, slug: 'y' },
      { id: 'd', workspaceId: 'w', state: 'held', priority: 3, urgent: true },
      { id: 'e', workspaceId: 'w', state: 'open' },
      { id: 'f', workspaceId: 'v', state: 'open', priority: 9, slug: 'x' },
    ];
    for (const document of documents.toReversed()) await collection.insert(document);
    return collection;
  };

  describe('getMany', () => {
    it('returns the documents that exist', async () => {
      const collection = await openTasks();
      const found = await collection.getMany(['c', 'nobody', 'a']);
      expect(found.map(({ id, revision }) => `${id} at ${revision}`).toSorted()).toEqual(['a at 1', 'c at 1']);
      expect(await collection.getMany([])).toEqual([]);
    });
  });

  describe('find', () => {
    it('finds by equality, of text and of booleans', async () => {
      const collection = await openTasks();
      expect(await ids(collection, { where: { urgent: true } })).toEqual(['b', 'd']);
      expect(await ids(collection, { where: { urgent: false } })).toEqual(['c']);
      expect(await ids(collection, { where: { workspaceId: 'v', priority: 9 } })).toEqual(['f']);
      expect(await ids(collection, { where: { workspaceId: 'nobody', priority: 9 } })).toEqual([]);
    });

    it('finds by one of several values', async () => {
      const collection = await openTasks();
      const where = { workspaceId: 'w', state: { in: ['done', 'held'] } };
      expect(await ids(collection, { where, sort: 'priority' })).toEqual(['c', 'd']);
      expect(await ids(collection, { where: { workspaceId: 'w', state: { in: [] } }, sort: 'priority' })).toEqual([]);
      expect(await ids(collection, { where: { urgent: { in: [true, false] } } })).toEqual(['b', 'c', 'd']);
      expect(await ids(collection, { where: { id: { in: ['c', 'a', 'nobody'] } } })).toEqual(['a', 'c']);
    });

    it('finds by range', async () => {
      const collection = await openTasks();
      const find = (priority: object) => ids(collection, { where: { workspaceId: 'w', priority }, sort: 'priority' });
      expect(await find({ gt: 1 })).toEqual(['c', 'd']);
      expect(await find({ gte: 1 })).toEqual(['a', 'b', 'c', 'd']);
      expect(await find({ gte: 1, lt: 3 })).toEqual(['a', 'b', 'c']);
      expect(await find({ lte: 2, gt: 1 })).toEqual(['c']);
      expect(await ids(collection, { where: { id: { gt: 'b', lte: 'd' } } })).toEqual(['c', 'd']);
    });

    it('sorts both ways, equal values by id in the same direction, without documents that lack the field', async () => {
      const collection = await openTasks();
      const query = { where: { workspaceId: 'w' }, sort: 'priority' } as const;
      expect(await ids(collection, query)).toEqual(['a', 'b', 'c', 'd']);
      expect(await ids(collection, { ...query, descending: true })).toEqual(['d', 'c', 'b', 'a']);
      expect(await ids(collection, {})).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
      expect(await ids(collection, { descending: true }, 2)).toEqual(['f', 'e']);
    });

    it('finds by a unique index', async () => {
      const collection = await openTasks();
      expect(await ids(collection, { where: { workspaceId: 'w', slug: 'x' } })).toEqual(['a']);
      expect(await ids(collection, { where: { workspaceId: 'w' }, sort: 'slug', descending: true })).toEqual(['c', 'a']);
      const both = { workspaceId: { in: ['w', 'v'] } };
      expect(await pages(collection, { where: both, sort: 'slug', limit: 1 })).toEqual([['a'], ['f'], ['c']]);
    });

    it('finds by a sparse index the documents that have all of its fields', async () => {
      const collection = await (await open()).documents.collection(tasks);
      await collection.insert({ id: 'a', workspaceId: 'w', state: 'open' });
      await collection.insert({ id: 'b', workspaceId: 'w', state: 'open', attempts: 2 });
      await collection.insert({ id: 'c', workspaceId: 'w', state: 'open', attempts: 1 });
      const query = { where: { state: 'open' }, sort: 'attempts' } as const;
      expect(await ids(collection, query)).toEqual(['c', 'b']);
      await collection.update('a', { set: { attempts: 3 } });
      await collection.update('b', { unset: ['attempts'] });
      expect(await ids(collection, query)).toEqual(['c', 'a']);
      expect(await collection.count({ state: 'open', attempts: { gte: 2 } })).toBe(1);
      await expect(collection.find({ where: { state: 'open' }, limit: 1 })).rejects.toThrow(UnindexedQuery);
    });

    it('sorts text by code point', async () => {
      const collection = await (await open()).documents.collection(tasks);
      const slugs = ['\u{1F600}', '\uFFFD', '扣', 'é', 'b', 'a', 'Z', ''];
      await Promise.all(slugs.map((slug, place) => collection.insert({ id: String(place), workspaceId: 'w', slug })));
      const found = await collection.find({ where: { workspaceId: 'w' }, sort: 'slug', limit: 10 });
      expect(found.items.map(({ slug }) => slug)).toEqual(['', 'Z', 'a', 'b', 'é', '扣', '\uFFFD', '\u{1F600}']);
    });

    it('reads page after page, and says when there is no next', async () => {
      const collection = await openTasks();
      const query = { where: { workspaceId: 'w' }, sort: 'priority' } as const;
      expect(await pages(collection, { ...query, limit: 1 })).toEqual([['a'], ['b'], ['c'], ['d']]);
      expect(await pages(collection, { ...query, limit: 3, descending: true })).toEqual([['d', 'c', 'b'], ['a']]);
      expect(await pages(collection, { ...query, limit: 4 })).toEqual([['a', 'b', 'c', 'd']]);
      expect(await pages(collection, { limit: 4 })).toEqual([['a', 'b', 'c', 'd'], ['e', 'f']]);
      expect(await pages(collection, { limit: 5, descending: true })).toEqual([['f', 'e', 'd', 'c', 'b'], ['a']]);
    });

    it('goes on behind a document that is gone, and sees no document twice', async () => {
      const collection = await openTasks();
      const query = { where: { workspaceId: 'w' }, sort: 'priority', limit: 2 } as const;
      const first = await collection.find(query);
      await collection.delete('b');
      await collection.insert({ id: 'aa', workspaceId: 'w', priority: 1 });
      const second = await collection.find({ ...query, after: first.next });
      expect(second.items.map(({ id }) => id)).toEqual(['c', 'd']);
    });

    it('passes over documents', async () => {
      const collection = await openTasks();
      const page = await collection.find({ where: { workspaceId: 'w' }, sort: 'priority', skip: 1, limit: 2 });
      expect(page.items.map(({ id }) => id)).toEqual(['b', 'c']);
      expect(await ids(collection, { skip: 10 })).toEqual([]);
    });

    it('refuses a cursor that it did not give', async () => {
      const collection = await openTasks();
      for (const after of ['nonsense', '', 'W10', 'eyJ9']) {
        await expect(collection.find({ limit: 1, after })).rejects.toThrow(BadRequest);
      }
    });

    it('refuses what no declared index serves', async () => {
      const collection = await openTasks();
      const unserved: Omit<Query<Task>, 'limit'>[] = [
        { where: { state: 'open' } },
        { where: { workspaceId: 'w' } },
        { where: { workspaceId: 'w', priority: { gt: 1 } } },
        { sort: 'priority' },
        { where: { workspaceId: 'w', urgent: true } },
        { where: { workspaceId: 'w', state: { gt: 'a' }, priority: { gt: 1 } }, sort: 'priority' },
        { where: { slug: 'x' } },
      ];
      for (const query of unserved) {
        await expect(collection.find({ ...query, limit: 1 })).rejects.toThrow(UnindexedQuery);
      }
    });

    it('refuses a condition without a value, and a limit out of bounds', async () => {
      const collection = await openTasks();
      await expect(collection.find({ where: { urgent: undefined }, limit: 1 })).rejects.toThrow(TypeError);
      await expect(collection.find({ where: { urgent: {} }, limit: 1 })).rejects.toThrow(TypeError);
      for (const limit of [0, 1001, 1.5]) await expect(collection.find({ limit })).rejects.toThrow(RangeError);
      await expect(collection.find({ limit: 1, skip: -1 })).rejects.toThrow(RangeError);
    });
  });

  describe('count', () => {
    it('counts what matches', async () => {
      const collection = await openTasks();
      expect(await collection.count({})).toBe(6);
      expect(await collection.count({ workspaceId: 'w' })).toBe(5);
      expect(await collection.count({ workspaceId: 'w', state: { in: ['open', 'done'] } })).toBe(4);
      expect(await collection.count({ workspaceId: 'w', priority: { gte: 2 } })).toBe(2);
      expect(await collection.count({ id: { in: ['a', 'nobody'] } })).toBe(1);
    });

    it('refuses what no declared index serves', async () => {
      const collection = await openTasks();
      await expect(collection.count({ state: 'open' })).rejects.toThrow(UnindexedQuery);
    });
  });
}
