import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { endedDocument } from './testing/dataset-of.ts';
import { EchoServer } from './testing/echo-server.ts';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
let web: EchoServer;
beforeAll(async () => {
  web = await EchoServer.start(({ url }) => page(url));
  server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: new URL(web.address).host } });
});
afterAll(async () => {
  await server.stop();
  await web.close();
});

let visits = 0;
let isOpen = false;
function page(url: string): { readonly status?: number; readonly body?: string } {
  if (url === '/robots.txt') return { body: `User-agent: *\nDisallow: /private/\nDisallow: /${'*a'.repeat(6_000)}b\n` };
  if (url === '/gone' || (url.startsWith('/late') && !isOpen)) return { status: 404, body: 'gone' };
  if (url.startsWith('/late')) return { body: '<html><body><p>The museum opens late.</p></body></html>' };
  visits += 1;
  return { body: `<html><head><title>Page</title><script>alert('no')</script></head><body><h1>Opening hours</h1><p>The museum opens at ${visits === 1 ? 'nine' : 'ten'}.</p></body></html>` };
}

type DocumentBody = z.input<typeof contract.addDocument.body>;

async function dataset(changes: Partial<z.input<typeof contract.createDataset.body>> = {}): Promise<string> {
  return (await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Facts', embedding_model_id: '', ...changes } })).id;
}

function add(datasetId: string, body: DocumentBody) {
  return server.call(contract.addDocument, { params: { dataset_id: datasetId }, body });
}

function addText(datasetId: string, text: string, more: Partial<DocumentBody> = {}) {
  return add(datasetId, { name: 'Text', source: { type: 'text', text }, ...more });
}

const ended = (documentId: string) => endedDocument(server, documentId);

/** A data set with one document of a text, ready to be searched. */
async function datasetOf(text: string, more: Partial<DocumentBody> = {}) {
  const datasetId = await dataset();
  const { id: documentId } = await addText(datasetId, text, more);
  expect(await ended(documentId)).toMatchObject({ state: 'ready', searchable: true, progress: 100 });
  return { datasetId, documentId };
}

function search(datasetId: string, query: string, more: Partial<z.input<typeof contract.searchKnowledge.body>> = {}) {
  return server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query, ...more } });
}

async function found(...given: Parameters<typeof search>): Promise<string[]> {
  return (await search(...given)).items.map(({ content }) => content);
}

async function passagesOf(documentId: string) {
  return (await server.call(contract.listPassages, { params: { document_id: documentId } })).items;
}

describe('a search', () => {
  it('finds the passage that answers, with where it stands and what it scored', async () => {
    const { datasetId, documentId } = await datasetOf('# Walls\n\n长城全长两万一千一百九十六千米。\n\n# Palaces\n\n故宫位于北京，是明清两代的皇家宫殿。', { name: 'facts.md', source: { type: 'text', text: '长城全长两万一千一百九十六千米。\n\n故宫位于北京，是明清两代的皇家宫殿。' }, splitting: { mode: 'custom', separator: '\n\n', max_tokens: 100 } });
    const { items, terms, notes, timings } = await search(datasetId, '故宫在哪里');
    expect(items[0]).toMatchObject({ document_id: documentId, document_name: 'facts.md', content: '故宫位于北京，是明清两代的皇家宫殿。', dataset_id: datasetId });
    expect(items[0]?.scores.keyword).toBeGreaterThan(0);
    expect(items[0]?.scores).not.toHaveProperty('semantic');
    expect(terms).toContain('故宫');
    expect(notes).toEqual([expect.stringContaining('no embedding model')]);
    expect(timings.total).toBeGreaterThan(0);
  });

  it('finds nothing where nothing was said of it, and nothing under the score that is asked for', async () => {
    const { datasetId } = await datasetOf('The wall is long.');
    expect(await found(datasetId, '火星')).toEqual([]);
    expect(await found(datasetId, 'wall')).toEqual(['The wall is long.']);
    expect(await found(datasetId, 'wall moon rocket', { min_score: 0.9, mode: 'keyword' })).toEqual([]);
  });

  it('looks at several data sets, at what fields allow, and at no disabled document', async () => {
    const one = await datasetOf('An apple from one.', { fields: { year: 2024, tags: ['fruit'] } });
    const two = await datasetOf('An apple from two.', { fields: { year: 2020 } });
    const both = { dataset_ids: [one.datasetId, two.datasetId] };
    expect((await found(one.datasetId, 'apple', both)).toSorted()).toEqual(['An apple from one.', 'An apple from two.']);
    expect(await found(one.datasetId, 'apple', { ...both, filter: [{ field: 'year', gte: 2022 }] })).toEqual(['An apple from one.']);
    expect(await found(one.datasetId, 'apple', { ...both, filter: [{ field: 'tags', in: ['fruit', 'red'] }] })).toEqual(['An apple from one.']);
    await server.call(contract.updateDocument, { params: { document_id: one.documentId }, body: { enabled: false } });
    expect(await found(one.datasetId, 'apple', both)).toEqual(['An apple from two.']);
    await server.call(contract.updateDocument, { params: { document_id: two.documentId }, body: { fields: { year: 2025 } } });
    expect(await found(one.datasetId, 'apple', { ...both, filter: [{ field: 'year', in: [2025] }] })).toEqual(['An apple from two.']);
  });

  it('shows the larger passage around what it finds, once', async () => {
    const text = Array.from({ length: 12 }, (_, at) => `Sentence number ${at} speaks of apples and of pears in some detail.`).join(' ');
    const { datasetId } = await datasetOf(text, { splitting: { mode: 'parent_child', parent_max_tokens: 1_000, child_max_tokens: 40 } });
    const contents = await found(datasetId, 'apples', { top_k: 10 });
    expect(contents).toEqual([expect.stringContaining('Sentence number 11')]);
  });

  it('shows a part alone once a part of the same whole was changed or hidden', async () => {
    const text = Array.from({ length: 12 }, (_, at) => `Sentence number ${at} speaks of apples and of pears in some detail.`).join(' ');
    const { datasetId, documentId } = await datasetOf(text, { splitting: { mode: 'parent_child', parent_max_tokens: 1_000, child_max_tokens: 40 } });
    const [first] = await passagesOf(documentId);
    await server.call(contract.updatePassage, { params: { passage_id: first?.id ?? '' }, body: { enabled: false } });
    const contents = await found(datasetId, 'apples', { top_k: 20 });
    expect(contents.length).toBeGreaterThan(1);
    expect(contents.join(' ')).not.toContain(first?.content);
  });

  it('finds enough beside a large document that is disabled', async () => {
    const datasetId = await dataset();
    const many = await addText(datasetId, Array.from({ length: 60 }, (_, at) => `Apple ${at}.`).join('---'), { splitting: { mode: 'custom', separator: '---', max_tokens: 100 } });
    const one = await addText(datasetId, 'An apple among other words that make it a weaker match.');
    for (const { id } of [many, one]) await ended(id);
    await server.call(contract.updateDocument, { params: { document_id: many.id }, body: { enabled: false } });
    expect(await found(datasetId, 'apple')).toEqual([expect.stringContaining('weaker')]);
    await server.call(contract.updateDocument, { params: { document_id: many.id }, body: { enabled: true } });
    expect(await found(datasetId, 'apple')).toHaveLength(5);
  });

  it('finds rows of tables by their columns', async () => {
    const datasetId = await dataset({ format: 'table' });
    const file = await server.upload('prices.csv', 'name,price,code\nApple,3,007\nPear,5,008\nApple juice,9,009\n');
    const { id } = await add(datasetId, { source: { type: 'file', file_id: file.id } });
    expect(await ended(id)).toMatchObject({ state: 'ready', passages: 3, name: 'prices.csv' });
    expect(await found(datasetId, 'apple', { filter: [{ field: 'price', lt: 5 }] })).toEqual([expect.stringContaining('Apple')]);
    expect(await found(datasetId, 'apple', { filter: [{ field: 'code', in: ['009'] }] })).toEqual([expect.stringContaining('juice')]);
  });

  it('finds rows of a table that was given as a text, and shows them before', async () => {
    const text = 'name,price\nApple,3\nPear,5\n';
    const { items } = await server.call(contract.previewPassages, { body: { workspace_id: server.workspaceId, source: { type: 'text', text }, splitting: { mode: 'rows' } } });
    expect(items).toHaveLength(2);
    const datasetId = await dataset({ format: 'table' });
    const { id } = await add(datasetId, { name: 'Prices', source: { type: 'text', text } });
    expect(await ended(id)).toMatchObject({ state: 'ready', passages: 2, name: 'Prices' });
  });

  it('reads a text as its name says it is written', async () => {
    const { documentId } = await datasetOf('# Fruit\n\n## Apples\n\nThey are red.', { name: 'fruit.md' });
    expect((await passagesOf(documentId)).flatMap(({ headings }) => headings)).toContain('Fruit');
  });

  it('gives scores from 0 to 1, which say how much of the question a passage has', async () => {
    const others = Array.from({ length: 40 }, (_, at) => `Sentence ${at} speaks of something else.`);
    const text = ['Quince quince quince quince.', 'Quince with honey.', ...others].join('---');
    const { datasetId } = await datasetOf(text, { splitting: { mode: 'custom', separator: '---', max_tokens: 100 } });
    const scoresOf = async (query: string) => (await search(datasetId, query, { mode: 'keyword' })).items.map(({ score, scores }) => [score, scores.keyword]);
    const [often, once] = await scoresOf('quince');
    expect(often).toEqual([1, 1]);
    expect(once?.[0]).toBeGreaterThan(0.8);
    // Words that no passage has count as well.
    for (const [score] of await scoresOf('quince zeppelin airship')) expect(score).toBeLessThan(0.7);
  });
});

describe('a passage', () => {
  it('that is changed answers differently from then on', async () => {
    const { datasetId, documentId } = await datasetOf('The office is in Berlin.');
    const [passage] = await passagesOf(documentId);
    const params = { passage_id: passage?.id ?? '' };
    await server.call(contract.updatePassage, { params, body: { content: 'The office is in Paris.' } });
    expect(await found(datasetId, 'office')).toEqual(['The office is in Paris.']);
    expect(await found(datasetId, 'Berlin')).toEqual([]);
    expect(await passagesOf(documentId)).toMatchObject([{ edited: true }]);
  });

  it('is not overwritten by somebody who read it before it was changed, unless they name no revision', async () => {
    const { documentId } = await datasetOf('The office is in Berlin.');
    const [passage] = await passagesOf(documentId);
    const params = { passage_id: passage?.id ?? '' };
    const change = (content: string, revision?: number) => server.call(contract.updatePassage, { params, body: { content, revision } });
    await server.call(contract.updatePassage, { params, body: { enabled: true } });
    const changed = await change('The office is in Paris.', passage?.revision);
    await expect(change('The office is in Rome.', passage?.revision)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('has changed since revision') as string });
    expect(await server.call(contract.getPassage, { params })).toEqual(changed);
    expect(await change('The office is in Rome.', changed.revision)).toMatchObject({ content: 'The office is in Rome.' });
    expect(await change('The office is in Oslo.')).toMatchObject({ content: 'The office is in Oslo.' });
  });

  it('is hidden, shown again and deleted', async () => {
    const { datasetId, documentId } = await datasetOf('The office is in Berlin.');
    const [passage] = await passagesOf(documentId);
    const params = { passage_id: passage?.id ?? '' };
    await server.call(contract.updatePassage, { params, body: { enabled: false } });
    expect(await found(datasetId, 'office')).toEqual([]);
    await server.call(contract.updatePassage, { params, body: { enabled: true } });
    expect(await found(datasetId, 'office')).toHaveLength(1);
    await server.call(contract.deletePassage, { params });
    expect(await found(datasetId, 'office')).toEqual([]);
    expect(await server.call(contract.getDocument, { params: { document_id: documentId } })).toMatchObject({ passages: 0 });
  });

  it('is added after another one', async () => {
    const { datasetId, documentId } = await datasetOf('First.\n---\nLast.', { splitting: { mode: 'custom', separator: '---', max_tokens: 100 } });
    const [first] = await passagesOf(documentId);
    await server.call(contract.addPassage, { params: { document_id: documentId }, body: { content: 'Middle, by hand.', after: first?.id } });
    expect((await passagesOf(documentId)).map(({ content }) => content)).toEqual(['First.', 'Middle, by hand.', 'Last.']);
    const [, middle] = await passagesOf(documentId);
    const { items } = await server.call(contract.listPassages, { params: { document_id: documentId }, query: { from: middle?.id ?? '' } });
    expect(items.map(({ content }) => content)).toEqual(['Middle, by hand.', 'Last.']);
    expect(await found(datasetId, 'hand')).toEqual(['Middle, by hand.']);
  });
});

describe('a document', () => {
  it('that the data set has already is refused with its id, unless it is wanted twice', async () => {
    const { datasetId, documentId } = await datasetOf('Once.');
    await expect(addText(datasetId, 'Once.')).rejects.toMatchObject({ status: 409, message: expect.stringContaining(documentId) as string });
    await addText(datasetId, 'Once.', { allow_duplicate: true });
    await addText(await dataset(), 'Once.');
  });

  it('is cut otherwise beside what is found of it, and read anew', async () => {
    const { datasetId, documentId } = await datasetOf('One. apple\n---\nTwo. apple', { splitting: { mode: 'custom', separator: '***', max_tokens: 200 } });
    expect(await found(datasetId, 'apple')).toHaveLength(1);
    await server.call(contract.updateDocument, { params: { document_id: documentId }, body: { splitting: { mode: 'custom', separator: '---', max_tokens: 200 } } });
    expect(await ended(documentId)).toMatchObject({ state: 'ready', passages: 2 });
    expect((await found(datasetId, 'apple')).toSorted()).toEqual(['One. apple', 'Two. apple']);
    expect(await passagesOf(documentId)).toHaveLength(2);
    const again = await server.call(contract.readDocumentAgain, { params: { document_id: documentId } });
    expect(again.state).toBe('queued');
    await ended(documentId);
    expect(await found(datasetId, 'apple')).toHaveLength(2);
  });

  it('is gone with its passages when it is deleted', async () => {
    const { datasetId, documentId } = await datasetOf('An apple.');
    await server.call(contract.deleteDocument, { params: { document_id: documentId } });
    expect(await found(datasetId, 'apple')).toEqual([]);
    await expect(passagesOf(documentId)).rejects.toMatchObject({ status: 404 });
  });

  it('comes from a web page, which is fetched once more when it is read anew', async () => {
    visits = 0;
    const datasetId = await dataset();
    const { id } = await add(datasetId, { source: { type: 'web', url: `${web.address}/hours` } });
    expect(await ended(id)).toMatchObject({ state: 'ready', source: { type: 'web', url: `${web.address}/hours` } });
    expect(await found(datasetId, 'museum')).toEqual([expect.stringContaining('at nine')]);
    expect(await found(datasetId, 'alert')).toEqual([]);
    await server.call(contract.readDocumentAgain, { params: { document_id: id } });
    await ended(id);
    expect(await found(datasetId, 'museum')).toEqual([expect.stringContaining('at ten')]);
  });

  it.each([
    ['robots.txt', '/private/secret', 'page_forbidden', { agent: 'Buckle' }],
    ['too many patterns', `/${'a'.repeat(1_900)}`, 'page_rules_too_many', {}],
    ['404', '/gone', 'page_refused', { status: '404' }],
  ])('says why a page cannot be had: %s', async (reason, path, code, parameters) => {
    const { id } = await add(await dataset(), { source: { type: 'web', url: `${web.address}${path}` } });
    expect(await ended(id)).toMatchObject({ state: 'failed', searchable: false, reason: expect.stringContaining(reason) as string, reason_code: { code, parameters } });
  });

  it('are all tried again in one call where they failed, and only those', async () => {
    const datasetId = await dataset();
    const failed = await Promise.all(['/late/1', '/late/2'].map((path) => add(datasetId, { source: { type: 'web', url: `${web.address}${path}` } })));
    for (const { id } of [...failed, await addText(datasetId, 'Fine.')]) await ended(id);
    isOpen = true;
    const retry = () => server.call(contract.retryFailedDocuments, { params: { dataset_id: datasetId }, body: {} });
    expect(await retry()).toEqual({ retried: 2, has_more: false, next_page_token: '' });
    await vi.waitFor(async () => {
      const { items } = await server.call(contract.listDocuments, { params: { dataset_id: datasetId } });
      expect(items.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    }, { timeout: 10_000 });
    expect((await retry()).retried).toBe(0);
  });

  it('are deleted in one call, which says of each what became of it', async () => {
    const datasetId = await dataset();
    const ids = [];
    for (const text of ['Apples are red.', 'Apples are green.', 'Pears are green.']) ids.push((await addText(datasetId, text)).id);
    for (const id of ids) await ended(id);
    const { documentId: elsewhere } = await datasetOf('Apples are sweet.');
    const [red = '', green = '', pears = ''] = ids;
    await server.call(contract.deleteDocument, { params: { document_id: green } });
    const { items } = await server.call(contract.deleteDocuments, { params: { dataset_id: datasetId }, body: { document_ids: [red, green, elsewhere, pears, red] } });
    const gone = expect.stringContaining('does not exist') as string;
    expect(items).toEqual([
      { document_id: red, work_id: expect.any(String) as string },
      { document_id: green, reason: gone },
      { document_id: elsewhere, reason: gone },
      { document_id: pears, work_id: expect.any(String) as string },
    ]);
    expect(await found(datasetId, 'apples pears')).toEqual([]);
    expect(await ended(elsewhere)).toMatchObject({ searchable: true });
    const { items: entries } = await server.call(contract.listAudit, { query: { workspace_id: server.workspaceId, action: 'document.delete', page_size: 3 } });
    expect(entries.map(({ resource_id: id }) => id)).toEqual([pears, red, green]);
  });

  it('with the key of a call before is the same one, or refused where its text is another', async () => {
    const datasetId = await dataset();
    const call = (text: string) => server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { name: 'Text', source: { type: 'text', text } }, idempotencyKey: 'add' });
    const { id } = await call('One.');
    expect((await call('One.')).id).toBe(id);
    await expect(call('Two.')).rejects.toMatchObject({ status: 400 });
  });

  it('that cannot be reached from here says so', async () => {
    const { id } = await add(await dataset(), { source: { type: 'web', url: 'http://127.0.0.1:45679/' } });
    expect(await ended(id)).toMatchObject({ reason: expect.stringMatching(/127\.0\.0\.1/) as string, reason_code: { code: 'page_address_refused', parameters: { address: '127.0.0.1' } } });
  });
});

describe('rules of splitting', () => {
  it('are tried on a text before anything is kept', async () => {
    const { items, has_more: hasMore } = await server.call(contract.previewPassages, {
      body: { workspace_id: server.workspaceId, source: { type: 'text', text: 'One.|Two.' }, splitting: { mode: 'custom', separator: '|', max_tokens: 100 } },
    });
    expect(items.map(({ content }) => content)).toEqual(['One.', 'Two.']);
    expect(hasMore).toBe(false);
  });

  it('say why a source cannot be read, to programs too', async () => {
    const body = { workspace_id: server.workspaceId, source: { type: 'text', text: '%PDF-1.7' } };
    const response = await fetch(`${server.address}/api/knowledge/preview`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(response.status).toBe(400);
    expect(contract.failure.strict().parse(await response.json())).toMatchObject({ msg: expect.stringMatching(/^source: It is no whole pdf/) as string, detail: { reason_code: { code: 'pdf_damaged', parameters: {} } } });
  });

  it('go with the format of the data set', async () => {
    await expect(dataset({ format: 'table', splitting: { mode: 'automatic' } })).rejects.toMatchObject({ status: 400 });
    await expect(addText(await dataset(), 'x', { splitting: { mode: 'rows' } })).rejects.toMatchObject({ status: 400 });
  });
});

it('removes the files that were made for documents, and keeps those that users uploaded', async () => {
  const datasetId = await dataset();
  const file = await server.upload('kept.txt', 'Kept.');
  const kept = await add(datasetId, { source: { type: 'file', file_id: file.id } });
  const made = await addText(datasetId, 'Made.');
  for (const { id } of [kept, made]) await ended(id);
  const { work_id: workId } = await server.call(contract.deleteDataset, { params: { dataset_id: datasetId } });
  await vi.waitFor(async () => expect(await server.call(contract.getWork, { params: { work_id: workId } })).toMatchObject({ state: 'completed' }), { timeout: 10_000 });
  await expect(server.coze.files.retrieve(made.source.file_id)).rejects.toMatchObject({ status: 404 });
  expect(await server.coze.files.retrieve(file.id)).toMatchObject({ file_name: 'kept.txt' });
});

it('finds documents by a part of their names, in pages', async () => {
  const datasetId = await dataset();
  for (const name of ['Guide 1.md', 'Ｇｕｉｄｅ 2.md', 'Notes.md', 'old guide.md']) await addText(datasetId, `About ${name}`, { name });
  const named = async (query: object) => {
    const { items, next_page_token: token } = await server.call(contract.listDocuments, { params: { dataset_id: datasetId }, query });
    return { names: items.map(({ name }) => name), token };
  };
  expect((await named({ name: 'GUIDE' })).names).toEqual(['old guide.md', 'Ｇｕｉｄｅ 2.md', 'Guide 1.md']);
  const first = await named({ name: 'guide ', page_size: 1 });
  expect(first.names).toEqual(['old guide.md']);
  expect((await named({ name: 'guide ', page_size: 1, page_token: first.token })).names).toEqual(['Ｇｕｉｄｅ 2.md']);
  expect((await named({ name: 'nothing' })).names).toEqual([]);
});

it('shows how a data set is used, and lists its documents by how often they were found', async () => {
  const { datasetId } = await datasetOf('The museum opens at nine.');
  await addText(datasetId, 'A second text.', { name: 'Second' });
  const params = { dataset_id: datasetId };
  expect(await server.call(contract.getDatasetStatistics, { params })).toEqual({ items: [], total: { searches: 0, answered: 0, hits: 0 } });
  await expect(server.call(contract.getDatasetStatistics, { params, query: { from: '2026-02-01', to: '2026-01-01' } })).rejects.toThrow('`from` lies after `to`');
  expect((await server.call(contract.listDocuments, { params, query: { order: 'least_found', page_size: 1 } })).has_more).toBe(true);
  expect((await server.call(contract.listDocuments, { params, query: { order: 'most_found' } })).items).toHaveLength(2);
  await expect(server.call(contract.listDocuments, { params, query: { order: 'most_found', state: 'ready' } })).rejects.toThrow('leave out `state`');
});
