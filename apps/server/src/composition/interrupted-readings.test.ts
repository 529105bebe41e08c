import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { EchoServer } from './testing/echo-server.ts';
import { TestServer } from './testing/started-server.ts';

/** A second, on a machine that is busy with other tests; the whole reading takes many times that. */
const CANCELED_WITHIN = 3_000;

/** What an embedding model answers that is down for one call. */
const FAILURE = { status: 401, message: 'The key is not known.' };

let server: TestServer;
let web: EchoServer;
let embedding: ScriptedModel;
let isLong = false;
beforeAll(async () => {
  web = await EchoServer.start(({ url }) => {
    if (url === '/robots.txt') return { status: 404, body: '' };
    return { body: isLong ? longPage() : 'The museum opens at nine.' };
  });
  embedding = await ScriptedModel.start();
  server = await TestServer.start({
    environment: { BUCKLE_OUTBOUND_ALLOW: new URL(web.address).host, BUCKLE_EMBEDDING_BASE_URL: embedding.baseUrl, BUCKLE_EMBEDDING_NAME: 'scripted' },
  });
});
afterAll(async () => {
  await server.stop();
  await embedding.close();
  await web.close();
});

/** So long that its reading takes many times what a test may. */
function longPage(): string {
  return Array.from({ length: 30_000 }, (_, at) => `Sentence ${at} speaks of the museum, of its halls, and of what else is to be seen in the town.`).join('\n');
}

async function dataset(embedding_model_id?: string): Promise<string> {
  const body = { workspace_id: server.workspaceId, name: 'Facts', ...(embedding_model_id === undefined ? {} : { embedding_model_id }) };
  return (await server.call(contract.createDataset, { body })).id;
}

async function add(datasetId: string, source: z.input<typeof contract.documentSource>) {
  return server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { source, splitting: { mode: 'custom', separator: '\n', max_tokens: 50 } } });
}

function get(documentId: string) {
  return server.call(contract.getDocument, { params: { document_id: documentId } });
}

function becomes(documentId: string, state: contract.KnowledgeDocument['state']) {
  return vi.waitFor(async () => {
    const document = await get(documentId);
    expect(document).toMatchObject({ state });
    return document;
  }, { timeout: 60_000, interval: 20 });
}

function search(datasetId: string, query: string) {
  return server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query } });
}

describe('a reading', () => {
  it('that is cancelled frees its worker soon, says so, and leaves what was found before', async () => {
    const datasetId = await dataset('');
    const { id } = await add(datasetId, { type: 'web', url: `${web.address}/museum` });
    await becomes(id, 'ready');
    isLong = true;
    const { work_id: workId } = await server.call(contract.readDocumentAgain, { params: { document_id: id } });
    await vi.waitFor(async () => expect((await get(id)).stage).toBe('parse'), { timeout: 60_000, interval: 10 });
    const begin = performance.now();
    const work = await server.call(contract.cancelWork, { params: { work_id: workId } });
    const elapsed = performance.now() - begin;
    expect(work.state).toBe('canceled');
    // Cancelling waits for the worker.
    expect(elapsed).toBeLessThan(CANCELED_WITHIN);
    expect(await get(id)).toMatchObject({ state: 'canceled', searchable: true, passages: 1 });
    expect((await search(datasetId, 'museum')).items.map(({ content }) => content)).toEqual(['The museum opens at nine.']);
    isLong = false;
    await server.call(contract.readDocumentAgain, { params: { document_id: id } });
    expect(await becomes(id, 'ready')).toMatchObject({ passages: 1 });
    expect((await search(datasetId, 'halls')).items).toEqual([]);
  }, 120_000);

  it('that has failed says why, and goes on when its work is tried again', async () => {
    const datasetId = await dataset();
    embedding.failTextCalls(FAILURE);
    const { id, work_id: workId } = await add(datasetId, { type: 'text', text: 'An apple.\nA pear.' });
    const failed = await becomes(id, 'failed');
    expect(failed.reason).toMatch(/key/);
    expect(failed.reason_code).toEqual({ code: 'model_authentication', parameters: { message: failed.reason } });
    await server.call(contract.retryWork, { params: { work_id: workId } });
    const document = await becomes(id, 'ready');
    expect(document).toMatchObject({ passages: 2, searchable: true });
    expect(document).not.toHaveProperty('reason');
    expect(document).not.toHaveProperty('reason_code');
    const { items } = await search(datasetId, 'apple');
    expect(items[0]).toMatchObject({ content: 'An apple.' });
    expect(items[0]?.scores).toMatchObject({ keyword: expect.any(Number) as number, semantic: expect.any(Number) as number });
    expect(await server.call(contract.getDataset, { params: { dataset_id: datasetId } })).toMatchObject({ passages: 2 });
  }, 60_000);

  it.each([
    ['cut off', '%PDF-1.7', 'pdf_damaged', {}],
    ['of an unknown type', '\u0000\u0001'.repeat(100), 'type_unknown', {}],
    ['of a type that is not read', '{\\rtf1 Hello}', 'type_not_read', { type: 'rtf', format: 'docx' }],
  ])('of a file that is %s says why by a code', async (_, text, code, parameters) => {
    const { id } = await add(await dataset(''), { type: 'text', text });
    const { reason, reason_code: known } = await becomes(id, 'failed');
    expect(known).toEqual({ code, parameters });
    expect(reason).toBe(known && contract.documentReasonInWords(known));
  }, 60_000);
});

it('finds passages by their words while the embedding model is down, and says so', async () => {
  const datasetId = await dataset();
  const { id } = await add(datasetId, { type: 'text', text: 'An apple.\nA pear.' });
  await becomes(id, 'ready');
  embedding.failTextCalls(FAILURE);
  const { items, notes } = await search(datasetId, 'pear');
  expect(items.map(({ content }) => content)).toEqual(['A pear.']);
  expect(items[0]?.scores).not.toHaveProperty('semantic');
  expect(notes).toEqual([expect.stringContaining('embedding model failed')]);
}, 60_000);
