import * as contract from '@buckle/contract';
import { end, given, line, node, params as values, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completed, question, settled } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let bot: string;
beforeAll(async () => {
  server = await TestServer.start();
  bot = await server.publishBot();
});
beforeEach(async () => {
  await put({});
  server.model.always({ text: 'Hello!', usage: { inputTokens: 30, outputTokens: 20 } });
});
afterAll(() => server.stop());

const params = () => ({ workspace_id: server.workspaceId });

function put(body: contract.Limits) {
  return server.call(contract.putLimits, { params: params(), body });
}

function ask() {
  return completed(server.coze, { bot_id: bot, additional_messages: [question('Hi')] });
}

describe('limits of a workspace', () => {
  it('are off at first, and stand beside what is used', async () => {
    await ask();
    const { own, instance, used } = await server.call(contract.getLimits, { params: params() });
    expect([own, instance]).toEqual([{}, {}]);
    expect(used).toMatchObject({ running_chats: 0, stored_bytes: 0, costs_today: [] });
    expect(used.tokens_today).toBeGreaterThanOrEqual(50);
    expect(used.tokens_this_month).toBe(used.tokens_today);
  });

  it('of tokens refuse the chat that comes after them, and say until when', async () => {
    await ask();
    await put({ tokens_per_day: 50 });
    const refusal = await ask().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, code: 4013 });
    expect(String(refusal)).toMatch(/used the 50 tokens that it may use today: it goes on at \d{4}-\d\d-\d\dT00:00 UTC/);
    await put({ tokens_per_month: 1_000_000 });
    expect((await ask()).status).toBe('completed');
  });

  it('of chats that run at once hold until one has ended', async () => {
    await put({ running_chats: 1 });
    server.model.always({ text: ['a', 'b'], pieceDelay: 60_000 });
    const first = await server.coze.chat.create({ bot_id: bot, additional_messages: [question('Slowly')] });
    await expect(server.coze.chat.create({ bot_id: bot, additional_messages: [question('Hi')] })).rejects.toThrow(/may have 1 chat or run of workflows at once/);
    await server.coze.chat.cancel(first.conversation_id, first.id);
    await settled(server.coze, first);
    server.model.always({ text: 'Hello!' });
    expect((await ask()).status).toBe('completed');
  });

  it('of tokens stop a run between its nodes', async () => {
    const llm = (id: string) => node(id, '3', { title: id, inputs: { inputParameters: [], llmParam: values({ prompt: given('Hi') }) }, outputs: [{ name: 'output', type: 'string' }] });
    const canvas = { nodes: [start(), llm('a'), llm('b'), llm('c'), end()], edges: [line('100001', 'a'), line('a', 'b'), line('b', 'c'), line('c', '900001')] };
    // One of its own: a sum is remembered for some seconds.
    const { id: workspace_id } = await server.call(contract.createWorkspace, { body: { name: 'Team' } });
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id, name: 'Flow', canvas } });
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    await server.call(contract.putLimits, { params: { workspace_id }, body: { tokens_per_day: 80 } });
    const before = server.model.callCount;
    await expect(server.coze.workflows.runs.create({ workflow_id, parameters: {} })).rejects.toMatchObject({ code: 6000, msg: expect.stringMatching(/"c" failed: This workspace has used the 80 tokens that it may use today/) });
    expect(server.model.callCount - before).toBe(2);
    expect((await server.call(contract.getLimits, { params: { workspace_id } })).used.tokens_today).toBe(100);
  });

  it('of tokens hold for runs of workflows too', async () => {
    const { id: workflow_id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Flow' } });
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    await ask();
    await put({ tokens_per_day: 50 });
    await expect(server.coze.workflows.runs.create({ workflow_id, parameters: {} })).rejects.toMatchObject({ status: 429 });
  });

  it('of stored bytes hold for files that come in the same moment', async () => {
    const { used } = await server.call(contract.getLimits, { params: params() });
    await put({ stored_bytes: used.stored_bytes + 250 });
    const uploads = await Promise.allSettled(Array.from({ length: 6 }, (_, n) => server.upload(`${n}.txt`, 'a'.repeat(100))));
    const stored = uploads.filter(({ status }) => status === 'fulfilled').length;
    expect(stored).toBeLessThanOrEqual(2);
    expect((await server.call(contract.getLimits, { params: params() })).used.stored_bytes - used.stored_bytes).toBe(stored * 100);
    expect(stored).toBeGreaterThan(0);
  });

  it('of stored bytes refuse a file that has no more room, and keep nothing of it', async () => {
    const { used } = await server.call(contract.getLimits, { params: params() });
    await put({ stored_bytes: used.stored_bytes + 100 });
    await server.upload('a.txt', 'a'.repeat(60));
    await expect(server.upload('b.txt', 'b'.repeat(60))).rejects.toMatchObject({ status: 429 });
    expect((await server.call(contract.getLimits, { params: params() })).used.stored_bytes).toBe(used.stored_bytes + 60);
  });

  it('of requests count each request once, and say when to come again', async () => {
    await put({ requests_per_second: 3 });
    const read = () => server.coze.bots.listNew({ workspace_id: server.workspaceId }).then(() => 200, (error: { status: number }) => error.status);
    // More than two seconds' worth, since one may end in between.
    const statuses = await Promise.all(Array.from({ length: 10 }, read));
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    await expect.poll(() => put({}).then(() => true, () => false), { interval: 100, timeout: 5_000 }).toBe(true);
  });

  it('are the lower of those that the workspace and the instance have set', async () => {
    await server.call(contract.putInstanceLimits, { params: params(), body: { tokens_per_day: 1 } });
    await put({ tokens_per_day: 1_000_000 });
    await expect(ask()).rejects.toMatchObject({ status: 429 });
    await server.call(contract.putInstanceLimits, { params: params(), body: {} });
    expect((await ask()).status).toBe('completed');
  });

  it('need a currency for costs', async () => {
    await expect(put({ cost_per_day: 5 })).rejects.toThrow(/currency/);
  });
});
