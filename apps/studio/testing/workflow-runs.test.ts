import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import { settle } from './scene.ts';
import { StudioServer } from './server.ts';
import { describeInBrowser, StudioTests } from './studio-tests.ts';
import { startRun } from './workflow-scene.ts';

const SIZE = 20_000;

const asks = { title: 'Which?', inputs: { question: 'Which?', inputParameters: [], answer_type: 'text' }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] };
const asking = { nodes: [start(), node('ask', '18', asks), end({ said: from('ask.USER_RESPONSE') })], edges: [line('100001', 'ask'), line('ask', '900001')] };
const echoing = { nodes: [start('words'), text('t', '{{w}}!', { w: from('100001.words') }), end({ said: from('t.output') })], edges: [line('100001', 't'), line('t', '900001')] };
const outer = (workflowId: string) => ({
  nodes: [start(), node('inner', '9', { title: 'Inner', inputs: { workflowId, workflowVersion: '', inputParameters: params({ words: given('x') }) }, outputs: [{ name: 'said', type: 'string' }] }), end({ said: from('inner.said') })],
  edges: [line('100001', 'inner'), line('inner', '900001')],
});
const talking = {
  nodes: [
    start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'CONVERSATION_NAME', type: 'string', required: false }),
    node('m', '3', { title: 'Model', inputs: { inputParameters: params({ q: from('100001.USER_INPUT') }), llmParam: params({ prompt: given('{{q}}') }) }, outputs: [{ name: 'output', type: 'string' }] }),
    node('900001', '2', { title: 'End', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('m.output') }), content: given('{{o}}'), streamingOutput: true } }),
  ],
  edges: [line('100001', 'm'), line('m', '900001')],
};

describeInBrowser('runs of workflows', () => {
  let model: ScriptedModel;
  let teamId: string;
  const studio = new StudioTests(
    async () => {
      model = await ScriptedModel.start();
      return StudioServer.startWithAccount({ BUCKLE_MODEL_BASE_URL: model.baseUrl, BUCKLE_MODEL_NAME: 'scripted', BUCKLE_PYTHON_SANDBOX: 'process', BUCKLE_RUN_LARGE_VALUE: '1024' });
    },
    async (server) => {
      ({ id: teamId } = (await server.call('POST', '/api/workspaces', { name: 'Team' })) as { id: string });
    },
  );
  afterAll(() => model.close());

  const create = async (canvas: object, more: object = {}): Promise<string> =>
    ((await studio.server.call('POST', '/api/workflows', { workspace_id: teamId, name: 'Flow', canvas, ...more })) as { id: string }).id;
  const open = async (path: string): Promise<Page> => {
    const page = await studio.openSignedIn();
    await settle(page, path);
    return page;
  };
  const runPath = (workflowId: string, runId = '') => `/w/${teamId}/workflows/${workflowId}/runs/${runId}`;
  const fact = (page: Page, name: string) => page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');

  it('that find no place are seen to wait in the queue, and begin by themselves', async () => {
    await studio.server.call('PUT', `/api/workspaces/${teamId}/limits`, { running_chats: 1 });
    const workflowId = await create(talking, { mode: 'chatflow' });
    model.always({ text: ['a', 'b'], pieceDelay: 60_000 });
    const begin = async () => ((await studio.server.call('POST', `/api/workflows/${workflowId}/runs`, { parameters: { USER_INPUT: 'Hi' } })) as { execute_id: string }).execute_id;
    const [first, second] = [await begin(), await begin()];
    const page = await open(runPath(workflowId));
    await page.getByRole('row').filter({ hasText: 'Queued' }).getByRole('link').first().click();
    await page.getByRole('status').getByText('Queued').waitFor();
    await page.getByText(/begins by itself when the workspace has a place/).waitFor();
    expect(page.url()).toContain(second);
    model.always({ text: 'Hello!' });
    await studio.server.call('POST', `/api/runs/${first}/cancel`);
    await page.getByRole('status').getByText('Succeeded').waitFor();
    await studio.server.call('PUT', `/api/workspaces/${teamId}/limits`, {});
  });

  it('that wait for an answer do not say that they used nothing', async () => {
    const workflowId = await create(asking);
    const runId = await startRun(studio.server, workflowId, {}, 'waiting');
    const page = await open(runPath(workflowId, runId));
    await page.getByRole('status').getByText('Waiting').waitFor();
    expect(await fact(page, 'Tokens').textContent()).toBe('–');
  });

  it('show large values whole, which lie in files', async () => {
    const workflowId = await create(echoing);
    const words = 'many '.repeat(SIZE / 5);
    const runId = await startRun(studio.server, workflowId, { words }, 'completed');
    const page = await open(runPath(workflowId, runId));
    const result = page.locator('dd').filter({ hasText: /many !/ }).first();
    await result.waitFor();
    expect((await result.textContent())?.trim()).toBe(`${words}!`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });

  it('of a chatflow are reached from the trace of their chat, and lead back to its conversation', async () => {
    const workflowId = await create(talking, { mode: 'chatflow', name: 'Tea room' });
    await studio.server.call('POST', `/api/workflows/${workflowId}/publish`, {});
    model.always({ text: 'Good day!' });
    const { bot_id: botId } = (await studio.server.call('POST', '/v1/bot/create', { space_id: teamId, name: 'Host' })) as { bot_id: string };
    const { definition, revision } = (await studio.server.call('GET', `/api/bots/${botId}/draft`)) as { definition: object; revision: number };
    await studio.server.call('PUT', `/api/bots/${botId}/draft`, { revision, definition: { ...definition, chatflow: { workflow_id: workflowId, version: '' } } });
    await studio.server.call('POST', '/v1/bot/publish', { bot_id: botId, connector_ids: ['1024'] });
    await studio.server.stream('/v3/chat', { bot_id: botId, user_id: 'grace', stream: true, additional_messages: [{ role: 'user', content: 'Hello there', content_type: 'text' }] });
    const page = await open(`/w/${teamId}/conversations`);
    await page.getByRole('link', { name: /grace/ }).click();
    await page.getByRole('button', { name: 'What it did' }).click();
    await page.getByRole('link', { name: 'Run of “Tea room”' }).click();
    await page.getByRole('status').getByText('Succeeded').waitFor();
    expect(await studio.visitor.accessibilityProblems()).toEqual([]);
    await page.getByRole('link', { name: 'Show the conversation' }).click();
    await page.getByText('Good day!').waitFor();
  });

  it('lose their workflow only after its users were named and the question was answered', async () => {
    const workflowId = await create(echoing, { name: 'Inner' });
    await create(outer(workflowId), { name: 'Outer' });
    const page = await open(`/w/${teamId}/workflows`);
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Inner', exact: true }) });
    await row.getByRole('button', { name: 'More actions: Inner' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('It is used by:').waitFor();
    await question.getByText('Outer').waitFor();
    await question.getByRole('button', { name: 'Delete it all the same' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Being removed' }).waitFor({ state: 'detached' });
  });

  it('of Python that is not locked in are warned of in red, where users and where code are', async () => {
    const page = await open('/instance/users');
    await page.getByRole('alert').filter({ hasText: 'Python code is not locked in' }).waitFor();
    const code = node('c', '5', { title: 'Code', inputs: { language: 3, code: 'async def main(args): return {}', inputParameters: [] }, outputs: [] });
    const workflowId = await create({ nodes: [start(), code, end()], edges: [line('100001', 'c'), line('c', '900001')] });
    await settle(page, `/w/${teamId}/workflows/${workflowId}?node=c`);
    const alert = page.getByRole('alert').filter({ hasText: 'Python code is not locked in' });
    await alert.waitFor();
    expect(await alert.getAttribute('class')).toContain('error');
  });
});
