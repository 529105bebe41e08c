import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { searchCases } from '../cases.ts';
import { IndexMissing } from '../port.ts';
import { openEmbeddedSearch } from './embedded-search.ts';

async function openStore() {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-search-'));
  let search = await openEmbeddedSearch(folder);
  return {
    folder,
    get search() {
      return search;
    },
    async reopen() {
      await search.close();
      search = await openEmbeddedSearch(folder);
      return search;
    },
    async end() {
      await search.close();
      await rm(folder, { recursive: true });
    },
  };
}

searchCases('embedded', openStore);

it('takes a file that is no index for a missing one, and makes it anew', async () => {
  const store = await openStore();
  try {
    await writeFile(join(store.folder, 'broken.db'), 'no database at all, but longer than the header of one would be'.repeat(20));
    await expect(store.search.search('broken', { text: 'a', limit: 1 })).rejects.toBeInstanceOf(IndexMissing);
    await store.search.create('broken');
    expect(await store.search.describe('broken')).toMatchObject({ passages: 0 });
  } finally {
    await store.end();
  }
});

it('keeps what has the rarest words where a condition leaves more passages than it looks at', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('many');
    const passages = Array.from({ length: 12_001 }, (_, number) => ({ id: `p${number}`, title: '', content: number < 12_000 ? '公司' : '麒麟公司', fields: { year: 2024 } }));
    await search.put('many', { documentId: 'd', generation: 1 }, passages);
    await search.show('many', { documentId: 'd', generation: 1 }, {});
    const { hits } = await search.search('many', { text: '麒麟公司', limit: 3, conditions: [{ field: 'year', in: [2024] }] });
    expect(hits.map(({ id }) => id)).toEqual(['p12000', 'p0', 'p1']);
  } finally {
    await end();
  }
});

it('finds the best of many passages that have the same words, and of many those that have most of them, wherever they stand', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('many');
    const contents = [...Array.from({ length: 2_000 }, () => 'red stones beside the water'), ...Array.from({ length: 900 }, () => 'blue stones beside the water'), 'red, red, red', 'water that is blue and red'];
    await search.put('many', { documentId: 'd', generation: 1 }, contents.map((content, number) => ({ id: `p${number}`, title: '', content })));
    await search.show('many', { documentId: 'd', generation: 1 }, {});
    const first = async (text: string): Promise<string | undefined> => (await search.search('many', { text, limit: 1 })).hits[0]?.id;
    expect(await first('red')).toBe('p2900');
    expect(await first('blue red')).toBe('p2901');
  } finally {
    await end();
  }
});

it('finds what is shown where thousands that are hidden have the same words', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('hidden');
    await search.put('hidden', { documentId: 'hidden', generation: 1 }, Array.from({ length: 12_001 }, (_, number) => ({ id: `h${number}`, title: '', content: '公司' })));
    await search.put('hidden', { documentId: 'd', generation: 1 }, [{ id: 'p', title: '', content: '公司' }]);
    await search.show('hidden', { documentId: 'd', generation: 1 }, {});
    expect((await search.search('hidden', { text: '公司', limit: 3 })).hits.map(({ id }) => id)).toEqual(['p']);
  } finally {
    await end();
  }
});

it('finds passages of common words that none has together', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('apart');
    await search.put('apart', { documentId: 'd', generation: 1 }, Array.from({ length: 8_000 }, (_, number) => ({ id: `p${number}`, title: '', content: number % 2 === 0 ? 'apple' : 'pear' })));
    await search.show('apart', { documentId: 'd', generation: 1 }, {});
    expect((await search.search('apart', { text: 'apple pear', limit: 3 })).hits).toHaveLength(3);
  } finally {
    await end();
  }
});

it('weighs words as they are in the reading that took the place of an earlier one', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('again');
    const read = async (generation: number, often: string, once: string) => {
      await search.put('again', { documentId: 'd', generation }, Array.from({ length: 100 }, (_, number) => ({ id: `${generation}-${number}`, title: '', content: number === 99 ? once : often })));
      await search.show('again', { documentId: 'd', generation }, {});
    };
    const first = async () => (await search.search('again', { text: 'apple pear', limit: 1 })).hits.map(({ id }) => id);
    await read(1, 'apple', 'pear');
    expect(await first()).toEqual(['1-99']);
    await read(2, 'pear', 'apple');
    expect(await first()).toEqual(['2-99']);
  } finally {
    await end();
  }
});

it('describes the fields of all passages of a small index, also where many were removed before them', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('fields');
    await search.put('fields', { documentId: 'd', generation: 1 }, Array.from({ length: 4_000 }, (_, number) => ({ id: `old${number}`, title: '', content: 'apple' })));
    await search.put('fields', { documentId: 'd', generation: 2 }, Array.from({ length: 100 }, (_, number) => ({ id: `p${number}`, title: '', content: 'apple', fields: Object.fromEntries([number < 99 ? ['place', 'shelf'] : ['colour', 'red']]) })));
    await search.show('fields', { documentId: 'd', generation: 2 }, {});
    expect((await search.fields('fields')).map(({ field }) => field)).toEqual(['place', 'colour']);
  } finally {
    await end();
  }
});

it('finds a word that all passages have, also when some of them are gone since it was counted', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('few');
    const passages = Array.from({ length: 40 }, (_, number) => ({ id: `p${number}`, title: '', content: '手册' }));
    await search.put('few', { documentId: 'd', generation: 1 }, passages);
    await search.show('few', { documentId: 'd', generation: 1 }, {});
    expect((await search.search('few', { text: '手册', limit: 100 })).hits).toHaveLength(40);
    await search.remove('few', ['p0']);
    expect((await search.search('few', { text: '手册', limit: 100 })).hits).toHaveLength(39);
  } finally {
    await end();
  }
});

it('lets others write in between while it removes many passages', async () => {
  const { search, end } = await openStore();
  try {
    await search.create('many');
    const passages = Array.from({ length: 2_000 }, (_, number) => ({ id: `p${number}`, title: '', content: `apple ${number}` }));
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);
    await search.put('many', { documentId: 'd', generation: 1 }, passages);
    await Promise.all([search.show('many', { documentId: 'd', generation: 2 }, {}).then(note('shown')), search.flush('many').then(note('flushed'))]);
    expect(await search.describe('many')).toMatchObject({ passages: 0 });
    await search.put('many', { documentId: 'd', generation: 2 }, passages);
    await Promise.all([search.removeDocument('many', 'd').then(note('removed')), search.flush('many').then(note('flushed'))]);
    expect(await search.describe('many')).toMatchObject({ passages: 0 });
    expect(order).toEqual(['flushed', 'shown', 'flushed', 'removed']);
  } finally {
    await end();
  }
});

/** Overwrites all but the beginning of an index, which says of itself what it did. */
async function damage(path: string): Promise<void> {
  const index = new DatabaseSync(path);
  index.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  index.close();
  const file = await open(path, 'r+');
  const beginning = 12 * 4096;
  const { size } = await stat(path);
  await file.write(Buffer.alloc(size - beginning, 0xa5), 0, size - beginning, beginning);
  await file.close();
}

it('takes an index for a missing one whose damage is seen when it is searched or written, and makes it anew', async () => {
  const store = await openStore();
  const passages = Array.from({ length: 500 }, (_, number) => ({ id: `p${number}`, title: '', content: `apple ${number} and pear ${number}` }));
  try {
    const uses = [
      () => store.search.search('used', { text: 'apple', limit: 1 }),
      () => store.search.put('used', { documentId: 'd', generation: 2 }, passages),
    ];
    for (const use of uses) {
      await store.search.create('used');
      await store.search.put('used', { documentId: 'd', generation: 1 }, passages);
      await store.search.show('used', { documentId: 'd', generation: 1 }, {});
      await store.search.close();
      await damage(join(store.folder, 'used.db'));
      await store.reopen();
      expect(await store.search.describe('used')).toMatchObject({ passages: 500 });
      await expect(use()).rejects.toBeInstanceOf(IndexMissing);
      expect(await store.search.describe('used')).toBeUndefined();
    }
  } finally {
    await store.end();
  }
});
