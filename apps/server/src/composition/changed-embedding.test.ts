import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let vectors: ScriptedModel;
let first: string;
let second: string;
beforeAll(async () => {
  vectors = await ScriptedModel.start();
  server = await TestServer.start();
  first = await embeddingModel('first');
  second = await embeddingModel('second-64');
});
afterAll(async () => {
  await server.stop();
  await vectors.close();
});

async function embeddingModel(name: string): Promise<string> {
  const body = { workspace_id: server.workspaceId, type: 'embedding', name, model_name: name, base_url: vectors.baseUrl, max_retries: 0, allow_private_address: true } as const;
  return (await server.call(contract.createModel, { body })).id;
}

/** A data set with one document, ready to be searched. */
async function facts(embedding_model_id: string) {
  const { id: datasetId } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Facts', embedding_model_id } });
  const { id: documentId } = await server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'text', text: 'The museum opens at nine.' } } });
  await vi.waitFor(async () => expect(await server.call(contract.getDocument, { params: { document_id: documentId } })).toMatchObject({ state: 'ready' }), { timeout: 15_000 });
  return { datasetId, documentId };
}

function read(datasetId: string) {
  return server.call(contract.getDataset, { params: { dataset_id: datasetId } });
}

function change(datasetId: string, embedding_model_id: string) {
  return server.call(contract.updateDataset, { params: { dataset_id: datasetId }, body: { embedding_model_id } });
}

/** A data set when it says that no change goes on any more. */
function ended(datasetId: string) {
  return vi.waitFor(async () => {
    const dataset = await read(datasetId);
    expect(dataset.embedding_change).toBeUndefined();
    return dataset;
  }, { timeout: 15_000, interval: 1 });
}

/** Changes the model of a data set, and waits until that has come to its end. */
async function changed(datasetId: string, modelId: string) {
  await change(datasetId, modelId);
  return ended(datasetId);
}

async function scoresOf(datasetId: string, query = 'The museum opens at nine.') {
  const { items, notes } = await server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query, mode: 'semantic' } });
  return { scores: items.map(({ scores }) => scores), notes };
}

describe('another embedding model for a data set', () => {
  it('takes the place of the old one when all passages have its vectors, of whatever dimension', async () => {
    const { datasetId } = await facts(first);
    expect(await changed(datasetId, second)).toMatchObject({ embedding_model_id: second });
    const { scores: [scores] } = await scoresOf(datasetId);
    expect(scores?.semantic).toBeGreaterThan(0.8);
    expect(vectors.textCalls.at(-1)?.body).toMatchObject({ model: 'second-64' });
  });

  it('comes to a data set of keywords, and goes from it again', async () => {
    const { datasetId } = await facts('');
    expect((await scoresOf(datasetId)).scores).toEqual([{ keyword: expect.any(Number) as number }]);
    expect(await changed(datasetId, first)).toMatchObject({ embedding_model_id: first });
    expect((await scoresOf(datasetId)).scores).toMatchObject([{ semantic: expect.any(Number) as number }]);
    expect(await changed(datasetId, '')).toMatchObject({ embedding_model_id: '' });
    expect((await scoresOf(datasetId)).notes).toEqual([expect.stringContaining('no embedding model')]);
  });

  it('lets the next one begin from the moment on at which it says that it has ended', async () => {
    const { datasetId } = await facts(first);
    for (const modelId of [second, '', first, second, '', first]) expect(await changed(datasetId, modelId)).toMatchObject({ embedding_model_id: modelId });
  });

  it('does not trust a vector of what a passage said before', async () => {
    const { datasetId, documentId } = await facts(first);
    await changed(datasetId, '');
    const { items: [passage] } = await server.call(contract.listPassages, { params: { document_id: documentId } });
    await server.call(contract.updatePassage, { params: { passage_id: passage?.id ?? '' }, body: { content: 'Tickets cost twelve euros.' } });
    await changed(datasetId, first);
    const { scores: [scores] } = await scoresOf(datasetId, 'Tickets cost twelve euros.');
    expect(scores?.semantic).toBeGreaterThan(0.8);
  });

  it('says why it came to nothing, with the old one as it was', async () => {
    const { datasetId } = await facts(first);
    vectors.failTextCalls({ status: 401, message: 'The key is not known.' });
    const dataset = await changed(datasetId, second);
    expect(dataset).toMatchObject({ embedding_model_id: first, embedding_failure: expect.stringContaining('key') as string, embedding_failure_code: { code: 'model_authentication', parameters: { message: dataset.embedding_failure } } });
    expect((await scoresOf(datasetId)).scores).toMatchObject([{ semantic: expect.any(Number) as number }]);
    // Keeping the model that it has takes the notice away, and so does a change that comes to something.
    expect((await change(datasetId, first)).embedding_failure).toBeUndefined();
    vectors.failTextCalls({ status: 401, message: 'The key is not known.' });
    expect((await changed(datasetId, second)).embedding_failure).toBeDefined();
    const last = await changed(datasetId, second);
    expect(last).not.toHaveProperty('embedding_failure');
    expect(last).not.toHaveProperty('embedding_failure_code');
  });

  it('is one at a time, is watched, and can be cancelled', async () => {
    const { datasetId } = await facts(first);
    vectors.failTextCalls(...Array.from({ length: 50 }, () => ({ status: 500, message: 'Out of order.' })));
    const { embedding_change: begun } = await change(datasetId, second);
    expect(begun).toMatchObject({ model_id: second, documents: 0 });
    await expect(change(datasetId, '')).rejects.toMatchObject({ status: 409 });
    await vi.waitFor(async () => expect((await read(datasetId)).embedding_change?.reason).toContain('Out of order.'));
    await server.call(contract.cancelWork, { params: { work_id: begun?.work_id ?? '' } });
    await vi.waitFor(async () => expect((await read(datasetId)).embedding_change).toBeUndefined());
    vectors.failTextCalls();
    expect(await read(datasetId)).toMatchObject({ embedding_model_id: first });
    expect((await scoresOf(datasetId)).scores).toMatchObject([{ semantic: expect.any(Number) as number }]);
    await expect(change(datasetId, 'nobody')).rejects.toMatchObject({ status: 404 });
  });

  it('that fails is no secret while a document is read: it says why it is tried again', async () => {
    const { id: dataset_id } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Facts', embedding_model_id: first } });
    vectors.failTextCalls({ status: 500, message: 'Out of order.' });
    const { id: document_id } = await server.call(contract.addDocument, { params: { dataset_id }, body: { source: { type: 'text', text: 'Tickets cost twelve euros.' } } });
    const document = () => server.call(contract.getDocument, { params: { document_id } });
    await vi.waitFor(async () => expect(await document()).toMatchObject({ state: 'reading', reason: expect.stringContaining('Out of order.') as string, reason_code: { code: 'model_vendor_error' } }), { timeout: 5_000, interval: 30 });
    await vi.waitFor(async () => expect((await document()).state).toBe('ready'), { timeout: 15_000 });
    expect(await document()).not.toHaveProperty('reason');
    expect(await document()).not.toHaveProperty('reason_code');
  });

  it('gives its vectors to what is added and changed from then on', async () => {
    const { datasetId, documentId } = await facts(first);
    await changed(datasetId, second);
    await server.call(contract.addPassage, { params: { document_id: documentId }, body: { content: 'Children pay nothing.' } });
    expect(vectors.textCalls.at(-1)?.body).toMatchObject({ model: 'second-64' });
    const { scores } = await scoresOf(datasetId, 'Children pay nothing.');
    expect(scores).toHaveLength(2);
    expect(scores[0]?.semantic).toBeGreaterThan(0.8);
  });
});
