import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
