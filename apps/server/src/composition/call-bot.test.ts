import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { type WorkflowEvent, WorkflowEventType } from '@coze/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot({ prompt: 'You are a helper.' });
});
afterAll(() => server.stop());

async function made(nodes: readonly unknown[]) {
  const ids = nodes.map((entry) => (entry as { id: string }).id);
  const edges = ids.slice(1).map((id, index) => line(ids[index] ?? '', id));
  return server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow', canvas: { nodes, edges } } });
}

async function published(nodes: readonly unknown[]): Promise<string> {
  const { id, problems } = await made(nodes);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

const ask = (botId = bot, more: Record<string, unknown> = {}) =>
  node('b', '10003', { title: 'Helper', inputs: { botId, inputParameters: params({ q: from('100001.q'), ...more }), content: given('Please: {{q}}') }, outputs: [{ name: 'output', type: 'string' }] });
const answer = node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params({ o: from('b.output') }), content: given('> {{o}}'), streamingOutput: true } });

describe('the node that asks a bot', () => {
  it('gives the answer while it is written, which is counted for the bot', async () => {
    const workflow_id = await published([start('q'), ask(), answer]);
    server.model.enqueue({ text: ['one ', 'two'], pieceDelay: 0 });
    const events: WorkflowEvent[] = [];
    for await (const event of server.coze.workflows.runs.stream({ workflow_id, parameters: { q: 'help' } })) events.push(event);
    const said = events.flatMap(({ event, data }) => (event === WorkflowEventType.MESSAGE ? [(data as { content: string }).content] : []));
    expect(said.join('')).toBe('> one two');
    expect(said.length).toBeGreaterThan(3);
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([{ role: 'system', content: 'You are a helper.' }, { role: 'user', content: 'Please: help' }]);
    const { conversations } = await server.coze.conversations.list({ bot_id: bot });
    expect(conversations).toHaveLength(1);
  });

  it('asks in a conversation that it names, where the bot knows what was said before', async () => {
    const workflow_id = await published([start('q'), ask(bot, { conversationName: given('Desk') }), end({ o: from('b.output') })]);
    const run = async (q: string) => JSON.parse((await server.coze.workflows.runs.create({ workflow_id, parameters: { q } })).data) as unknown;
    server.model.enqueue({ text: 'First.' }, { text: 'Second.' });
    expect(await run('a')).toEqual({ o: 'First.' });
    expect(await run('b')).toEqual({ o: 'Second.' });
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{}, { content: 'Please: a' }, { content: 'First.' }, { content: 'Please: b' }]);
  });

  it('fails where the bot does, and says why', async () => {
    const workflow_id = await published([start('q'), ask(), end({ o: from('b.output') })]);
    server.model.enqueue({ error: { status: 400, message: 'no such thing' } });
    await expect(server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'x' } })).rejects.toMatchObject({ code: 6000, msg: expect.stringMatching(/"Helper" failed: The bot failed: .*no such thing/) });
  });

  it('takes no place of its own among the chats and runs that a workspace may have at once', async () => {
    const workflow_id = await published([start('q'), ask(), end({ o: from('b.output') })]);
    const limited = (own: contract.Limits) => server.call(contract.putLimits, { params: { workspace_id: server.workspaceId }, body: own });
    await limited({ running_chats: 1 });
    server.model.enqueue({ text: 'Done.' });
    try {
      const { data } = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'x' } });
      expect(JSON.parse(data)).toEqual({ o: 'Done.' });
    } finally {
      await limited({});
    }
  });

  it('cancels its chat with the run', async () => {
    const workflow_id = await published([start('q'), ask(), end({ o: from('b.output') })]);
    const before = server.model.cancelledCount;
    server.model.enqueue({ text: ['never '], hang: true });
    const { execute_id } = await server.coze.workflows.runs.create({ workflow_id, parameters: { q: 'x' }, is_async: true });
    await expect.poll(() => server.model.openCount, { interval: 5 }).toBe(1);
    await server.call(contract.cancelRun, { params: { execute_id } });
    expect(await server.call(contract.readRun, { params: { execute_id } })).toMatchObject({ state: 'canceled' });
    await expect.poll(() => server.model.cancelledCount, { interval: 5 }).toBe(before + 1);
  });

  it('is given no bot that is not published here', async () => {
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'Draft' });
    const { problems } = await made([start('q'), ask(bot_id), end({ o: from('b.output') })]);
    expect(problems).toMatchObject([{ code: 'unknown_resource', node_id: 'b', values: { resource: 'published bot' } }]);
  });

  it('ends where bots and workflows ask each other without an end', async () => {
    const circle = await server.publishBot();
    const flow = await published([start({ name: 'q', type: 'string', required: false }), ask(circle), end({ o: from('b.output') })]);
    await server.changeBot(circle, { workflows: [{ workflow_id: flow, version: '' }] });
    server.model.always(({ body }) => {
      const messages = body['messages'] as { role: string; content: string }[];
      const last = messages.at(-1);
      return last?.role === 'tool' ? { text: last.content } : { toolCalls: [{ id: 'c', name: 'Flow', arguments: '{"q":"again"}' }] };
    });
    const { data } = await server.coze.workflows.runs.create({ workflow_id: flow, parameters: { q: 'x' } });
    server.model.always({ text: 'Hello!' });
    expect(data).toContain('more than 5 deep');
  });
});
