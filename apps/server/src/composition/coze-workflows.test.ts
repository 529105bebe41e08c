import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { type WorkflowEvent, WorkflowEventType } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TestServer, TOKEN } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** Creates a workflow of nodes and lines, and publishes it. Returns its id. */
async function published(nodes: readonly unknown[], edges: readonly unknown[]): Promise<string> {
  const body = { workspace_id: server.workspaceId, name: 'Flow', canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

async function eventsOf(stream: AsyncIterable<WorkflowEvent>): Promise<WorkflowEvent[]> {
  const events: WorkflowEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

const hello = () => published([start('who'), text('a', 'Hello {{name}}', { name: from('100001.who') }), end({ said: from('a.output') })], [line('100001', 'a'), line('a', '900001')]);

describe('a workflow of the official client', () => {
  it('runs until its end, and its history says so', async () => {
    const workflow_id = await hello();
    const answer = await server.coze.workflows.runs.create({ workflow_id, parameters: { who: 'Ann' } });
    expect(JSON.parse(answer.data)).toEqual({ said: 'Hello Ann' });
    const history = await server.coze.workflows.runs.history(workflow_id, answer.execute_id ?? '');
    expect(history).toMatchObject([{ execute_status: 'Success', run_mode: 0, output: '{"said":"Hello Ann"}', error_code: '' }]);
    // The Python client refuses a history whose nodes lack one of these.
    expect(history).toMatchObject([{ node_execute_status: { end: { node_id: '900001', is_finish: true, update_time: expect.any(Number), node_execute_uuid: expect.any(String) } } }]);
  });

  it('runs in the background, and can be asked for until it has ended', async () => {
    const workflow_id = await hello();
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: { who: 'Bo' }, is_async: true });
    await expect.poll(async () => (await server.coze.workflows.runs.history(workflow_id, execute_id))[0]?.execute_status, { interval: 5 }).toBe('Success');
  });

  it('streams what its nodes say, what it waits for, and goes on with the answer', async () => {
    const workflow_id = await published(
      [
        start(),
        node('say', '13', { inputs: { inputParameters: [], content: given('One moment.'), streamingOutput: false }, title: 'Say' }),
        node('ask', '18', { inputs: { question: 'Your name?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: 'Ask' }),
        end({ name: from('ask.USER_RESPONSE') }),
      ],
      [line('100001', 'say'), line('say', 'ask'), line('ask', '900001')],
    );
    const events = await eventsOf(server.coze.workflows.runs.stream({ workflow_id, parameters: {} }));
    expect(events.map(({ event }) => event)).toEqual([WorkflowEventType.MESSAGE, WorkflowEventType.MESSAGE, WorkflowEventType.INTERRUPT, WorkflowEventType.DONE]);
    expect(events[0]?.data).toMatchObject({ content: 'One moment.', node_title: 'Say', node_is_finish: false, node_seq_id: '0' });
    const interrupt = events[2]?.data as unknown as { interrupt_data: { event_id: string; type: number; data: string } };
    expect(interrupt.interrupt_data.type).toBe(2);
    expect(interrupt.interrupt_data.data).toContain('Your name?');
    const { event_id, type } = interrupt.interrupt_data;
    const resumed = await eventsOf(server.coze.workflows.runs.resume({ workflow_id, event_id, resume_data: 'Cy', interrupt_type: type }));
    expect(resumed.map(({ event }) => event)).toEqual([WorkflowEventType.MESSAGE, WorkflowEventType.DONE]);
    expect(resumed[0]?.data).toMatchObject({ content: '{"name":"Cy"}', node_title: 'end', node_is_finish: true });
    await expect(server.call(contract.answerRun, { params: { execute_id: event_id.split('/')[0] ?? '' }, body: { event_id, answer: 'again' } })).rejects.toMatchObject({ status: 409 });
  });

  it('names what was said in a loop so that it can be asked for by an address as it stands', async () => {
    const say = node('say', '13', { inputs: { inputParameters: [], content: given('Hi'), streamingOutput: false }, title: 'Say' });
    const loop = node('l', '21', { inputs: { loopType: 'count', loopCount: given(2, 'integer'), inputParameters: [] }, outputs: [], blocks: [say], edges: [line('l:loop-function-inline-output', 'say'), line('say', 'l')] });
    const workflow_id = await published([start(), loop, end()], [line('100001', 'l'), line('l', '900001')]);
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: {} });
    const [history] = await server.coze.workflows.runs.history(workflow_id, execute_id ?? '');
    const said = z.object({ node_execute_uuid: z.string(), loop_index: z.int() });
    const { 'Say#1': first, Say: last } = z.object({ node_execute_status: z.object({ 'Say#1': said, Say: said }) }).parse(history).node_execute_status;
    expect([first.loop_index, last.loop_index]).toEqual([0, 1]);
    const uuid = first.node_execute_uuid;
    // The Python client encodes no part of it.
    const response = await fetch(`${server.address}/v1/workflows/${workflow_id}/run_histories/${execute_id}/execute_nodes/${uuid}`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await response.json()).toMatchObject({ data: { is_finish: true, node_output: 'Hi' } });
  });

  it('takes an answer in words while another branch runs', async () => {
    const ask = node('ask', '18', { inputs: { question: 'Where?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: 'Ask' });
    const slow = node('m', '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('Hello') }) }, outputs: [{ name: 'output', type: 'string' }] });
    const workflow_id = await published([start(), ask, slow, end({ city: from('ask.USER_RESPONSE'), said: from('m.output') })], [line('100001', 'ask'), line('100001', 'm'), line('ask', '900001'), line('m', '900001')]);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.model.enqueue({ text: 'Hi', held: promise });
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: {}, is_async: true });
    const read = () => server.call(contract.readRun, { params: { execute_id } });
    const isAnswered = async () => (await read()).journal.some(({ type, path }) => type === 'answer' && path === 'ask');
    try {
      await expect.poll(() => server.model.openCount, { interval: 5, timeout: 10_000 }).toBe(1);
      expect(await read()).toMatchObject({ state: 'running', waits: [{ event_id: `${execute_id}/0/ask`, kind: 'question', node_title: 'Ask' }] });
      const resumed = eventsOf(server.coze.workflows.runs.resume({ workflow_id, event_id: `${execute_id}/0/ask`, resume_data: 'Paris', interrupt_type: 2 }));
      await expect.poll(isAnswered, { interval: 5, timeout: 10_000 }).toBe(true);
      expect((await read()).waits).toEqual([]);
      resolve();
      expect((await resumed)[0]?.data).toMatchObject({ content: '{"city":"Paris","said":"Hi"}' });
    } finally {
      resolve();
    }
  });

  it('is running in its history while it waits, and has failed once it was cancelled, since clients know no other words', async () => {
    const ask = node('ask', '18', { inputs: { question: 'Your name?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: 'Ask' });
    const workflow_id = await published([start(), ask, end({ name: from('ask.USER_RESPONSE') })], [line('100001', 'ask'), line('ask', '900001')]);
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: {}, is_async: true });
    const params = { execute_id };
    await expect.poll(async () => (await server.call(contract.readRun, { params })).state, { interval: 5 }).toBe('waiting');
    const history = async () => (await server.coze.workflows.runs.history(workflow_id, execute_id))[0];
    expect(await history()).toMatchObject({ execute_status: 'Running', error_code: '' });
    await server.call(contract.cancelRun, { params });
    expect(await history()).toMatchObject({ execute_status: 'Fail', error_code: '6000', error_message: 'The run was cancelled.' });
  });

  it('asks a model, and streams its answer while it is written', async () => {
    const llm = node('m', '3', { inputs: { inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('Say {{q}}') }), settingOnError: { processType: 1, timeoutMs: 180_000, retryTimes: 1 } }, outputs: [{ name: 'output', type: 'string' }] });
    const last = node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('m.output') }), content: given('> {{o}}'), streamingOutput: true } });
    const workflow_id = await published([start('q'), llm, last], [line('100001', 'm'), line('m', '900001')]);
    server.model.enqueue({ text: ['one ', 'two'] });
    const events = await eventsOf(server.coze.workflows.runs.stream({ workflow_id, parameters: { q: 'hi' } }));
    const said = events.flatMap(({ event, data }) => (event === WorkflowEventType.MESSAGE ? [(data as { content: string }).content] : []));
    expect(said).toEqual(['> ', 'one ', 'two', '']);
  });

  it('asks a model for its own fields as JSON, not for those that its error policy adds', async () => {
    const llm = node('m', '3', {
      inputs: { inputParameters: [], llmParam: params({ prompt: given('Say'), responseFormat: given('2', 'integer') }), settingOnError: { switch: true, processType: 2, dataOnErr: '{"word":"none"}' } },
      outputs: [{ name: 'word', type: 'string' }, { name: 'errorBody', type: 'object', schema: [{ name: 'errorMessage', type: 'string' }, { name: 'errorCode', type: 'string' }] }, { name: 'isSuccess', type: 'boolean' }],
    });
    const workflow_id = await published([start(), llm, end({ word: from('m.word'), good: from('m.isSuccess', 'boolean') })], [line('100001', 'm'), line('m', '900001')]);
    server.model.enqueue({ text: ['{"word":"hi"}'] });
    expect(JSON.parse((await server.coze.workflows.runs.create({ workflow_id, parameters: {} })).data)).toEqual({ word: 'hi', good: true });
    const asked = JSON.stringify(server.model.calls.at(-1)?.body);
    expect(asked).toContain('word');
    expect(asked).not.toMatch(/errorBody|isSuccess/);
  });

  it('tells a model how the fields of its JSON are built, down to the innermost', async () => {
    const link = [{ name: 'title', type: 'string', description: 'as the page says' }, { name: 'url', type: 'string' }];
    const links = { name: 'links', type: 'list', schema: { type: 'object', schema: link } };
    const llm = node('m', '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('Say'), responseFormat: given('2', 'integer') }) }, outputs: [links] });
    const workflow_id = await published([start(), llm, end({ links: from('m.links', 'list', links.schema) })], [line('100001', 'm'), line('m', '900001')]);
    server.model.enqueue({ text: ['{"links":[{"title":"A","url":"b"}]}'] });
    expect(JSON.parse((await server.coze.workflows.runs.create({ workflow_id, parameters: {} })).data)).toEqual({ links: [{ title: 'A', url: 'b' }] });
    const properties = { title: { type: 'string', description: 'as the page says' }, url: { type: 'string' } };
    const schema = { type: 'object', properties: { links: { type: 'array', items: { type: 'object', properties } } } };
    expect(JSON.stringify(server.model.calls.at(-1)?.body)).toContain(JSON.stringify(JSON.stringify(schema)).slice(1, -1));
  });

  it('runs code, and says in which line it failed', async () => {
    const code = (text: string) => node('c', '5', { title: 'Code', inputs: { language: 5, code: text, inputParameters: params({ x: from('100001.x', 'integer') }) }, outputs: [{ name: 'twice', type: 'integer' }] });
    const flow = (text: string) => published([start({ name: 'x', type: 'integer' }), code(text), end({ twice: from('c.twice', 'integer') })], [line('100001', 'c'), line('c', '900001')]);
    const right = await flow('async function main({ params }: Args): Promise<Output> {\n  return { twice: params.x * 2 };\n}');
    expect(JSON.parse((await server.coze.workflows.runs.create({ workflow_id: right, parameters: { x: 21 } })).data)).toEqual({ twice: 42 });
    const wrong = await flow('async function main() {\n  throw new Error("no");\n}');
    await expect(server.coze.workflows.runs.create({ workflow_id: wrong, parameters: { x: 1 } })).rejects.toMatchObject({ code: 6000, msg: expect.stringMatching(/"Code" failed: Line 2: .*no/) });
  });

  it('says which node failed, and why', async () => {
    const parse = node('p', '59', { inputs: { inputParameters: params({ input: from('100001.json') }) }, outputs: [{ name: 'output', type: 'object', schema: [] }], title: 'Parse' });
    const workflow_id = await published([start('json'), parse, end({ o: from('p.output', 'object', []) })], [line('100001', 'p'), line('p', '900001')]);
    await expect(server.coze.workflows.runs.create({ workflow_id, parameters: { json: 'no' } })).rejects.toMatchObject({ code: 6000, msg: expect.stringContaining('"Parse" failed: The text is not JSON') });
    const [, error] = await eventsOf(server.coze.workflows.runs.stream({ workflow_id, parameters: { json: 'no' } })).then((events) => [0, events[0]]);
    expect(error).toMatchObject({ event: 'Error', data: { error_code: 6000, error_message: expect.stringContaining('"Parse" failed') } });
    const { items } = await server.call(contract.listRuns, { params: { workflow_id }, query: { state: 'failed' } });
    expect(items).toMatchObject([{ error: { path: 'p', node_id: 'p' } }, { error: { path: 'p' } }]);
    const history = await server.coze.workflows.runs.history(workflow_id, items[0]?.id ?? '');
    expect(history).toMatchObject([{ execute_status: 'Fail', error_code: '6000', error_message: expect.stringContaining('The text is not JSON') }]);
    const { journal } = await server.call(contract.readRun, { params: { execute_id: items[0]?.id ?? '' } });
    expect(journal).toMatchObject([{ type: 'node', path: '100001' }, { type: 'failed', path: 'p', inputs: { input: 'no' }, failure: { message: expect.stringContaining('The text is not JSON') } }]);
  });

  it('is listed and read', async () => {
    const workflow_id = await hello();
    const { items } = await server.call(contract.listCozeWorkflows, { query: { workspace_id: server.workspaceId } });
    expect(items.map((item) => item.workflow_id)).toContain(workflow_id);
    const { workflow_detail } = await server.call(contract.readCozeWorkflow, { params: { workflow_id } });
    expect(workflow_detail).toMatchObject({ workflow_name: 'Flow' });
  });
});

describe('the draft of a workflow', () => {
  it('is saved with its problems, but not over what somebody else has saved', async () => {
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Draft' } });
    const canvas = { nodes: [start(), end()], edges: [] };
    const saved = await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas, draft_revision: 1 } });
    expect(saved).toMatchObject({ draft_revision: 2, problems: [{ code: 'unreachable', node_id: '900001' }] });
    await expect(server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas, draft_revision: 1 } })).rejects.toMatchObject({ status: 409 });
    await expect(server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('cannot be published with errors') });
    await expect(server.coze.workflows.runs.create({ workflow_id, parameters: {} })).rejects.toMatchObject({ code: 6031 });
  });

  it('is told apart from what is online', async () => {
    const workflow_id = await hello();
    const params = { workflow_id };
    const statusOf = async () => (await server.call(contract.readWorkflow, { params })).publish_status;
    expect(await statusOf()).toBe('published_online');
    await server.call(contract.changeWorkflow, { params, body: { name: 'Renamed' } });
    expect(await statusOf()).toBe('published_online');
    await server.call(contract.saveCanvas, { params, body: { canvas: { nodes: [start(), end()], edges: [line('100001', '900001')] } } });
    expect(await statusOf()).toBe('published_draft');
    await server.call(contract.publishWorkflow, { params, body: {} });
    expect(await statusOf()).toBe('published_online');
    const { items } = await server.call(contract.listWorkflowVersions, { params });
    expect(items.map(({ version, online, creator_name }) => [version, online, creator_name !== ''])).toEqual([['v0.0.2', true, true], ['v0.0.1', false, true]]);
  });

  it('that calls itself is not published', async () => {
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Again' } });
    const again = node('s', '9', { inputs: { workflowId: workflow_id, inputParameters: [] } });
    const canvas = { nodes: [start(), again, end()], edges: [line('100001', 's'), line('s', '900001')] };
    await server.call(contract.saveCanvas, { params: { workflow_id }, body: { canvas } });
    await expect(server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('calls itself') });
  });

  it('is run, watched and cancelled', async () => {
    const canvas = { nodes: [start(), node('w', '10002', { inputs: { mode: 'for', seconds: 3600 } }), end()], edges: [line('100001', 'w'), line('w', '900001')] };
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Waiting', canvas } });
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: { parameters: {} } });
    const read = () => server.call(contract.readRun, { params: { execute_id } });
    await expect.poll(async () => (await read()).state, { interval: 5 }).toBe('waiting');
    expect(await read()).toMatchObject({ waits: [{ kind: 'time', node_id: 'w' }], journal: [{ type: 'node', path: '100001' }, { type: 'wait', path: 'w', event_id: `${execute_id}/0/w` }], next_entry: 2 });
    await server.call(contract.cancelRun, { params: { execute_id } });
    expect(await read()).toMatchObject({ state: 'canceled', waits: [] });
    const { items } = await server.call(contract.listRuns, { params: { workflow_id }, query: { state: 'canceled' } });
    expect(items.map(({ id }) => id)).toEqual([execute_id]);
    await server.call(contract.deleteWorkflow, { params: { workflow_id } });
    await expect.poll(() => read().catch((error: unknown) => error), { interval: 5 }).toMatchObject({ status: 404 });
  });

  it('is followed without a gap and without an entry twice, whenever somebody begins to', async () => {
    const llm = (id: string) => node(id, '3', { inputs: { inputParameters: [], llmParam: params({ prompt: given('Hello') }) }, outputs: [{ name: 'output', type: 'string' }] });
    const nodes = [start(), llm('fast'), llm('slow'), text('t', '{{f}}', { f: from('fast.output') }), text('u', '{{t}}', { t: from('t.output') }), end({ s: from('slow.output'), u: from('u.output') })];
    const edges = [line('100001', 'fast'), line('100001', 'slow'), line('fast', 't'), line('t', 'u'), line('u', '900001'), line('slow', '900001')];
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Followed', canvas: { nodes, edges } } });
    server.model.enqueue({ text: 'Hi' }, { text: 'Hello', firstDelay: 500 });
    const { execute_id } = await server.call(contract.startRun, { params: { workflow_id }, body: { parameters: {} } });
    // What comes after the fast answer is noted by then, and not stored before the slow one.
    const stored = async () => (await server.call(contract.readRun, { params: { execute_id } })).journal.some(({ type, path }) => type === 'node' && path === 'fast');
    await expect.poll(stored, { interval: 5 }).toBe(true);
    const response = await fetch(`${server.address}/api/runs/${execute_id}/events`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const told = [...(await response.text()).matchAll(/"path":"(\w+)"/g)].map(([, path]) => path);
    const { journal } = await server.call(contract.readRun, { params: { execute_id } });
    expect(told).toEqual(journal.map(({ path }) => path));
    expect(told).toEqual(['100001', 'fast', 'slow', 'fast', 't', 'u', 'slow', '900001']);
  });
});
