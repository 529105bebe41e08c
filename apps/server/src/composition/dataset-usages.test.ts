import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { datasetOf } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let used: string;
beforeAll(async () => {
  server = await TestServer.start();
});
beforeEach(async () => {
  used = await datasetOf(server, ['The museum opens at nine.']);
});
afterAll(() => server.stop());

const withNode = (middle: unknown) => ({ nodes: [start('given'), middle, end()], edges: [line('100001', 'k'), line('k', '900001')] });
const plain = { nodes: [start(), end()], edges: [line('100001', '900001')] };
const over = (...ids: readonly string[]) => params({ datasetList: given(ids, 'list', { type: 'string' }) });
const working = (type: '6' | '27' | '60', id: string) => withNode(node('k', type, { inputs: { datasetParam: over(id), inputParameters: params({ Query: from('100001.given') }) } }));
const asking = (id: string) =>
  withNode(node('k', '3', {
    inputs: {
      llmParam: params({ prompt: given('Hello') }),
      fcParam: { knowledgeFCParam: { knowledgeList: [{ id, name: 'Facts' }], global_setting: { search_mode: 20, top_k: 3, min_score: 0 } } },
    },
    outputs: [{ name: 'output', type: 'string' }],
  }));

async function made(name: string, canvas: object, id_map: object = {}): Promise<string> {
  return (await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name, canvas: { ...canvas }, id_map } })).id;
}

const usages = (dataset_id: string, query: object = {}) => server.call(contract.listDatasetUsages, { params: { dataset_id }, query });
const users = async () => (await usages(used)).items.map(({ kind, name, version, online }) => [kind, name, version, online]);
const remove = (dataset_id: string, force?: 'true') => server.call(contract.deleteDataset, { params: { dataset_id }, query: { ...(force && { force }) } });

describe('who uses a data set', () => {
  it.each([
    ['searches it', () => working('6', used)],
    ['adds to it', () => working('27', used)],
    ['deletes from it', () => working('60', used)],
    ['lets a model search it', () => asking(used)],
  ])('is a workflow that %s, in its draft and in versions, as long as it does', async (_, canvas) => {
    expect(await users()).toEqual([]);
    const workflow_id = await made('Reader', canvas());
    expect(await users()).toEqual([['workflow', 'Reader', '', false]]);
    await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas: plain } });
    expect(await users()).toEqual([]);
  });

  it('is a version of a workflow that is not the draft any more, until the workflow is deleted', async () => {
    const workflow_id = await made('Reader', working('6', used));
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas: plain } });
    expect(await users()).toEqual([['workflow', 'Reader', 'v0.0.1', true]]);
    await server.call(contract.deleteWorkflow, { params: { workflow_id } });
    expect(await users()).toEqual([]);
  });

  it('is a workflow that names another in its place by the map of ids', async () => {
    await made('Moved', working('6', '7300000000000000001'), { datasets: { '7300000000000000001': used } });
    expect(await users()).toEqual([['workflow', 'Moved', '', false]]);
  });

  it('is a bot, in its draft and in versions', async () => {
    const bot = await server.publishBot({ name: 'Guide', knowledge: { dataset_ids: [used] } });
    expect(await users()).toEqual([['bot', 'Guide', '', false], ['bot', 'Guide', '1', true]]);
    await server.changeBot(bot, { knowledge: undefined });
    expect(await users()).toEqual([['bot', 'Guide', '1', false]]);
  });

  it('is read page by page, and by nobody who may not read the data set', async () => {
    for (const name of ['A', 'B', 'C']) await made(name, working('6', used));
    const first = await usages(used, { page_size: '2' });
    const second = await usages(used, { page_size: '2', page_token: first.next_page_token });
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([...first.items, ...second.items].map(({ name }) => name).toSorted()).toEqual(['A', 'B', 'C']);
    await expect(usages(used, { page_token: 'nonsense' })).rejects.toMatchObject({ status: 400 });
    await expect(usages('7300000000000000001')).rejects.toMatchObject({ status: 404 });
  });

  it('keeps it from being deleted, unless that does not matter', async () => {
    await made('Reader', working('6', used));
    await server.publishBot({ name: 'Guide', knowledge: { dataset_ids: [used] } });
    await expect(remove(used)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(/^The data set is used by the bot "Guide", the workflow "Reader": .*\/api\/knowledge\/datasets\/\d+\/usages .*force=true/) });
    expect(await server.call(contract.getDataset, { params: { dataset_id: used } })).toMatchObject({ id: used });
    await remove(used, 'true');
    await expect(usages(used)).rejects.toMatchObject({ status: 404 });
  });

  it('does not keep the clients of Coze from deleting it', async () => {
    await made('Reader', working('6', used));
    await server.call(contract.deleteCozeDataset, { params: { dataset_id: used } });
    await expect(usages(used)).rejects.toMatchObject({ status: 404 });
  });

  it('does not keep one from being deleted that nobody uses', async () => {
    await remove(used);
    await expect(usages(used)).rejects.toMatchObject({ status: 404 });
  });
});
