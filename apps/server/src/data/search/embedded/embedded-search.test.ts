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
