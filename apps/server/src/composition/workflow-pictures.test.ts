import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  server.model.always({ text: 'A pixel.' });
});
afterAll(() => server.stop());

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const picture = { type: 'string', assistType: 2 };
const pictures = { type: 'list', schema: picture };

/** A published workflow that shows a model a picture and a list of them, between words. */
async function looking({ modelType = '', photo }: { modelType?: string; photo?: string } = {}): Promise<string> {
  const input = (name: string, type: object) => ({ name, input: { ...type, value: { type: 'ref', content: { source: 'block-output', blockID: '100001', name } } } });
  const inputs = { inputParameters: [photo === undefined ? input('photo', picture) : { name: 'photo', input: { ...picture, value: { type: 'literal', content: photo } } }, input('more', pictures)], llmParam: params({ modelType: given(modelType), prompt: given('Look: {{photo}} and {{more}} What is it?') }) };
  const canvas = {
    nodes: [start({ name: 'photo', required: false, ...picture }, { name: 'more', required: false, ...pictures }), node('m', '3', { title: 'Model', inputs, outputs: [{ name: 'output', type: 'string' }] }), end({ said: from('m.output') })],
    edges: [line('100001', 'm'), line('m', '900001')],
  };
  const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Looking', canvas } });
  await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
  return workflow_id;
}

const run = (workflow_id: string, parameters: Record<string, unknown>) => server.coze.workflows.runs.create({ workflow_id, parameters });
const shown = () => (server.model.calls.at(-1)?.body['messages'] as { content: unknown }[] | undefined)?.at(-1)?.content;
const inline = { type: 'image_url', image_url: { url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) } };

describe('a picture that a workflow is given', () => {
  it("is seen by a node's model where its prompt names it, given as Coze's clients do: by an id or an address", async () => {
    const { id } = await server.upload('pixel.png', PIXEL);
    await run(await looking(), { photo: JSON.stringify({ file_id: id }), more: [JSON.stringify({ file_id: id }), 'https://example.com/a.png'] });
    expect(shown()).toEqual([
      { type: 'text', text: 'Look: ' }, inline, { type: 'text', text: ' and ' }, inline,
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }, { type: 'text', text: ' What is it?' },
    ]);
    await run(await looking(), { photo: { file_id: id }, more: '[]' });
    expect(shown()).toEqual([{ type: 'text', text: 'Look: ' }, inline, { type: 'text', text: ' and ' }, { type: 'text', text: ' What is it?' }]);
    await run(await looking(), { photo: id });
    expect(shown()).toMatchObject([{}, inline, {}, {}]);
  });

  it('is refused where it is none, or is not there', async () => {
    const workflow_id = await looking();
    const { id } = await server.upload('a.txt', 'words');
    await expect(run(workflow_id, { photo: { file_id: id } })).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/photo has to be a picture, and the file "a.txt" is of the type text\/plain/) });
    await expect(run(workflow_id, { photo: { file_id: '7000000000000000001' } })).rejects.toMatchObject({ status: 404 });
  });

  it("of another workspace is seen where the caller gives it, who may read it, and not where the workflow names it", async () => {
    const { id: workspace_id } = await server.call(contract.createWorkspace, { body: { name: 'Other' } });
    const form = new FormData();
    form.set('file', new Blob([PIXEL]), 'pixel.png');
    const answer = await fetch(`${server.address}/v1/files/upload?workspace_id=${workspace_id}`, { method: 'POST', body: form, headers: { authorization: `Bearer ${TOKEN}` } });
    const { data: { id } } = (await answer.json()) as { data: { id: string } };
    await run(await looking(), { photo: { file_id: id } });
    expect(shown()).toMatchObject([{}, inline, {}, {}]);
    await expect(run(await looking({ photo: JSON.stringify({ file_id: id }) }), {})).rejects.toMatchObject({ message: expect.stringMatching(/"Model" failed: There is no file \d+ here/) });
  });

  it('is not shown to a model that cannot see', async () => {
    const { id } = await server.upload('pixel.png', PIXEL);
    const body = { workspace_id: server.workspaceId, name: 'Blind', base_url: server.model.baseUrl, model_name: 'blind', capabilities: { vision: false }, allow_private_address: true };
    const { id: modelType } = await server.call(contract.createModel, { body });
    await expect(run(await looking({ modelType }), { photo: { file_id: id } })).rejects.toMatchObject({ message: expect.stringMatching(/"Model" failed: The model "Blind" cannot see pictures/) });
  });
});
