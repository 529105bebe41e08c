import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callEndpoint } from './testing/call-endpoint.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const model = node('m', '3', { title: 'Model', inputs: { inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('{{q}}') }) }, outputs: [{ name: 'output', type: 'string' }] });
const greeting = (template = 'Hello {{name}}') => text('t', template, { name: from('m.output') });
const canvasOf = (...nodes: unknown[]) => ({ nodes: [start('q'), ...nodes, end({ said: from('t.output') })], edges: [line('100001', 'm'), line('m', 't'), line('t', '900001')] });

async function draft(canvas: object): Promise<string> {
  const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas: { ...canvas } } });
  return id;
}

async function ended(execute_id: string) {
  const read = () => server.call(contract.readRun, { params: { execute_id } });
  await expect.poll(async () => (await read()).state, { interval: 5 }).not.toBe('running');
  return read();
}

/** Runs the draft on a model that answers once. */
async function firstRun(workflow_id: string): Promise<string> {
  server.model.enqueue({ text: ['Ann'] });
  const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: { parameters: { q: 'who?' } } });
  await ended(execute_id);
  return execute_id;
}

describe('a run from a node of another run on', () => {
  it('takes what the nodes before gave, and gives the node what was changed', async () => {
    const first = await firstRun(await draft(canvasOf(model, greeting())));
    const { execute_id } = await server.call(contract.rerunRun, { params: { execute_id: first }, body: { from_node: 't', inputs: { name: 'Bo' } } });
    const run = await ended(execute_id);
    expect(run).toMatchObject({ state: 'completed', output: { said: 'Hello Bo' }, rerun_of: { execute_id: first, from_node: 't' }, input_tokens: 0, output_tokens: 0 });
    expect(run.journal).toMatchObject([{ path: '100001', reused: true }, { path: 'm', reused: true, outputs: { output: 'Ann' } }, { path: 't', inputs: { name: 'Bo' } }, { path: '900001' }]);
    expect(run.journal.slice(2).some((entry) => 'reused' in entry)).toBe(false);
  });

  it('is given other inputs by those alone who may edit the workflow', async () => {
    const workflow_id = await draft(canvasOf(model, greeting()));
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    server.model.enqueue({ text: ['Ann'] });
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'who?' }, is_async: true });
    await ended(execute_id);
    const scopes: contract.Scope[] = ['workflow.read', 'workflow.run', 'trace.read'];
    const { token } = await server.call(contract.createToken, { body: { name: 'Runs', scopes } });
    const again = (body: { from_node: string; inputs?: Record<string, unknown> }) => callEndpoint(server.address, token, contract.rerunRun, { params: { execute_id }, body });
    await expect(again({ from_node: 't', inputs: { name: 'Bo' } })).rejects.toMatchObject({ status: 403 });
    const same = await again({ from_node: 't' });
    expect(await ended(same.execute_id)).toMatchObject({ state: 'completed', output: { said: 'Hello Ann' } });
  });

  it('runs the draft as it is now, from the node that had failed', async () => {
    const parse = node('t', '59', { title: 'Parse', inputs: { inputParameters: params({ input: from('m.output') }) }, outputs: [{ name: 'output', type: 'object', schema: [] }] });
    const workflow_id = await draft(canvasOf(model, parse));
    const first = await firstRun(workflow_id);
    expect(await ended(first)).toMatchObject({ state: 'failed', error: { node_id: 't' } });
    await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas: canvasOf(model, greeting('Mended: {{name}}')) } });
    const { execute_id } = await server.call(contract.rerunRun, { params: { execute_id: first }, body: { from_node: 't' } });
    expect(await ended(execute_id)).toMatchObject({ state: 'completed', output: { said: 'Mended: Ann' } });
  });

  it('begins anew from the start node, with the parameters that changed', async () => {
    const first = await firstRun(await draft(canvasOf(model, greeting())));
    server.model.enqueue({ text: ['Cy'] });
    const { execute_id } = await server.call(contract.rerunRun, { params: { execute_id: first }, body: { from_node: '100001', inputs: { q: 'and now?' } } });
    expect(await ended(execute_id)).toMatchObject({ output: { said: 'Hello Cy' }, inputs: { q: 'and now?' } });
  });

  it('says what is wrong with what it was asked for', async () => {
    const first = await firstRun(await draft(canvasOf(model, greeting())));
    const again = (body: { from_node: string; inputs?: Record<string, unknown> }) => server.call(contract.rerunRun, { params: { execute_id: first }, body });
    await expect(again({ from_node: 'x' })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('"x" did not run in this run') });
    await expect(again({ from_node: 't', inputs: { nme: 'Bo' } })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('has no input "nme": it has "name"') });
  });

  it('goes from the loop around a node, not from the node', async () => {
    const list = { type: 'string' };
    const loop = node('l', '21', {
      inputs: { loopType: 'count', loopCount: given(1, 'integer'), inputParameters: [] },
      outputs: params({ all: from('in.output', 'list', list) }),
      blocks: [text('in', 'x')],
      edges: [line('l:loop-function-inline-output', 'in'), line('in', 'l')],
    });
    const workflow_id = await draft({ nodes: [start(), loop, end({ all: from('l.all', 'list', list) })], edges: [line('100001', 'l'), line('l', '900001')] });
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: {} });
    await ended(execute_id);
    await expect(server.call(contract.rerunRun, { params: { execute_id }, body: { from_node: 'in' } })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('lies inside the node "l"') });
  });
});

describe('a node on trial', () => {
  it('runs alone, on what the others are taken to have given', async () => {
    const workflow_id = await draft(canvasOf(model, greeting()));
    const only = { node_id: 't', outputs: { m: { output: 'Di' } } };
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: { only } });
    const run = await ended(execute_id);
    expect(run).toMatchObject({ state: 'completed', only_node: 't', output: { output: 'Hello Di' } });
    expect(run.journal).toMatchObject([{ path: 't', inputs: { name: 'Di' } }]);
  });

  it('is given inputs by hand, and must be there', async () => {
    const workflow_id = await draft(canvasOf(model, greeting()));
    const trial = (node_id: string) => server.call(contract.startRun, { params: { workflow_id }, body: { only: { node_id, inputs: { name: 'Ed' } } } });
    expect((await ended((await trial('t')).execute_id)).output).toEqual({ output: 'Hello Ed' });
    await expect(trial('x')).rejects.toMatchObject({ status: 400, message: expect.stringContaining('no node "x"') });
  });
});
