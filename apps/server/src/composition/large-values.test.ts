import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { end, from, line, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ environment: { BUCKLE_RUN_LARGE_VALUE: '1024' } });
});
afterAll(() => server.stop());

const large = 'many words '.repeat(1_000);

/** How many files the runs of the workspace have. */
async function countFiles(): Promise<number> {
  const names = await readdir(join(server.folder, 'files'), { recursive: true, withFileTypes: true });
  return names.filter((name) => name.isFile() && name.parentPath.includes(join('files', 'runs'))).length;
}

it('a run whose values are large is read, followed and run again as any other, and leaves no file behind', async () => {
  const canvas = {
    nodes: [start('q'), text('a', '{{q}}!', { q: from('100001.q') }), text('b', '{{a}}?', { a: from('a.output') }), end({ a: from('a.output'), b: from('b.output') })],
    edges: [line('100001', 'a'), line('a', 'b'), line('b', '900001')],
  };
  const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas } });
  await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
  const output = { a: `${large}!`, b: `${large}!?` };
  const { execute_id, data } = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: large } });
  expect(JSON.parse(data)).toEqual(output);
  // What goes in, the two texts, and what is made of those: each once, however often it is passed on.
  expect(await countFiles()).toBe(3);

  const read = await server.call(contract.readRun, { params: { execute_id } });
  expect(read.output).toEqual(output);
  expect(read.journal.find(({ type, path }) => type === 'node' && path === 'b')).toMatchObject({ inputs: { a: output.a }, outputs: { output: output.b } });
  expect(JSON.stringify(read.journal)).not.toContain('"stored"');
  expect((await server.coze.workflows.runs.history(workflow_id, execute_id))[0]).toMatchObject({ output: JSON.stringify(output) });
  const events = await (await fetch(`${server.address}/api/runs/${execute_id}/events`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
  expect(events).toContain(`"output":"${output.b}"`);

  const again = await server.call(contract.rerunRun, { params: { execute_id }, body: { from_node: 'b' } });
  const stateOf = async () => (await server.call(contract.readRun, { params: again })).state;
  await expect.poll(stateOf, { interval: 10 }).toBe('completed');
  expect((await server.call(contract.readRun, { params: again })).output).toEqual(output);

  await server.call(contract.deleteWorkflow, { params: { workflow_id } });
  await expect.poll(countFiles, { interval: 20 }).toBe(0);
});
