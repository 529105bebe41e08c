import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { openEmbeddedSearch } from '#data/search/index.ts';
import type { Search } from '#data/search/port.ts';
import { ManualClock } from '#kernel/clock.ts';
import { TimerlessProcess } from './testing/timerless-process.ts';

let folder: string;
let search: Search;
let server: TimerlessProcess;
let ada: string;
let workspace_id: string;
let datasetId: string;
let documentId: string;
let apple: string;
/** What happens, once, after a rebuild has read passages and before it has written them. */
let meanwhile: ((index: string) => Promise<unknown>) | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-rebuilt-'));
  search = await openEmbeddedSearch(join(folder, 'search'));
  const interrupted = new Proxy(search, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'put') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return async (...given: Parameters<Search['put']>) => {
        const happening = given[0].startsWith(datasetId) ? meanwhile : undefined;
        if (happening) meanwhile = undefined;
        await happening?.(given[0]);
        await target.put(...given);
      };
    },
  });
  server = await TimerlessProcess.start(folder, await new Disk().open(), new ManualClock(), interrupted);
  ada = await server.administrator();
  workspace_id = (await server.call(ada, contract.createWorkspace, { body: { name: 'Team' } })).id;
}, 60_000);
afterAll(async () => {
  await server.close();
  await search.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  datasetId = (await server.call(ada, contract.createDataset, { body: { workspace_id, name: 'Fruit', embedding_model_id: '' } })).id;
  const body = { source: { type: 'text' as const, text: 'apple\npear' }, splitting: { mode: 'custom' as const, separator: '\n', max_tokens: 50 } };
  documentId = (await server.call(ada, contract.addDocument, { params: { dataset_id: datasetId }, body })).id;
  await server.finish();
  const { items } = await server.call(ada, contract.listPassages, { params: { document_id: documentId } });
  apple = items[0]?.id ?? '';
});

/** Rebuilds all indexes while something happens to what the data set's was built from; returns the words that find something in it, as it is on the disk. */
async function rebuiltWhile(happening: () => Promise<unknown>): Promise<string[]> {
  let rebuilt = '';
  meanwhile = async (index) => {
    rebuilt = index;
    await happening();
  };
  await server.reindex();
  await server.finish();
  expect(rebuilt).not.toBe('');
  const words = [];
  for (const text of ['apple', 'pear', 'plum']) if ((await search.search(rebuilt, { text, limit: 5 })).hits.length > 0) words.push(text);
  return words;
}

describe('an index that is rebuilt', () => {
  it('has a passage as it was edited meanwhile', async () => {
    expect(await rebuiltWhile(() => server.call(ada, contract.updatePassage, { params: { passage_id: apple }, body: { content: 'plum' } }))).toEqual(['pear', 'plum']);
  });

  it('has no passage that was hidden or deleted meanwhile', async () => {
    expect(await rebuiltWhile(() => server.call(ada, contract.updatePassage, { params: { passage_id: apple }, body: { enabled: false } }))).toEqual(['pear']);
    await server.call(ada, contract.updatePassage, { params: { passage_id: apple }, body: { enabled: true } });
    expect(await rebuiltWhile(() => server.call(ada, contract.deletePassage, { params: { passage_id: apple } }))).toEqual(['pear']);
  });

  it('does not show a document that was disabled or deleted meanwhile', async () => {
    const params = { document_id: documentId };
    expect(await rebuiltWhile(() => server.call(ada, contract.updateDocument, { params, body: { enabled: false } }))).toEqual([]);
    await server.call(ada, contract.updateDocument, { params, body: { enabled: true } });
    expect(await rebuiltWhile(() => server.call(ada, contract.deleteDocument, { params }))).toEqual([]);
  });

  it('names passages as their document was renamed meanwhile', async () => {
    await rebuiltWhile(() => server.call(ada, contract.updateDocument, { params: { document_id: documentId }, body: { name: 'Plums' } }));
    expect(await server.call(ada, contract.searchKnowledge, { body: { dataset_ids: [datasetId], query: 'plum' } })).toMatchObject({ items: [{ document_name: 'Plums' }, { document_name: 'Plums' }] });
  });
});

it('finds passages by the new name of their document', async () => {
  const found = async (query: string) => (await server.call(ada, contract.searchKnowledge, { body: { dataset_ids: [datasetId], query } })).items.map(({ content }) => content);
  await server.call(ada, contract.updateDocument, { params: { document_id: documentId }, body: { name: 'Orchard.txt', fields: { year: 1 } } });
  await server.finish();
  expect((await found('orchard')).toSorted()).toEqual(['apple', 'pear']);
  await server.call(ada, contract.updateDocument, { params: { document_id: documentId }, body: { name: 'Garden.txt' } });
  await server.finish();
  expect(await found('orchard')).toEqual([]);
  expect((await found('garden')).toSorted()).toEqual(['apple', 'pear']);
});
