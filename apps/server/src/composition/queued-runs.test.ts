import * as contract from '@buckle/contract';
import { end, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
let workflow_id: string;
beforeAll(async () => {
  server = await TestServer.start({ environment: { BUCKLE_RUN_WAIT: '1s', BUCKLE_RUN_QUEUE: '2' } });
  const llm = node('m', '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('Hello') }) }, outputs: [{ name: 'output', type: 'string' }] });
  const canvas = { nodes: [start(), llm, end()], edges: [line('100001', 'm'), line('m', '900001')] };
  ({ id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas } }));
  await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
  await server.call(contract.putLimits, { params: { workspace_id: server.workspaceId }, body: { running_chats: 1 } });
});
beforeEach(() => server.model.always({ text: ['a', 'b'], pieceDelay: 60_000 }));
afterAll(() => server.stop());

const inBackground = async (): Promise<string> => (await server.coze.workflows.runs.create({ workflow_id, parameters: {}, is_async: true })).execute_id ?? '';
const stateOf = async (execute_id: string) => (await server.call(contract.readRun, { params: { execute_id } })).state;
const cancel = (execute_id: string) => server.call(contract.cancelRun, { params: { execute_id } });
const queued = async () => (await server.call(contract.listRuns, { params: { workflow_id }, query: { state: 'queued' } })).items.map(({ id }) => id);

describe('a run for which its workspace has no place', () => {
  it('waits in the queue where its caller comes back later, seen as such, and begins by itself', async () => {
    const first = await inBackground();
    const second = await inBackground();
    expect([await stateOf(first), await stateOf(second), await queued()]).toEqual(['running', 'queued', [second]]);
    expect((await server.coze.workflows.runs.history(workflow_id, second))[0]?.execute_status).toBe('Running');
    expect((await server.call(contract.getLimits, { params: { workspace_id: server.workspaceId } })).used).toMatchObject({ running_chats: 1, queued_runs: 1 });
    server.model.always({ text: 'Hello!' });
    await cancel(first);
    await expect.poll(() => stateOf(second), { interval: 20 }).toBe('completed');
  });

  it('can be cancelled in the queue, and is refused where the queue is full', async () => {
    const [first, second, third] = [await inBackground(), await inBackground(), await inBackground()];
    await expect(inBackground()).rejects.toMatchObject({ status: 429, message: expect.stringMatching(/2 runs of this workspace wait in the queue already/) });
    await cancel(second);
    expect(await stateOf(second)).toBe('canceled');
    expect(await queued()).toEqual([third]);
    await cancel(third);
    await cancel(first);
  });

  it('of the studio is followed from the queue on', async () => {
    const first = await inBackground();
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: {} });
    expect(await stateOf(execute_id)).toBe('queued');
    const events = fetch(`${server.address}/api/runs/${execute_id}/events`, { headers: { authorization: `Bearer ${TOKEN}` } }).then((answer) => answer.text());
    server.model.always({ text: 'Hello!' });
    await cancel(first);
    expect(await events).toMatch(/"node":"100001"[\s\S]*event:end\ndata:.*"state":"completed"/);
  });

  it('waits with its caller who is connected, and is refused after a while', async () => {
    const first = await inBackground();
    const refusal = await server.coze.workflows.runs.create({ workflow_id, parameters: {} }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, message: expect.stringMatching(/no place has become free in 1 second: .*is_async/) });
    const second = server.coze.workflows.runs.create({ workflow_id, parameters: {} });
    server.model.always({ text: 'Hello!' });
    await cancel(first);
    expect(JSON.parse((await second).data)).toEqual({});
  });
});
