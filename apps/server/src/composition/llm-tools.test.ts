import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import { type WorkflowEvent, WorkflowEventType } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function published(name: string, nodes: readonly unknown[], edges: readonly unknown[]): Promise<string> {
  const body = { workspace_id: server.workspaceId, name, canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

const weather = () => published('weather', [start('city'), text('a', 'Rain in {{c}}', { c: from('100001.city') }), end({ report: from('a.output') })], [line('100001', 'a'), line('a', '900001')]);
const asking = () =>
  published(
    'asking',
    [start(), node('ask', '18', { inputs: { question: 'Which city?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: 'Ask' }), end({ city: from('ask.USER_RESPONSE') })],
    [line('100001', 'ask'), line('ask', '900001')],
  );

const llm = (tools: readonly string[], more: object = {}) =>
  node('m', '3', {
    title: 'Model',
    inputs: {
      inputParameters: params({ q: from('100001.q') }),
      llmParam: params({ prompt: given('{{q}}') }),
      fcParam: { workflowFCParam: { workflowList: tools.map((workflow_id) => ({ workflow_id, workflow_version: 'v0.0.1', is_draft: false, plugin_id: '1' })) } },
      ...more,
    },
    outputs: [{ name: 'output', type: 'string' }],
  });
const flow = (...tools: readonly string[]) => published('flow', [start('q'), llm(tools), end({ said: from('m.output') })], [line('100001', 'm'), line('m', '900001')]);

/** A flow that says what its model writes, while it does. */
const saying = (tool: string, more: object = {}) => {
  const inputs = { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('m.output') }), content: given('> {{o}}'), streamingOutput: true };
  return published('saying', [start('q'), llm([tool], more), node('900001', '2', { title: 'end', inputs })], [line('100001', 'm'), line('m', '900001')]);
};

/** What a stream says, piece by piece, and what its run waits for. */
async function told(events: AsyncIterable<WorkflowEvent>) {
  const pieces: string[] = [];
  const waits: string[] = [];
  for await (const { event, data } of events) {
    if (event === WorkflowEventType.MESSAGE) pieces.push((data as { content: string }).content);
    else if (event === WorkflowEventType.INTERRUPT) waits.push((data as unknown as { interrupt_data: { event_id: string } }).interrupt_data.event_id);
    else if (event !== WorkflowEventType.DONE) throw new Error(`The stream has the event ${event}.`);
  }
  return { pieces, waits };
}

async function streamed(workflow_id: string) {
  const said = await told(server.coze.workflows.runs.stream({ workflow_id, parameters: { q: 'Weather?' } }));
  const { items } = await server.call(contract.listRuns, { params: { workflow_id } });
  return { ...said, execute_id: items[0]?.id ?? '' };
}

describe('an LLM node with workflows as tools', () => {
  it('runs those that its model calls, in each reply as many as it likes, and counts all replies', async () => {
    const workflow_id = await flow(await weather());
    server.model.enqueue(
      { toolCalls: [{ id: 'x', name: 'weather', arguments: '{"city":"Rome"}' }, { id: 'y', name: 'weather', arguments: '{"city":"Oslo"}' }], usage: { inputTokens: 10, outputTokens: 1 } },
      { toolCalls: [{ id: 'x', name: 'nothing', arguments: '{}' }], usage: { inputTokens: 20, outputTokens: 2 } },
      { text: 'Rain everywhere.', usage: { inputTokens: 30, outputTokens: 3 } },
    );
    const answer = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'Weather?' } });
    expect(JSON.parse(answer.data)).toEqual({ said: 'Rain everywhere.' });
    expect(answer).toMatchObject({ usage: { input_count: 60, output_count: 6 } });
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant' },
      { role: 'tool', content: '{"report":"Rain in Rome"}' },
      { role: 'tool', content: '{"report":"Rain in Oslo"}' },
      { role: 'assistant' },
      { role: 'tool', content: 'Error: there is no function nothing.' },
    ]);
    const { journal } = await server.call(contract.readRun, { params: { execute_id: answer.execute_id ?? '' } });
    expect(journal.map(({ path }) => path)).toContain('m/call-0.1/a');
  });

  it('waits where one of them asks, and goes on with the answer', async () => {
    const workflow_id = await flow(await asking());
    const before = server.model.callCount;
    server.model.enqueue({ toolCalls: [{ id: 'x', name: 'asking', arguments: '{}' }] }, { text: 'Then Rome.' });
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'Go' }, is_async: true });
    const read = () => server.call(contract.readRun, { params: { execute_id } });
    await expect.poll(async () => (await read()).state, { interval: 5 }).toBe('waiting');
    const { waits } = await read();
    expect(waits).toMatchObject([{ kind: 'question', node_id: 'ask' }]);
    await server.call(contract.answerRun, { params: { execute_id }, body: { event_id: waits[0]?.event_id ?? '', answer: 'Rome' } });
    await expect.poll(async () => (await read()).state, { interval: 5 }).toBe('completed');
    expect(await read()).toMatchObject({ output: { said: 'Then Rome.' } });
    expect(server.model.callCount - before).toBe(2);
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{}, {}, { role: 'tool', content: '{"city":"Rome"}' }]);
  });

  it('says what its model says while it is written, before calls and after them in its order', async () => {
    const workflow_id = await saying(await weather());
    server.model.enqueue({ text: ['One ', 'moment.'], toolCalls: [{ id: 'x', name: 'weather', arguments: '{"city":"Rome"}' }] }, { text: ['Rain ', 'in Rome.'] });
    const { pieces, execute_id } = await streamed(workflow_id);
    expect(pieces).toEqual(['> ', 'One ', 'moment.', '\n\nRain ', 'in Rome.', '']);
    const { journal, output } = await server.call(contract.readRun, { params: { execute_id } });
    expect(output).toEqual({ output: '> One moment.\n\nRain in Rome.' });
    expect(journal.find(({ type, path }) => type === 'node' && path === 'm')).toMatchObject({ outputs: { output: 'One moment.\n\nRain in Rome.' } });
  });

  it('waits before it says anything where one of them asks, also through a workflow that it calls', async () => {
    const inner = await asking();
    const through = await published('through', [start(), node('s', '9', { inputs: { workflowId: inner, workflowVersion: '', inputParameters: [] }, outputs: [{ name: 'city', type: 'string' }] }), end({ city: from('s.city') })], [line('100001', 's'), line('s', '900001')]);
    const workflow_id = await saying(through);
    server.model.enqueue({ text: 'One moment.', toolCalls: [{ id: 'x', name: 'through', arguments: '{}' }] }, { text: 'Then Rome.' });
    const { pieces, waits } = await streamed(workflow_id);
    expect(pieces).toEqual([]);
    const events = server.coze.workflows.runs.resume({ workflow_id, event_id: waits[0] ?? '', resume_data: 'Rome', interrupt_type: 2 });
    expect((await told(events)).pieces.join('')).toBe('> Then Rome.');
  });

  it('is tried again where its model fails before it has said anything', async () => {
    const workflow_id = await saying(await weather(), { settingOnError: { processType: 1, timeoutMs: 0, retryTimes: 1 } });
    server.model.enqueue({ toolCalls: [{ id: 'x', name: 'weather', arguments: '{"city":"Rome"}' }] }, { error: { status: 400 } }, { text: ['Rain.'] });
    expect((await streamed(workflow_id)).pieces.join('')).toBe('> Rain.');
  });

  it('counts what an attempt has used that failed', async () => {
    const policy = { settingOnError: { switch: true, processType: 1, retryTimes: 1, timeoutMs: 60_000 } };
    const workflow_id = await published('retrying', [start('q'), llm([await weather()], policy), end({ said: from('m.output') })], [line('100001', 'm'), line('m', '900001')]);
    server.model.enqueue({ text: ['Half a ', 'sentence'], breakAfter: 1 }, { text: 'Whole.', usage: { inputTokens: 5, outputTokens: 1 } });
    const answer = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'Go' } });
    expect(JSON.parse(answer.data)).toEqual({ said: 'Whole.' });
    const { output_tokens: tokens } = await server.call(contract.readRun, { params: { execute_id: answer.execute_id ?? '' } });
    expect(tokens).toBeGreaterThan(1);
  });

  it('says what it cannot have yet, and refuses what is not published', async () => {
    const { id: draft } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Draft' } });
    const nodes = [start('q'), llm([draft], {}), end({ said: from('m.output') })];
    const edges = [line('100001', 'm'), line('m', '900001')];
    const made = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'flow', canvas: { nodes, edges } } });
    expect(made.problems).toMatchObject([{ code: 'unknown_resource', node_id: 'm', values: { resource: 'published workflow', id: draft } }]);
    const more = { fcParam: { pluginFCParam: { pluginList: [{ plugin_id: '1' }] }, knowledgeFCParam: { knowledgeList: [{ id: '1' }] } } };
    const awaiting = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'flow', canvas: { nodes: [start('q'), llm([], more), end()], edges } } });
    expect(awaiting.problems).toMatchObject([{ code: 'not_available', values: { part: 'plugins' } }, { code: 'unknown_resource', severity: 'error', values: { resource: 'data set', id: '1' } }]);
  });
});
