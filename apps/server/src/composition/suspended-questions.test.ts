import * as contract from '@buckle/contract';
import { from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chatOf, completed, eventsOf, question, settled } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const begin = () => start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'CONVERSATION_NAME', type: 'string', required: false });
const ask = (id: string, words: string) => node(id, '18', { inputs: { question: words, answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: words });
const think = node('m', '3', {
  inputs: { inputParameters: params({ q: from('who.USER_RESPONSE') }), llmParam: params({ prompt: given('{{q}}') }) },
  outputs: [{ name: 'output', type: 'string' }],
});
const clearHistory = node('c', '38', { inputs: { inputParameters: params({ conversationName: from('100001.CONVERSATION_NAME') }) }, outputs: [{ name: 'isSuccess', type: 'boolean' }] });
const answer = (content: string, values: Record<string, unknown>) =>
  node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params(values), content: given(content), streamingOutput: true } });

const named = z.array(z.object({ id: z.string() }));

/** Publishes a chatflow of nodes that follow each other. Returns its id. */
async function published(...nodes: readonly unknown[]): Promise<string> {
  const ids = named.parse(nodes).map((each) => each.id);
  const edges = ids.slice(1).map((id, index) => line(ids[index] ?? '', id));
  const body = { workspace_id: server.workspaceId, name: 'Flow', mode: 'chatflow' as const, canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

/** Asks who one is, thinks about that, and greets. */
const greeting = () => published(begin(), ask('who', 'Your name?'), think, answer('Hello {{n}}', { n: from('m.output') }));
/** Asks who one is, thinks about that, and asks again. */
const booking = () => published(begin(), ask('who', 'Your name?'), think, ask('when', 'Which day?'), answer('{{n}} on {{d}}', { n: from('m.output'), d: from('when.USER_RESPONSE') }));

const talk = async (workflow_id: string, words: string, conversation_id?: string) =>
  chatOf(await eventsOf(server.coze.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], ...(conversation_id === undefined ? {} : { conversation_id }) })));
const runs = async (workflow_id: string) => (await server.call(contract.listRuns, { params: { workflow_id } })).items.toReversed();
const lastWords = async (conversation_id: string) => (await server.coze.conversations.messages.list(conversation_id, { order: 'desc' })).data[0]?.content;
const clear = (conversation_id: string) => server.coze.conversations.clear(conversation_id);

/** A chat that has asked, and one that goes on with the answer until it is let go on. */
async function answered(workflow_id: string) {
  const bot_id = await server.publishBot({ chatflow: { workflow_id } });
  const asked = await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
  expect(asked.status).toBe('requires_action');
  const { promise, resolve } = Promise.withResolvers<void>();
  server.model.enqueue({ text: 'Ann', held: promise });
  const { conversation_id } = asked;
  const next = await server.coze.chat.create({ bot_id, conversation_id, additional_messages: [question('Ann')] });
  await expect.poll(() => server.model.openCount, { interval: 5 }).toBe(1);
  const goOn = async () => {
    resolve();
    return settled(server.coze, next);
  };
  const say = (words: string) => completed(server.coze, { bot_id, conversation_id, additional_messages: [question(words)] });
  return { asked, conversation_id, goOn, say };
}

describe('a question that the next chat goes on with', () => {
  it('is answered: cancelling the chat that asked it changes nothing', async () => {
    const workflow_id = await greeting();
    const { asked, conversation_id, goOn, say } = await answered(workflow_id);
    expect((await server.coze.chat.cancel(conversation_id, asked.id)).status).toBe('completed');
    expect((await goOn()).status).toBe('completed');
    expect(await lastWords(conversation_id)).toBe('Hello Ann');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'completed' }]);
    expect((await say('Hi again')).status).toBe('requires_action');
  });

  it('still leads on to the next one where the chat that asked it is cancelled', async () => {
    const workflow_id = await booking();
    const { asked, conversation_id, goOn, say } = await answered(workflow_id);
    await server.coze.chat.cancel(conversation_id, asked.id);
    expect((await goOn()).status).toBe('requires_action');
    expect((await say('Monday')).status).toBe('completed');
    expect(await lastWords(conversation_id)).toBe('Ann on Monday');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'completed' }]);
  });

  it('is answered to its end where the conversation is cleared meanwhile', async () => {
    const workflow_id = await greeting();
    const { conversation_id, goOn, say } = await answered(workflow_id);
    await clear(conversation_id);
    expect((await goOn()).status).toBe('completed');
    expect(await lastWords(conversation_id)).toBe('Hello Ann');
    expect((await say('Hi again')).status).toBe('requires_action');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'completed' }, { state: 'waiting' }]);
  });

  it('leads to no other where the conversation is cleared meanwhile: what is said next begins anew', async () => {
    const workflow_id = await booking();
    const { conversation_id, goOn, say } = await answered(workflow_id);
    await clear(conversation_id);
    expect((await goOn()).status).toBe('completed');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'canceled', error: { message: expect.stringContaining('was cleared') } }]);
    await say('Hi again');
    expect(await lastWords(conversation_id)).toBe('Your name?');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'canceled' }, { state: 'waiting' }]);
  });
});

describe('a chat', () => {
  it('whose workflow clears its own history goes on, and can still ask', async () => {
    const workflow_id = await published(begin(), ask('who', 'Your name?'), clearHistory, ask('when', 'Which day?'), answer('{{n}} on {{d}}', { n: from('who.USER_RESPONSE'), d: from('when.USER_RESPONSE') }));
    const { conversation_id } = await talk(workflow_id, 'Hi');
    expect((await talk(workflow_id, 'Ann', conversation_id)).status).toBe('requires_action');
    expect((await talk(workflow_id, 'Monday', conversation_id)).status).toBe('completed');
    expect(await lastWords(conversation_id)).toBe('Ann on Monday');
    expect(await runs(workflow_id)).toMatchObject([{ state: 'completed' }]);
  });

  it('of a bot with another brain by now goes on with what the old one has asked', async () => {
    const bot_id = await server.publishBot({ chatflow: { workflow_id: await published(begin(), ask('who', 'Your name?'), answer('Hello {{n}}', { n: from('who.USER_RESPONSE') })) } });
    const { conversation_id } = await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    await server.changeBot(bot_id, { chatflow: { workflow_id: await published(begin(), ask('when', 'Which day?'), answer('On {{d}}', { d: from('when.USER_RESPONSE') })) } });
    const say = (words: string) => completed(server.coze, { bot_id, conversation_id, additional_messages: [question(words)] });
    await say('Ann');
    expect(await lastWords(conversation_id)).toBe('Hello Ann');
    await say('Hi again');
    expect(await lastWords(conversation_id)).toBe('Which day?');
  });

  it('that asks while another brain waits for an answer has that one dropped, which says so', async () => {
    const first = await published(begin(), ask('who', 'Your name?'), answer('Hello {{n}}', { n: from('who.USER_RESPONSE') }));
    const second = await published(begin(), ask('when', 'Which day?'), answer('On {{d}}', { d: from('when.USER_RESPONSE') }));
    const asked = await talk(first, 'Hi');
    const { conversation_id } = asked;
    await talk(second, 'Ann', conversation_id);
    expect(await lastWords(conversation_id)).toBe('Which day?');
    expect(await server.coze.chat.retrieve(conversation_id, asked.id)).toMatchObject({ status: 'canceled', last_error: { msg: expect.stringContaining('was dropped') } });
    expect(await runs(first)).toMatchObject([{ state: 'canceled', error: { message: expect.stringContaining('was dropped') } }]);
    await talk(second, 'Monday', conversation_id);
    expect(await lastWords(conversation_id)).toBe('On Monday');
    await talk(first, 'Hi', conversation_id);
    expect(await lastWords(conversation_id)).toBe('Your name?');
  });
});
