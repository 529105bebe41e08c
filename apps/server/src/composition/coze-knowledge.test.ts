import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function dataset(format = 0): Promise<string> {
  return (await server.coze.datasets.create({ name: 'Handbook', space_id: server.workspaceId, format_type: format, description: 'What we know' })).dataset_id;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Polls as the client's users do, until no document is being processed. */
async function processed(datasetId: string, documentIds: readonly string[]) {
  return vi.waitFor(async () => {
    const { data } = await server.coze.datasets.process(datasetId, { document_ids: [...documentIds] });
    expect(data.map(({ status }) => status)).not.toContain(0);
    return data;
  }, { timeout: 15_000, interval: 50 });
}

describe('a data set of the official client', () => {
  it('is created, listed by its name and its format, changed and deleted', async () => {
    const id = await dataset();
    const listed = (query: object) => server.coze.datasets.list({ space_id: server.workspaceId, ...query });
    const mine = (await listed({})).dataset_list.find(({ dataset_id }) => dataset_id === id);
    expect(mine).toMatchObject({ name: 'Handbook', description: 'What we know', format_type: 0, doc_count: 0, slice_count: 0, all_file_size: '0', status: 1, creator_name: expect.any(String) as string });
    await server.coze.datasets.update(id, { name: 'Manual' });
    expect((await listed({ name: 'manu' })).dataset_list.map(({ dataset_id }) => dataset_id)).toContain(id);
    expect((await listed({ format_type: 1 })).dataset_list.map(({ dataset_id }) => dataset_id)).not.toContain(id);
    await server.coze.datasets.delete(id);
    expect((await listed({})).dataset_list.map(({ dataset_id }) => dataset_id)).not.toContain(id);
    await expect(server.coze.datasets.update(id, { name: 'Gone' })).rejects.toMatchObject({ status: 404, code: 4200 });
  });

  it('takes documents in base64, by address of an uploaded file, and shows how far they have come', async () => {
    const id = await dataset();
    const file = await server.upload('guide.md', '# Buckle\n\nBuckle starts with one command.\n\n## Keys\n\nA key is rotated with rotate-key.');
    const made = await server.coze.datasets.documents.create({
      dataset_id: id,
      document_bases: [
        { name: 'facts.txt', source_info: { file_base64: base64('长城全长两万一千一百九十六千米。故宫在北京。'), file_type: 'txt', document_source: 0 } },
        { name: 'guide.md', source_info: { source_file_id: file.id, document_source: 5 } },
      ],
      chunk_strategy: { chunk_type: 0 },
    });
    expect(made.map(({ name, status, format_type }) => ({ name, status, format_type }))).toEqual([
      { name: 'facts.txt', status: 0, format_type: 0 },
      { name: 'guide.md', status: 0, format_type: 0 },
    ]);
    const states = await processed(id, made.map(({ document_id }) => document_id));
    expect(states.map(({ document_name, status, progress, status_descript }) => [document_name, status, progress, status_descript])).toEqual([['facts.txt', 1, 100, ''], ['guide.md', 1, 100, '']]);
    const { document_infos, total } = await server.coze.datasets.documents.list({ dataset_id: id });
    expect(total).toBe(2);
    // The older name of the call asks by GET.
    expect(await server.coze.knowledge.documents.list({ dataset_id: id, page: 1, page_size: 1 })).toMatchObject({ total: 2, document_infos: [{ name: 'guide.md' }] });
    expect(document_infos.map(({ name, slice_count, char_count }) => [name, slice_count > 0, char_count > 10])).toEqual([['guide.md', true, true], ['facts.txt', true, true]]);

    const [first] = document_infos;
    if (!first) throw new Error('there are two');
    await server.coze.datasets.documents.update({ document_id: first.document_id, document_name: 'renamed.md' });
    await server.coze.datasets.documents.delete({ document_ids: [made[0]?.document_id ?? ''] });
    const rest = await server.coze.datasets.documents.list({ dataset_id: id });
    expect(rest.document_infos.map(({ name }) => name)).toEqual(['renamed.md']);
  });

  it('is named by a number, too, as the client for Java writes ids', async () => {
    const id = await dataset();
    const ask = async (path: string, body: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
      return (await fetch(`${server.address}/open_api/knowledge/document/${path}`, { method: 'POST', headers, body })).json();
    };
    const source = `{"file_base64":"${base64('长城')}","file_type":"txt","document_source":0}`;
    const made = await ask('create', `{"dataset_id":${id},"document_bases":[{"name":"facts.txt","source_info":${source}}]}`);
    expect(made).toMatchObject({ code: 0, document_infos: [{ name: 'facts.txt' }] });
    const { document_infos: [document] } = await server.coze.datasets.documents.list({ dataset_id: id });
    expect(await ask('delete', `{"document_ids":[${document?.document_id}]}`)).toMatchObject({ code: 0 });
    expect(await ask('list', `{"dataset_id":${id},"page":1,"size":10}`)).toMatchObject({ code: 0, total: 0 });
  });

  it('takes a file of 20 MB in base64, and refuses a larger one', async () => {
    const create = (bytes: number) =>
      server.coze.datasets.documents.create({ dataset_id: id, document_bases: [{ name: 'a.bin', source_info: { file_base64: Buffer.alloc(bytes).toString('base64'), file_type: 'bin' } }] });
    const id = await dataset();
    expect(await create(20_000_000)).toMatchObject([{ name: 'a.bin', size: 20_000_000 }]);
    await expect(create(22_000_000)).rejects.toThrow(/The body is larger than/);
  }, 60_000);

  it('fetches web pages again by their rule, and files never', async () => {
    const id = await dataset();
    const rule = { update_type: 1, update_interval: 48 } as const;
    const made = await server.coze.datasets.documents.create({
      dataset_id: id,
      document_bases: [
        { name: 'page', source_info: { web_url: 'https://page.invalid/', document_source: 1 }, update_rule: rule },
        { name: 'facts.txt', source_info: { file_base64: base64('Facts.'), file_type: 'txt' }, update_rule: rule },
      ],
    });
    expect(made).toMatchObject([{ update_type: 1, update_interval: 48 }, { update_type: 0, update_interval: 0 }]);
    await server.coze.datasets.documents.update({ document_id: made[0]?.document_id ?? '', update_rule: { update_type: 0, update_interval: 24 } });
    const { document_infos } = await server.coze.datasets.documents.list({ dataset_id: id });
    expect(document_infos.map(({ update_type, update_interval }) => [update_type, update_interval])).toEqual([[0, 0], [0, 0]]);
  });

  it('holds tables, each row of which is a passage', async () => {
    const id = await dataset(1);
    const made = await server.coze.datasets.documents.create({
      dataset_id: id,
      document_bases: [{ name: 'prices.csv', source_info: { file_base64: base64('name,price\nApple,3\nPear,5\n'), file_type: 'csv' } }],
    });
    const [state] = await processed(id, made.map(({ document_id }) => document_id));
    expect(state).toMatchObject({ status: 1, type: 'csv' });
    const { document_infos: [info] } = await server.coze.datasets.documents.list({ dataset_id: id });
    expect(info).toMatchObject({ slice_count: 2, format_type: 1 });
  });

  it('says why a document failed', async () => {
    const id = await dataset();
    const made = await server.coze.datasets.documents.create({ dataset_id: id, document_bases: [{ name: 'old.doc', source_info: { file_base64: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]).toString('base64'), file_type: 'doc' } }] });
    const [state] = await processed(id, made.map(({ document_id }) => document_id));
    expect(state?.status).toBe(9);
    expect(state?.status_descript).toMatch(/docx/i);
  });

  it('refuses what is no source', async () => {
    const id = await dataset();
    const create = (source: object) => server.coze.datasets.documents.create({ dataset_id: id, document_bases: [{ name: 'x', source_info: source }] });
    await expect(create({})).rejects.toMatchObject({ status: 400, code: 4000 });
    await expect(create({ file_base64: '???' })).rejects.toMatchObject({ status: 400 });
    await expect(create({ file_base64: `${' '.repeat(300_000)}!` })).rejects.toMatchObject({ status: 400 });
    await expect(create({ web_url: 'ftp://example.com' })).rejects.toMatchObject({ status: 400 });
    await expect(create({ source_file_id: '7000000000000000001' })).rejects.toMatchObject({ status: 404 });
  });
});
