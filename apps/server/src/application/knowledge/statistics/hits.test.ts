import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Keyring } from '#services/storage/index.ts';
import { type DatasetDocument, type KnowledgeDocument, openKnowledgeCollections } from '../knowledge-documents.ts';
import { openDatasetDays } from './dataset-days.ts';
import { Hits } from './hits.ts';

describe('hits', () => {
  let clock: ManualClock;
  let hits: Hits;
  let stored: Awaited<ReturnType<typeof openKnowledgeCollections>>;
  let days: Awaited<ReturnType<typeof openDatasetDays>>;

  beforeEach(async () => {
    const documents = await openMemoryDocuments();
    const keyring = await Keyring.open(documents, Buffer.alloc(32, 3));
    await keyring.keys('w');
    stored = await openKnowledgeCollections(documents, keyring);
    days = await openDatasetDays(documents);
    clock = new ManualClock(Date.UTC(2026, 0, 31, 23, 59));
    hits = new Hits(stored, days, clock);
    // Nothing else of them is looked at.
    await stored.datasets.insert({ id: 'facts', workspaceId: 'w', name: 'Facts', description: '' } as DatasetDocument);
    for (const id of ['a', 'b']) await stored.documents.insert({ id, workspaceId: 'w', datasetId: 'facts', name: id, source: { type: 'text', fileId: 'f' }, fields: {}, hits: 0 } as unknown as KnowledgeDocument);
  });

  const of = (...ids: string[]) => ids.map((id) => ({ id, datasetId: 'facts' }));
  const facts = { id: 'facts', workspaceId: 'w' };
  const stats = async () => (await days.find({ where: { datasetId: 'facts' }, sort: 'day', limit: 10 })).items.map(({ day, searches, answered, hits: found }) => [day, searches, answered, found]);

  it('adds up what is found of each document', async () => {
    hits.add([facts], of('a', 'b', 'a'));
    hits.add([facts], of('a'));
    await hits.write();
    await hits.write();
    expect(Object.fromEntries((await stored.documents.getMany(['a', 'b'])).map((document) => [document.id, document.hits]))).toEqual({ a: 3, b: 1 });
  });

  it('adds up the searches of each day, and which of them found something', async () => {
    hits.add([facts], of('a', 'b'));
    hits.add([facts], []);
    await hits.write();
    hits.add([facts], of('a'));
    clock.advance(120_000);
    hits.add([facts], of('b'));
    await hits.write();
    expect(await stats()).toEqual([['2026-01-31', 3, 2, 3], ['2026-02-01', 1, 1, 1]]);
  });

  it('counts a hit for the data set that it stands in, and a search for each that was looked at', async () => {
    await stored.datasets.insert({ id: 'others', workspaceId: 'w', name: 'Others', description: '' } as DatasetDocument);
    hits.add([facts, { id: 'others', workspaceId: 'w' }], of('a'));
    await hits.write();
    expect(await stats()).toEqual([['2026-01-31', 1, 1, 1]]);
    expect(await days.get('others/2026-01-31')).toMatchObject({ searches: 1, answered: 0, hits: 0 });
  });

  it('keeps the others where one of them cannot be written', async () => {
    hits.add([facts], of('a', 'b'));
    vi.spyOn(stored.documents.closed, 'update').mockRejectedValueOnce(new Error('The store is away.'));
    await expect(hits.write()).rejects.toThrow('The store is away.');
    hits.add([facts], of('b'));
    await hits.write();
    expect(await stored.documents.getMany(['a', 'b'])).toMatchObject([{ hits: 0 }, { hits: 2 }]);
    expect(await stats()).toEqual([['2026-01-31', 2, 2, 3]]);
  });

  it('keeps nothing of what was deleted meanwhile', async () => {
    hits.add([facts], of('a', 'b'));
    await stored.documents.delete('a');
    await stored.datasets.delete('facts');
    await hits.write();
    expect(await stats()).toEqual([]);
    expect(await stored.documents.get('a')).toBeUndefined();
    expect(await stored.documents.get('b')).toMatchObject({ hits: 1 });
  });
});
