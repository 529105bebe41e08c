import * as contract from '@buckle/contract';
import { end, line, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const canvasOf = (words: string) => ({ nodes: [start(), text('t', words), end()], edges: [line('100001', 't'), line('t', '900001')] });

async function draft(): Promise<{ workflow_id: string }> {
  const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas: canvasOf('one') } });
  return { workflow_id: id };
}

const save = (params: { workflow_id: string }, words: string, more: { draft_revision?: number; keep_current?: boolean } = {}) => server.call(contract.saveCanvas, { params, body: { canvas: canvasOf(words), ...more } });
const history = async (params: { workflow_id: string }) => (await server.call(contract.listWorkflowDrafts, { params })).items.map(({ draft_revision }) => draft_revision);

describe('the history of a draft', () => {
  it('has what a save without a revision has overwritten, and what was replaced as a whole', async () => {
    const params = await draft();
    await save(params, 'two');
    await save(params, 'three', { draft_revision: 2, keep_current: true });
    expect(await history(params)).toEqual([2, 1]);
    const past = await server.call(contract.readWorkflowDraft, { params: { ...params, draft_revision: 1 } });
    expect(JSON.stringify(past.canvas)).toContain('"one"');
  });

  it('says who had saved what', async () => {
    const params = await draft();
    await save(params, 'two');
    const { nick_name: name } = await server.call(contract.getProfile, {});
    expect((await server.call(contract.listWorkflowDrafts, { params })).items).toMatchObject([{ draft_revision: 1, saved_by_name: name }]);
    expect(await server.call(contract.readWorkflowDraft, { params: { ...params, draft_revision: 1 } })).toMatchObject({ saved_by_name: name });
  });

  it('does not keep each save while one person goes on editing', async () => {
    const params = await draft();
    await save(params, 'two', { draft_revision: 1 });
    await save(params, 'three', { draft_revision: 2 });
    expect(await history(params)).toEqual([]);
  });

  it('has no drafts that never were', async () => {
    const params = await draft();
    await expect(server.call(contract.readWorkflowDraft, { params: { ...params, draft_revision: 7 } })).rejects.toMatchObject({ status: 404 });
  });
});
