import * as contract from '@buckle/contract';
import { nodeKinds } from '@buckle/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetOf } from './testing/dataset-of.ts';
import { EchoServer } from './testing/echo-server.ts';
import { canvasesOfData } from './testing/own-canvases/canvases-of-data.ts';
import { BACKUP, canvasesOfFailures, misbehave } from './testing/own-canvases/canvases-of-failures.ts';
import { canvasesOfNodes } from './testing/own-canvases/canvases-of-nodes.ts';
import type { OwnCanvas } from './testing/own-canvases/own-canvas.ts';
import { runToEnd } from './testing/run-to-end.ts';
import { TestServer } from './testing/started-server.ts';

const canvasesIn = (surroundings: Parameters<typeof canvasesOfNodes>[0]): Readonly<Record<string, OwnCanvas>> => ({ ...canvasesOfNodes(surroundings), ...canvasesOfData(surroundings), ...canvasesOfFailures(surroundings) });

/** The documents without anything around them, to know them by their names. */
const bare = canvasesIn({ echo: 'http://127.0.0.1', botId: 'bot', userId: 'user', datasetId: 'dataset' });

describe('documents of our own, from the start of a server to the end of a run', () => {
  let server: TestServer;
  let echo: EchoServer;
  let backup: string;
  let canvases: Readonly<Record<string, OwnCanvas>>;
  beforeAll(async () => {
    echo = await EchoServer.start(misbehave);
    server = await TestServer.start({ environment: { BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32' } });
    const { id: userId } = await server.call(contract.getProfile);
    const body = { workspace_id: server.workspaceId, name: 'Backup', base_url: server.model.baseUrl, model_name: 'backup', allow_private_address: true };
    ({ id: backup } = await server.call(contract.createModel, { body }));
    canvases = canvasesIn({ echo: echo.address, botId: await server.publishBot(), userId, datasetId: await datasetOf(server, ['The museum opens at nine.']) });
  });
  afterAll(async () => {
    await server.stop();
    await echo.close();
  });

  /** Creates and publishes a workflow, after those that it calls. */
  async function publish(name: string, { nodes, edges, calls = {} }: OwnCanvas): Promise<string> {
    const workflows: Record<string, string> = {};
    for (const [id, called] of Object.entries(calls)) workflows[id] = await publish('called', called);
    const body = { workspace_id: server.workspaceId, name, canvas: { nodes, edges }, id_map: { workflows, models: { [BACKUP]: backup } } };
    const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body });
    expect(problems).toEqual([]);
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    return workflow_id;
  }

  it.each(Object.keys(bare))('%s', async (name) => {
    const canvas = canvases[name];
    if (canvas === undefined) throw new Error('Every document has a name.');
    const { parameters = {}, replies = () => ({}), answers, said = {}, output = null, error = '' } = canvas;
    const workflow_id = await publish(name, canvas);
    server.model.always(replies);
    const run = await runToEnd(server, workflow_id, parameters, answers);
    const { end: _returned, ...others } = run.said;
    expect({ said: others, output: run.output }).toEqual({ said, output });
    expect(run.error ?? '').toContain(error);
    expect(run.error === undefined).toBe(error === '');
    expect(run.asked).toHaveLength(answers?.length ?? 0);
  });

  it('have every kind of node that runs', () => {
    const documents = Object.values(bare).map(({ nodes, edges }) => JSON.stringify({ nodes, edges }));
    const missing = [...nodeKinds.values()].filter(({ type, waitsFor }) => waitsFor === undefined && !documents.some((document) => document.includes(`"type":"${type}"`)));
    expect(missing.map(({ key }) => key)).toEqual([]);
  });

  it('call the server again with the same key', () => {
    const keys = echo.requests.filter(({ url }) => url === '/first-503').map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0]]);
  });
});
