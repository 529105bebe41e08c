import * as contract from '@buckle/contract';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatOf, completed, eventsOf, outline, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function published(nodes: readonly unknown[], edges: readonly unknown[], mode: 'chatflow' | 'workflow' = 'chatflow'): Promise<string> {
  const body = { workspace_id: server.workspaceId, name: 'Flow', mode, canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

const begin = () => start({ name: 'USER_INPUT', type: 'string', required: false }, { name: 'CONVERSATION_NAME', type: 'string', required: false }, 'tone');
const answer = (content: string, values: Record<string, unknown>) =>
  node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: params(values), content: given(content), streamingOutput: true } });
const ask = (id: string, words: string) => node(id, '18', { inputs: { question: words, answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: words });

/** Greets, lets a model speak that knows what was said before, and answers with that. */
const talking = () =>
  published(
    [
      begin(),
      node('hello', '13', { inputs: { inputParameters: params({ n: from('100001.CONVERSATION_NAME'), t: from('100001.tone') }), content: given('In {{n}} {{t}}:'), streamingOutput: false } }),
      node('m', '3', {
        inputs: { inputParameters: params({ q: from('100001.USER_INPUT') }), llmParam: params({ prompt: given('{{q}}'), enableChatHistory: given(true, 'boolean'), chatHistoryRound: given(3, 'integer') }) },
        outputs: [{ name: 'output', type: 'string' }],
      }),
      answer('{{o}}!', { o: from('m.output') }),
    ],
    [line('100001', 'hello'), line('hello', 'm'), line('m', '900001')],
  );

const asking = () => published([begin(), ask('who', 'Your name?'), answer('Hello {{n}}', { n: from('who.USER_RESPONSE') })], [line('100001', 'who'), line('who', '900001')]);

const talk = (workflow_id: string, words: string, more: object = {}) =>
  eventsOf(server.coze.workflows.chat.stream({ workflow_id, additional_messages: [question(words)], ...more }));

describe('a chatflow of the official client', () => {
  it('answers while it writes, in a conversation whose history its model knows', async () => {
    const workflow_id = await talking();
    server.model.enqueue({ text: ['Good ', 'day'], usage: { inputTokens: 7, outputTokens: 2 } });
    const events = await talk(workflow_id, 'Hi', { parameters: { tone: 'softly' } });
    expect(outline(events)).toEqual([
      'chat.created', 'chat.in_progress', 'delta In Default softly:', 'message answer', 'delta Good ', 'delta day', 'delta !', 'message answer', 'message verbose', 'chat.completed', 'done',
    ]);
    const chat = chatOf(events);
    expect(chat).toMatchObject({ status: 'completed', usage: { input_count: 7, output_count: 2 } });
    const { conversation_id } = chat;
    server.model.enqueue({ text: 'Fine' });
    await talk(workflow_id, 'How are you?', { conversation_id });
    expect(server.model.calls.at(-1)?.body['messages']).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'In Default softly:' },
      { role: 'assistant', content: 'Good day!' },
      { role: 'user', content: 'How are you?' },
    ]);
    const { data } = await server.coze.conversations.messages.list(conversation_id, { order: 'asc' });
    expect(data.map(({ content }) => content)).toEqual(['Hi', 'In Default softly:', 'Good day!', 'How are you?', 'In Default :', 'Fine!']);
  });

  it('asks, and goes on with the next message', async () => {
    const workflow_id = await asking();
    const events = await talk(workflow_id, 'Hi');
    expect(outline(events)).toEqual(['chat.created', 'chat.in_progress', 'delta Your name?', 'message answer', 'chat.requires_action', 'done']);
    const { conversation_id } = chatOf(events);
    expect(outline(await talk(workflow_id, 'Ann', { conversation_id }))).toEqual([
      'chat.created', 'chat.in_progress', 'delta Hello ', 'delta Ann', 'message answer', 'message verbose', 'chat.completed', 'done',
    ]);
    expect(outline(await talk(workflow_id, 'Hi again', { conversation_id }))).toContain('chat.requires_action');
  });

  it('fills a form from what the user says, and asks again where that does not fit', async () => {
    const form = node('form', '30', { inputs: { outputSchema: '[{"type":"integer","name":"age","required":true},{"type":"string","name":"city","required":true}]' } });
    const workflow_id = await published([begin(), form, answer('{{a}} in {{c}}', { a: from('form.age', 'integer'), c: from('form.city') })], [line('100001', 'form'), line('form', '900001')]);
    const first = await talk(workflow_id, 'Hi');
    expect(outline(first)).toContain('delta age (integer):\ncity (string):');
    const { conversation_id } = chatOf(first);
    const again = await talk(workflow_id, 'age: old', { conversation_id });
    expect(outline(again).find((name) => name.startsWith('delta'))).toMatch(/^delta age: old is not a whole number.*city is missing/);
    await talk(workflow_id, 'age: 7\ncity: Rome', { conversation_id });
    const { data } = await server.coze.conversations.messages.list(conversation_id, { order: 'desc' });
    expect(data[0]?.content).toBe('7 in Rome');
  });

  it('says back what the user says, as long as nobody has drawn it', async () => {
    const { id: workflow_id, problems } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'New', mode: 'chatflow' } });
    expect(problems).toEqual([]);
    await server.call(contract.publishWorkflow, { params: { workflow_id }, body: {} });
    expect(outline(await talk(workflow_id, 'Hi'))).toContain('delta Hi');
  });

  it('says why it failed', async () => {
    const parse = node('p', '59', { inputs: { inputParameters: params({ input: from('100001.USER_INPUT') }) }, outputs: [{ name: 'output', type: 'object', schema: [] }], title: 'Parse' });
    const workflow_id = await published([begin(), parse, answer('done', {})], [line('100001', 'p'), line('p', '900001')]);
    const events = await talk(workflow_id, 'no');
    expect(outline(events)).toEqual(['chat.created', 'chat.in_progress', 'chat.failed', 'done']);
    expect(chatOf(events)).toMatchObject({ last_error: { code: 6000, msg: expect.stringContaining('"Parse" failed') } });
    const { items } = await server.call(contract.listRuns, { params: { workflow_id } });
    expect(items).toMatchObject([{ state: 'failed', error: { node_id: 'p', node_title: 'Parse' } }]);
  });

  it('is refused where it is no chatflow, not published, or asked for both a bot and an app', async () => {
    const nodes = [begin(), answer('x', {})];
    const edges = [line('100001', '900001')];
    const workflow = await published(nodes, edges, 'workflow');
    expect(await talk(workflow, 'Hi')).toMatchObject([{ event: 'error', data: { code: 4000 } }]);
    const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Draft', mode: 'chatflow' } });
    expect(await talk(id, 'Hi')).toMatchObject([{ event: 'error', data: { code: 6031 } }]);
    expect(await talk(await published(nodes, edges), 'Hi', { bot_id: '1', app_id: '2' })).toMatchObject([{ event: 'error', data: { code: 4000 } }]);
  });
});

describe('a chatflow as the brain of a bot', () => {
  it('answers its chats', async () => {
    const bot_id = await server.publishBot({ chatflow: { workflow_id: await asking() } });
    const asked = await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    expect(asked).toMatchObject({ status: 'requires_action', bot_id });
    const answered = await completed(server.coze, { bot_id, conversation_id: asked.conversation_id, additional_messages: [question('Ann')] });
    expect(answered.status).toBe('completed');
    const messages = await server.coze.chat.messages.list(asked.conversation_id, answered.id);
    expect(messages.map(({ content }) => content)).toEqual(['Hello Ann']);
  });

  it('says what it returns, where it says nothing else', async () => {
    const workflow_id = await published([begin(), end({ heard: from('100001.USER_INPUT') })], [line('100001', '900001')]);
    const chat = await completed(server.coze, { bot_id: await server.publishBot({ chatflow: { workflow_id } }), additional_messages: [question('Hi')] });
    const messages = await server.coze.chat.messages.list(chat.conversation_id, chat.id);
    expect(messages.map(({ content }) => content)).toEqual(['{"heard":"Hi"}']);
  });

  it('that was deleted answers no more, which the chat says', async () => {
    const workflow_id = await asking();
    const bot_id = await server.publishBot({ chatflow: { workflow_id } });
    await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    await server.call(contract.deleteWorkflow, { params: { workflow_id }, query: { force: 'true' } });
    const chat = await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    expect(chat).toMatchObject({ status: 'failed', last_error: { msg: expect.stringContaining(workflow_id) } });
  });

  it('that waits for a decision fails, and its run says why', async () => {
    const approval = node('a', '10001', { title: 'Chief', inputs: { inputParameters: [], content: given('Pay?'), timeout: 3_600 } });
    const workflow_id = await published([begin(), approval, answer('x', {})], [line('100001', 'a'), line('a:approved', '900001'), line('a:rejected', '900001'), line('a:timeout', '900001')]);
    const chat = await completed(server.coze, { bot_id: await server.publishBot({ chatflow: { workflow_id } }), additional_messages: [question('Hi')] });
    expect(chat.status).toBe('failed');
    const { items } = await server.call(contract.listRuns, { params: { workflow_id } });
    expect(items).toMatchObject([{ state: 'failed', error: { code: 'limit_reached', message: expect.stringContaining('which a chat cannot wait for') } }]);
  });

  it('must be a chatflow', async () => {
    const workflow_id = await published([begin(), answer('x', {})], [line('100001', '900001')], 'workflow');
    await expect(server.publishBot({ chatflow: { workflow_id } })).rejects.toMatchObject({ code: 4000 });
  });
});

describe('the trace of a chat', () => {
  const traceOf = (chat_id: string) => server.call(contract.getChatTrace, { params: { chat_id } });
  const runs = async (workflow_id: string) => (await server.call(contract.listRuns, { params: { workflow_id } })).items;

  it('names the run of the chatflow that answered, and the run names the conversation', async () => {
    const workflow_id = await talking();
    const chat = chatOf(await talk(workflow_id, 'Hi'));
    const [run] = await runs(workflow_id);
    expect(run).toMatchObject({ chat_id: chat.id, conversation_id: chat.conversation_id });
    expect(await traceOf(chat.id)).toMatchObject({ runs: [{ execute_id: run?.id, workflow_id, workflow_name: 'Flow', state: 'completed' }], steps: [{ type: 'model' }] });
  });

  it('names it in each chat that it took', async () => {
    const workflow_id = await asking();
    const bot_id = await server.publishBot({ chatflow: { workflow_id } });
    const asked = await completed(server.coze, { bot_id, additional_messages: [question('Hi')] });
    expect(await traceOf(asked.id)).toMatchObject({ runs: [{ state: 'waiting' }] });
    const answered = await completed(server.coze, { bot_id, conversation_id: asked.conversation_id, additional_messages: [question('Ann')] });
    const [run] = await runs(workflow_id);
    for (const { id } of [asked, answered]) expect(await traceOf(id)).toMatchObject({ runs: [{ execute_id: run?.id, state: 'completed' }] });
  });

  it('names none that is gone', async () => {
    const workflow_id = await talking();
    const chat = chatOf(await talk(workflow_id, 'Hi'));
    await server.call(contract.deleteWorkflow, { params: { workflow_id }, query: { force: 'true' } });
    await expect.poll(async () => (await traceOf(chat.id)).runs).toEqual([]);
  });
});
