import * as contract from '@buckle/contract';
import { end, line, node, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let used: string;
beforeAll(async () => {
  server = await TestServer.start();
});
beforeEach(async () => {
  used = await made('Used', plain);
  await publish(used);
});
afterAll(() => server.stop());

const plain = { nodes: [start(), end()], edges: [line('100001', '900001')] };
const calling = (workflowId: string) => ({ nodes: [start(), node('s', '9', { inputs: { workflowId, inputParameters: [] } }), end()], edges: [line('100001', 's'), line('s', '900001')] });

async function made(name: string, canvas: object, mode: 'workflow' | 'chatflow' = 'workflow'): Promise<string> {
  return (await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name, mode, canvas: { ...canvas } } })).id;
}

const publish = (workflow_id: string) => server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
const usages = (workflow_id: string, query: object = {}) => server.call(contract.listWorkflowUsages, { params: { workflow_id }, query });
const users = async (workflow_id = used) => (await usages(workflow_id)).items.map(({ kind, name, version, online }) => [kind, name, version, online]);
const remove = (workflow_id: string, force?: 'true') => server.call(contract.deleteWorkflow, { params: { workflow_id }, query: { ...(force && { force }) } });

describe('who uses a workflow', () => {
  it('are drafts and versions of other workflows, as long as they do', async () => {
    expect(await users()).toEqual([]);
    const caller = await made('Caller', calling(used));
    expect(await users()).toEqual([['workflow', 'Caller', '', false]]);
    await publish(caller);
    await server.call(contract.saveCanvas, { params: { workflow_id: caller }, body: { canvas: plain } });
    expect(await users()).toEqual([['workflow', 'Caller', 'v0.0.1', true]]);
    await publish(caller);
    expect(await users()).toEqual([['workflow', 'Caller', 'v0.0.1', false]]);
    await remove(caller);
    expect(await users()).toEqual([]);
  });

  it('are bots whose model calls it or in whose model\'s place it answers, in drafts and versions', async () => {
    const bot = await server.publishBot({ name: 'Caller', workflows: [{ workflow_id: used }] });
    expect(await users()).toEqual([['bot', 'Caller', '', false], ['bot', 'Caller', '1', true]]);
    await server.changeBot(bot, { workflows: [] });
    expect(await users()).toEqual([['bot', 'Caller', '1', false]]);
    const talk = await made('Talk', plain, 'chatflow');
    await publish(talk);
    await server.publishBot({ name: 'Brain', chatflow: { workflow_id: talk } });
    expect(await users(talk)).toEqual([['bot', 'Brain', '', false], ['bot', 'Brain', '1', true]]);
  });

  it('are triggers that start it, or that follow its end', async () => {
    const other = await made('Other', plain);
    await publish(other);
    await server.call(contract.createTrigger, { params: { workflow_id: used }, body: { kind: 'webhook', name: 'Hook' } });
    await server.call(contract.createTrigger, { params: { workflow_id: other }, body: { kind: 'workflow', name: 'Then', source: { workflow_id: used, on: 'completed' } } });
    expect((await usages(used)).items).toMatchObject([{ kind: 'trigger', name: 'Hook', online: true, workflow_id: used }, { kind: 'trigger', name: 'Then', workflow_id: other }]);
  });

  it('are read page by page, each once', async () => {
    for (const name of ['A', 'B', 'C']) await made(name, calling(used));
    for (const name of ['D', 'E']) await server.call(contract.createTrigger, { params: { workflow_id: used }, body: { kind: 'webhook', name } });
    const names: string[] = [];
    for (let page_token: string | undefined, more = true; more; ) {
      const page = await usages(used, { page_size: '2', ...(page_token && { page_token }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      names.push(...page.items.map(({ name }) => name));
      [page_token, more] = [page.next_page_token, page.has_more];
    }
    expect(names.toSorted()).toEqual(['A', 'B', 'C', 'D', 'E']);
    await expect(usages(used, { page_token: 'nonsense' })).rejects.toMatchObject({ status: 400 });
  });

  it('keep it from being deleted, unless that does not matter', async () => {
    await made('Caller', calling(used));
    await server.publishBot({ name: 'Asker', workflows: [{ workflow_id: used }] });
    await expect(remove(used)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(/is used by the bot "Asker", the workflow "Caller": .*force=true/) });
    await remove(used, 'true');
    await expect(usages(used)).rejects.toMatchObject({ status: 404 });
  });
});
