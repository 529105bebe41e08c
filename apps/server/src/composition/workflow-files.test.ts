import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32' } });
});
afterAll(() => server.stop());

const llm = (modelType: string) => node('m', '3', { inputs: { inputParameters: params({ q: from('100001.q') }), llmParam: params({ modelType: given(modelType, 'integer'), prompt: given('{{q}}') }) }, outputs: [{ name: 'output', type: 'string' }] });
const asking = (modelType: string) => ({ nodes: [start('q'), llm(modelType), end({ said: from('m.output') })], edges: [line('100001', 'm'), line('m', '900001')] });
const calling = (workflowId: string) => ({
  nodes: [
    start('q'),
    node('s', '9', { inputs: { workflowId, workflowVersion: '', inputParameters: params({ q: from('100001.q') }), type: 0 }, outputs: [{ name: 'said', type: 'string' }] }),
    end({ said: from('s.said') }),
  ],
  edges: [line('100001', 's'), line('s', '900001')],
});

async function made(name: string, canvas: object): Promise<string> {
  const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name, canvas: { ...canvas } } });
  return id;
}

const exported = (workflow_id: string) => server.call(contract.exportWorkflow, { params: { workflow_id } });
const imported = (workspace_id: string, file: contract.WorkflowFile) => server.call(contract.importWorkflows, { body: { workspace_id, file } });

describe('a workflow as a file', () => {
  it('takes along what it calls and what its models are called, and runs where it is imported', async () => {
    const { id: modelId } = await server.call(contract.createModel, {
      body: { workspace_id: server.workspaceId, name: 'House model', provider: 'openai', base_url: server.model.baseUrl, model_name: 'scripted' },
    });
    const inner = await made('Inner', asking(modelId));
    const file = await exported(await made('Outer', calling(inner)));
    expect(file.workflows.map(({ name }) => name)).toEqual(['Outer', 'Inner']);
    expect(file.models).toEqual([{ id: modelId, name: 'House model' }]);

    const { id, workflows, models } = await imported(server.workspaceId, file);
    expect(models).toEqual([{ from: modelId, name: 'House model', id: modelId }]);
    expect(workflows.map(({ from: fileId, name, problems }) => [fileId, name, problems])).toEqual([[file.main, 'Outer', []], [inner, 'Inner', []]]);
    expect(workflows.map((workflow) => workflow.id)).not.toContain(inner);
    const { id_map: map } = await server.call(contract.readWorkflow, { params: { workflow_id: id } });
    expect(map.workflows).toEqual({ [inner]: workflows[1]?.id });

    server.model.enqueue({ text: ['yes'] });
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id: id }, body: { parameters: { q: 'runs?' } } });
    const read = () => server.call(contract.readRun, { params: { execute_id } });
    await expect.poll(async () => (await read()).state, { interval: 5 }).not.toBe('running');
    expect(await read()).toMatchObject({ state: 'completed', output: { said: 'yes' } });
  });

  it('is exported again from where it was imported, with all that it calls', async () => {
    const first = await imported(server.workspaceId, await exported(await made('Outer', calling(await made('Inner', asking(''))))));
    const second = await imported(server.workspaceId, await exported(first.id));
    expect(second.workflows.map(({ name, problems }) => [name, problems])).toEqual([['Outer', []], ['Inner', []]]);
    expect(second.workflows[1]?.id).not.toBe(first.workflows[1]?.id);
  });

  it('says of a model that is not here that the default answers', async () => {
    const file = await exported(await made('Asking', asking('')));
    const [asks] = file.workflows;
    const { workflows, models } = await imported(server.workspaceId, { ...file, workflows: asks ? [{ ...asks, canvas: asking('77') }] : [], models: [{ id: '77', name: 'Elsewhere' }] });
    expect(models).toEqual([{ from: '77', name: 'Elsewhere' }]);
    expect(workflows[0]?.problems).toMatchObject([{ code: 'unknown_model', severity: 'warning', node_id: 'm', message: expect.stringContaining('the default of the workspace answers') }]);
  });

  it('is imported with what the call maps its ids to: workflows that did not come along, models, data sets and bots', async () => {
    const here = await made('Answerer', asking(''));
    const { bot_id: bot } = await server.call(contract.createBot, { body: { space_id: server.workspaceId, name: 'Helper' } });
    await server.call(contract.publishBot, { body: { bot_id: bot } });
    const { id: dataset } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Facts', embedding_model_id: '' } });
    const canvas = {
      nodes: [
        start('q'),
        node('b', '10003', { title: 'Ask', inputs: { botId: '71', content: given('hi') }, outputs: [{ name: 'output', type: 'string' }] }),
        node('k', '6', { title: 'Look', inputs: { datasetParam: params({ datasetList: given(['72'], 'list', { type: 'string' }) }), inputParameters: params({ Query: from('100001.q') }) } }),
        ...calling('73').nodes.slice(1),
      ],
      edges: [line('100001', 'b'), line('b', 'k'), line('k', 's'), line('s', '900001')],
    };
    const file = { format: 'buckle.workflows' as const, format_version: 1 as const, main: 'x', models: [], workflows: [{ id: 'x', name: 'Mapped', description: '', mode: 'workflow' as const, canvas, id_map: {} }] };
    const unmapped = await imported(server.workspaceId, file);
    expect(unmapped.workflows[0]?.problems.map(({ values }) => values['id']).toSorted()).toEqual(['71', '72', '73']);

    const id_map = { bots: { '71': bot }, datasets: { '72': dataset }, workflows: { '73': here } };
    const { id, workflows } = await server.call(contract.importWorkflows, { body: { workspace_id: server.workspaceId, file, id_map } });
    expect(workflows[0]?.problems).toEqual([]);
    expect((await server.call(contract.readWorkflow, { params: { workflow_id: id } })).id_map).toMatchObject(id_map);
    expect(await exported(id)).toMatchObject({ datasets: [{ id: dataset, name: 'Facts' }], bots: [{ id: bot, name: 'Helper' }], workflows: [{ name: 'Mapped' }, { name: 'Answerer' }] });
  });

  it('is refused where it does not hold together', async () => {
    const file = await exported(await made('Alone', asking('')));
    await expect(imported(server.workspaceId, { ...file, main: 'x' })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('no workflow of the file has the id "x"') });
    await expect(imported(server.workspaceId, { ...file, workflows: [...file.workflows, ...file.workflows] })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('the same id') });
  });

  it('is imported once, however often the call is made with one key', async () => {
    const file = await exported(await made('Outer', calling(await made('Inner', asking('')))));
    const once = () => server.call(contract.importWorkflows, { body: { workspace_id: server.workspaceId, file }, idempotencyKey: 'import-1' });
    const first = await once();
    expect(await once()).toEqual(first);
  });
});
