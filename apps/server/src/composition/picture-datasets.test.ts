import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { endedDocument } from './testing/dataset-of.ts';
import { EchoServer } from './testing/echo-server.ts';
import { TestServer } from './testing/started-server.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

let server: TestServer;
let web: EchoServer;
beforeAll(async () => {
  web = await EchoServer.start(({ url }) => (url === '/robots.txt' ? { status: 404, body: '' } : { body: '<p>no picture</p>' }));
  server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: new URL(web.address).host } });
});
afterAll(async () => {
  await server.stop();
  await web.close();
});

async function pictures(splitting: z.input<typeof contract.splitRules> = { mode: 'caption', by: 'hand' }): Promise<string> {
  const body = { workspace_id: server.workspaceId, name: 'Pictures', format: 'image', embedding_model_id: '', splitting } as const;
  return (await server.call(contract.createDataset, { body })).id;
}

function add(datasetId: string, source: z.input<typeof contract.documentSource>, name?: string) {
  return server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { source, allow_duplicate: true, ...(name === undefined ? {} : { name }) } });
}

async function addPicture(datasetId: string, name = 'dot.png') {
  const { id: fileId } = await server.upload(name, PNG);
  const { id } = await add(datasetId, { type: 'file', file_id: fileId });
  return { documentId: id, fileId };
}

const ended = (documentId: string) => endedDocument(server, documentId);

function caption(documentId: string, text: string) {
  return server.call(contract.setCaption, { params: { document_id: documentId }, body: { caption: text } });
}

async function found(datasetId: string, query: string) {
  return (await server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query } })).items;
}

function list(datasetId: string, query: z.input<typeof contract.listDocuments.query> = {}) {
  return server.call(contract.listDocuments, { params: { dataset_id: datasetId }, query });
}

describe('a picture', () => {
  it('is described by a model that sees it, and found by that', async () => {
    const datasetId = await pictures({ mode: 'caption', instruction: 'Name the birds.' });
    server.model.enqueue({ text: 'A kingfisher over a quiet pond.' });
    const { documentId, fileId } = await addPicture(datasetId);
    expect(await ended(documentId)).toMatchObject({ state: 'ready', caption: 'A kingfisher over a quiet pond.', passages: 1, searchable: true });
    expect(JSON.stringify(server.model.calls.at(-1)?.body)).toContain('data:image/png;base64,');
    expect(JSON.stringify(server.model.calls.at(-1)?.body)).toContain('Name the birds.');
    expect(await found(datasetId, 'kingfisher')).toMatchObject([{ document_id: documentId, content: 'A kingfisher over a quiet pond.', picture_file_id: fileId }]);
  });

  it('is paid for where its caption is cut off', async () => {
    const calls = async () => (await server.call(contract.getUsage, { query: { workspace_id: server.workspaceId, group_by: 'model' } })).total.calls;
    const before = await calls();
    server.model.enqueue({ text: ['A ', 'kingfisher'], pieceDelay: 0, breakAfter: 1 }, { text: 'A heron.' });
    const { documentId } = await addPicture(await pictures({ mode: 'caption' }));
    expect(await ended(documentId)).toMatchObject({ state: 'ready', caption: 'A heron.' });
    expect(await calls()).toBe(before + 2);
  });

  it('gets its caption by hand, which a new reading keeps', async () => {
    const datasetId = await pictures();
    const { documentId } = await addPicture(datasetId);
    expect(await ended(documentId)).toMatchObject({ state: 'ready', caption: '', passages: 0 });
    expect(await caption(documentId, 'The old lighthouse')).toMatchObject({ caption: 'The old lighthouse', passages: 1 });
    expect(await found(datasetId, 'lighthouse')).toHaveLength(1);
    await caption(documentId, 'The new harbour');
    expect(await found(datasetId, 'lighthouse')).toEqual([]);
    await server.call(contract.readDocumentAgain, { params: { document_id: documentId } });
    expect(await ended(documentId)).toMatchObject({ caption: 'The new harbour', passages: 1 });
    expect(await found(datasetId, 'harbour')).toHaveLength(1);
    expect(await caption(documentId, '')).toMatchObject({ caption: '', passages: 0 });
    expect(await found(datasetId, 'harbour')).toEqual([]);
  });

  it('that no model could describe is read with a caption by hand', async () => {
    const datasetId = await pictures({ mode: 'caption', model_id: 'offline' });
    const { documentId } = await addPicture(datasetId);
    expect(await ended(documentId)).toMatchObject({ state: 'failed', searchable: false });
    expect(await caption(documentId, 'The old lighthouse')).toMatchObject({ splitting: { mode: 'caption', by: 'hand' } });
    expect(await ended(documentId)).toMatchObject({ state: 'ready', caption: 'The old lighthouse', passages: 1 });
    expect(await found(datasetId, 'lighthouse')).toHaveLength(1);
  });

  it('keeps a caption that was changed since it was read from being overwritten, unless no revision is named', async () => {
    const { documentId } = await addPicture(await pictures());
    const write = (text: string, revision?: string) => server.call(contract.setCaption, { params: { document_id: documentId }, body: { caption: text, revision } });
    const { caption_revision: none } = await ended(documentId);
    const { caption_revision: first } = await write('A dot', none);
    for (const old of [none, '7-0']) await expect(write('A spot', old)).rejects.toMatchObject({ status: 409 });
    await server.call(contract.readDocumentAgain, { params: { document_id: documentId } });
    expect(await ended(documentId)).toMatchObject({ caption: 'A dot' });
    await expect(write('A spot', first)).rejects.toMatchObject({ status: 409 });
    const { caption_revision: second } = await write('A spot');
    await expect(write('', first)).rejects.toMatchObject({ status: 409 });
    expect(await write('', second)).toMatchObject({ caption: '' });
    expect(await write('Whatever there is')).toMatchObject({ caption: 'Whatever there is' });
  });

  it('is listed among those with a caption, or those without', async () => {
    const datasetId = await pictures();
    const described = await addPicture(datasetId);
    const bare = await addPicture(datasetId, 'other.png');
    await Promise.all([ended(described.documentId), ended(bare.documentId)]);
    await caption(described.documentId, 'A dot');
    expect((await list(datasetId, { captioned: 'true' })).items).toMatchObject([{ id: described.documentId, caption: 'A dot' }]);
    expect((await list(datasetId, { captioned: 'false' })).items).toMatchObject([{ id: bare.documentId, caption: '' }]);
  });

  it('says what is wrong where it is none, or no model can see it', async () => {
    const datasetId = await pictures();
    const { id: textId } = await server.upload('notes.png', 'this is text');
    await expect(add(datasetId, { type: 'file', file_id: textId })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('is no picture that can be shown') as string });
    await expect(add(datasetId, { type: 'text', text: 'words' })).rejects.toMatchObject({ status: 400 });
    const page = await add(datasetId, { type: 'web', url: `${web.address}/page.png` });
    expect(await ended(page.id)).toMatchObject({ state: 'failed', reason: expect.stringContaining('is no picture that can be shown') as string });
    const blind = await pictures({ mode: 'caption', model_id: 'offline' });
    const unseen = await addPicture(blind);
    expect(await ended(unseen.documentId)).toMatchObject({ state: 'failed', reason: expect.stringContaining('cannot see pictures') as string, reason_code: { code: 'model_without_sight', parameters: {} } });
    const { work_id } = await ended(unseen.documentId);
    expect(await server.call(contract.getWork, { params: { work_id } })).toMatchObject({ state: 'failed', reason: expect.stringContaining('cannot see pictures') as string, reason_code: { code: 'model_without_sight' } });
    await expect(server.call(contract.addPassage, { params: { document_id: unseen.documentId }, body: { content: 'x' } })).rejects.toMatchObject({ status: 400 });
    await expect(pictures({ mode: 'automatic' })).rejects.toMatchObject({ status: 400 });
  });

  it('is what the official client creates, lists, describes and searches', async () => {
    const { dataset_id: datasetId } = await server.coze.datasets.create({ name: 'Photos', space_id: server.workspaceId, format_type: 2 });
    const { id: fileId } = await server.upload('dot.png', PNG);
    const [made, encoded] = await server.coze.datasets.documents.create({
      dataset_id: datasetId,
      document_bases: [{ name: 'dot.png', source_info: { source_file_id: fileId, document_source: 5 } }, { name: 'base.png', source_info: { file_base64: PNG.toString('base64'), file_type: 'png', document_source: 0 } }],
      chunk_strategy: { caption_type: 1 },
      format_type: 2,
    } as Parameters<typeof server.coze.datasets.documents.create>[0]);
    if (!made || !encoded) throw new Error('two were made');
    expect(made).toMatchObject({ format_type: 2, chunk_strategy: { caption_type: 1 } });
    await Promise.all([ended(made.document_id), ended(encoded.document_id)]);
    await server.coze.datasets.images.update(datasetId, made.document_id, { caption: 'A red dot on white' });
    const { photo_infos, total_count } = await server.coze.datasets.images.list(datasetId, { page_size: 10 });
    expect(total_count).toBe(2);
    expect(photo_infos).toMatchObject([{ name: 'base.png', caption: '', status: 1, source_type: 0, type: 'png' }, { name: 'dot.png', caption: 'A red dot on white', status: 1, source_type: 5, size: PNG.length }]);
    const picture = await fetch(photo_infos[1]?.url ?? '', { headers: { authorization: `Bearer ${server.coze.token as string}` } });
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
    expect((await server.coze.datasets.images.list(datasetId, { has_caption: true })).total_count).toBe(1);
    await expect(server.coze.datasets.images.list('7000000000000000001', { keyword: 'red', has_caption: false })).rejects.toMatchObject({ status: 404 });
    expect((await server.coze.datasets.images.list(datasetId, { keyword: 'red' })).photo_infos.map(({ name }) => name)).toEqual(['dot.png']);
  });
});
