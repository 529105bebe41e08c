import * as contract from '@buckle/contract';
import { end, from, given, line, node, start, text } from '@buckle/canvas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatOf, completed, eventsOf, outline, question } from './testing/chats.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

/** Creates a workflow of nodes and lines, and publishes it. Returns its id. */
async function published(name: string, nodes: readonly unknown[], edges: readonly unknown[], description = ''): Promise<string> {
  const body = { workspace_id: server.workspaceId, name, description, canvas: { nodes, edges } };
  const { id, problems } = await server.call(contract.createWorkflow, { body });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  await server.call(contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
  return id;
}

const city = { name: 'city', type: 'string', required: true, description: 'Where' };

/** Says what the weather is in a city. */
const weather = () =>
  published('weather report', [start(city), text('a', 'Rain in {{c}}', { c: from('100001.city') }), end({ report: from('a.output') })], [line('100001', 'a'), line('a', '900001')], 'Tells the weather');

const ask = (id: string, words: string) => node(id, '18', { inputs: { question: words, answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }], title: words });

/** Asks for two things, one after the other. */
const booking = () =>
  published('booking', [start(), ask('who', 'Your name?'), ask('when', 'Which day?'), end({ who: from('who.USER_RESPONSE'), when: from('when.USER_RESPONSE') })], [line('100001', 'who'), line('who', 'when'), line('when', '900001')]);

/** Says something, and ends with an answer. */
const greeting = () =>
  published(
    'greeting',
    [
      start(),
      node('say', '13', { inputs: { inputParameters: [], content: given('One moment.'), streamingOutput: false } }),
      node('900001', '2', { title: 'end', inputs: { terminatePlan: 'useAnswerContent', inputParameters: [], content: given('Welcome!'), streamingOutput: true } }),
    ],
    [line('100001', 'say'), line('say', '900001')],
  );

const call = (name: string, values: object = {}) => ({ id: 'call_0', name, arguments: JSON.stringify(values) });
const bot = (...ids: readonly string[]) => server.publishBot({ workflows: ids.map((workflow_id) => ({ workflow_id })) });
const talk = (bot_id: string, words: string, conversation_id?: string) =>
  eventsOf(server.coze.chat.stream({ bot_id, additional_messages: [question(words)], ...(conversation_id === undefined ? {} : { conversation_id }) }));

describe('a workflow as a tool of a bot', () => {
  it('is shown to the model with its name, description and inputs, and is called by it', async () => {
    const bot_id = await bot(await weather());
    server.model.enqueue({ toolCalls: [call('weather_report', { city: 'Paris' })] }, { text: 'It rains.' });
    const events = await talk(bot_id, 'What is it like?');
    expect(outline(events)).toEqual([
      'chat.created', 'chat.in_progress', 'message function_call', 'message tool_response', 'delta It rains.', 'message answer', 'message verbose', 'chat.completed', 'done',
    ]);
    const [first, second] = server.model.calls.slice(-2).map(({ body }) => body);
    expect(first?.['tools']).toEqual([
      {
        type: 'function',
        function: { name: 'weather_report', description: 'Tells the weather', parameters: { type: 'object', properties: { city: { type: 'string', description: 'Where' } }, required: ['city'] } },
      },
    ]);
    expect(second?.['messages']).toMatchObject([{ role: 'user' }, { role: 'assistant' }, { role: 'tool', content: '{"report":"Rain in Paris"}' }]);
  });

  it('tells the model why it failed', async () => {
    const bot_id = await bot(await weather());
    server.model.enqueue({ toolCalls: [call('weather_report')] }, { text: 'Which city?' });
    await completed(server.coze, { bot_id, additional_messages: [question('What is it like?')] });
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([{}, {}, { role: 'tool', content: 'Error: The workflow needs a value for "city".' }]);
  });

  it('asks the user, whose next messages answer it', async () => {
    const bot_id = await bot(await booking());
    const before = server.model.callCount;
    server.model.enqueue({ toolCalls: [call('booking')] });
    const events = await talk(bot_id, 'Book a table');
    expect(outline(events)).toEqual(['chat.created', 'chat.in_progress', 'message function_call', 'delta Your name?', 'message answer', 'chat.requires_action', 'done']);
    const asked = chatOf(events);
    expect(asked).toMatchObject({ status: 'requires_action', required_action: { submit_tool_outputs: { tool_calls: [{ type: 'reply_message', function: { name: 'booking' } }] } } });
    const second = await talk(bot_id, 'Ann', asked.conversation_id);
    expect(outline(second)).toEqual(['chat.created', 'chat.in_progress', 'delta Which day?', 'message answer', 'chat.requires_action', 'done']);
    expect(server.model.callCount - before).toBe(1);
    server.model.enqueue({ text: 'Booked.' });
    const third = await talk(bot_id, 'Monday', asked.conversation_id);
    expect(outline(third)).toEqual(['chat.created', 'chat.in_progress', 'message tool_response', 'delta Booked.', 'message answer', 'message verbose', 'chat.completed', 'done']);
    expect(server.model.calls.at(-1)?.body['messages']).toMatchObject([
      { role: 'user', content: 'Book a table' },
      { role: 'assistant' },
      { role: 'tool', content: '{"who":"Ann","when":"Monday"}' },
    ]);
    expect((await server.coze.chat.retrieve(asked.conversation_id, asked.id)).status).toBe('completed');
    server.model.enqueue({ text: 'Bye.' });
    await talk(bot_id, 'Thanks', asked.conversation_id);
    const history = (server.model.calls.at(-1)?.body['messages'] as { content: string }[] | undefined)?.map(({ content }) => content);
    expect(history).toEqual(['Book a table', 'Your name?', 'Ann', 'Which day?', 'Monday', 'Booked.', 'Thanks']);
    const { data } = await server.coze.conversations.messages.list(asked.conversation_id, { order: 'asc' });
    expect(data.map(({ type }) => type)).toEqual(['question', 'function_call', 'answer', 'question', 'answer', 'question', 'tool_response', 'answer', 'question', 'answer']);
  });

  it('leaves a run that can be looked into, and that goes with the conversation', async () => {
    const workflow_id = await booking();
    const bot_id = await bot(workflow_id);
    server.model.enqueue({ toolCalls: [call('booking')] }, { text: 'Booked.' });
    const { conversation_id } = chatOf(await talk(bot_id, 'Book a table'));
    const runs = async () => (await server.call(contract.listRuns, { params: { workflow_id } })).items;
    const [waiting] = await runs();
    expect(waiting).toMatchObject({ state: 'waiting', version: 'v0.0.1', chat_id: expect.any(String) });
    const params = { execute_id: waiting?.id ?? '' };
    const { waits } = await server.call(contract.readRun, { params });
    expect(waits).toMatchObject([{ kind: 'question', node_title: 'Your name?' }]);
    await expect(server.call(contract.answerRun, { params, body: { event_id: waits[0]?.event_id ?? '', answer: 'Ann' } })).rejects.toMatchObject({ status: 409 });
    await expect(server.call(contract.cancelRun, { params })).rejects.toMatchObject({ status: 409 });
    await talk(bot_id, 'Ann', conversation_id);
    await talk(bot_id, 'Monday', conversation_id);
    expect(await runs()).toMatchObject([{ id: params.execute_id, state: 'completed' }]);
    const run = await server.call(contract.readRun, { params });
    expect(run).toMatchObject({ output: { who: 'Ann', when: 'Monday' }, waits: [] });
    expect(run.journal.map(({ type, path }) => `${String(type)} ${String(path)}`)).toEqual([
      'node 100001', 'started who', 'wait who', 'answer who', 'started who', 'node who', 'started when', 'wait when', 'answer when', 'started when', 'node when', 'node 900001',
    ]);
    await server.call(contract.deleteConversation, { params: { conversation_id } });
    await expect.poll(runs, { interval: 5 }).toEqual([]);
  });

  it('is given up where the chat that asks is cancelled', async () => {
    const workflow_id = await booking();
    const bot_id = await bot(workflow_id);
    server.model.enqueue({ toolCalls: [call('booking')] });
    const asked = await completed(server.coze, { bot_id, additional_messages: [question('Book a table')] });
    expect(asked.status).toBe('requires_action');
    await expect(server.coze.chat.submitToolOutputs({ conversation_id: asked.conversation_id, chat_id: asked.id, tool_outputs: [{ tool_call_id: asked.required_action?.submit_tool_outputs.tool_calls[0]?.id ?? '', output: 'x' }], stream: false }).next()).rejects.toMatchObject({ code: 4000 });
    expect((await server.coze.chat.cancel(asked.conversation_id, asked.id)).status).toBe('canceled');
    expect((await server.call(contract.listRuns, { params: { workflow_id } })).items).toMatchObject([{ state: 'canceled' }]);
    const next = await talk(bot_id, 'Hi', asked.conversation_id);
    expect(outline(next)).toContain('delta Hello!');
    await server.call(contract.deleteConversation, { params: { conversation_id: asked.conversation_id } });
  });

  it('says what it has to say to the user, and gives the answer in the place of the model', async () => {
    const bot_id = await bot(await greeting());
    const before = server.model.callCount;
    server.model.enqueue({ toolCalls: [call('greeting')] });
    const events = await talk(bot_id, 'Hi');
    expect(outline(events).filter((name) => !name.startsWith('chat.'))).toEqual([
      'message function_call', 'delta One moment.', 'delta Welcome!', 'message answer', 'message answer', 'message tool_response', 'done',
    ]);
    expect(server.model.callCount - before).toBe(1);
  });

  it('must be published, and of the same workspace', async () => {
    const { id } = await server.call(contract.createWorkflow, { body: { workspace_id: server.workspaceId, name: 'Draft' } });
    await expect(bot(id)).rejects.toMatchObject({ code: 6031 });
    const { id: elsewhere } = await server.call(contract.createWorkspace, { body: { name: 'Elsewhere' } });
    const { id: foreign } = await server.call(contract.createWorkflow, { body: { workspace_id: elsewhere, name: 'Foreign' } });
    await server.call(contract.publishWorkflow, { params: { workflow_id: foreign }, body: {} }).catch(() => undefined);
    await expect(bot(foreign)).rejects.toMatchObject({ code: 4200 });
  });

  it('is called no more once it was deleted', async () => {
    const workflow_id = await weather();
    const bot_id = await bot(workflow_id);
    await talk(bot_id, 'Hi');
    expect(server.model.calls.at(-1)?.body['tools']).toHaveLength(1);
    await server.call(contract.deleteWorkflow, { params: { workflow_id }, query: { force: 'true' } });
    await talk(bot_id, 'Hi');
    expect(server.model.calls.at(-1)?.body).not.toHaveProperty('tools');
  });

  it('of another workspace has no name for who only knows its id', async () => {
    const { id: elsewhere } = await server.call(contract.createWorkspace, { body: { name: 'Elsewhere' } });
    const { id: foreign } = await server.call(contract.createWorkflow, { body: { workspace_id: elsewhere, name: 'Secret plan' } });
    const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'Bot' });
    const params = { bot_id };
    const { revision, definition } = await server.call(contract.getBotDraft, { params });
    await server.call(contract.putBotDraft, { params, body: { revision, definition: { ...definition, workflows: [{ workflow_id: foreign }] } } });
    const info = await server.coze.bots.retrieveNew(bot_id, { is_published: false });
    expect(info.workflow_info_list).toMatchObject([{ id: foreign, name: '' }]);
  });

  it('is pinned when the bot is published', async () => {
    const workflow_id = await weather();
    const bot_id = await bot(workflow_id);
    const { definition } = await server.call(contract.getBotVersion, { params: { bot_id, version: '1' } });
    expect(definition.workflows).toEqual([{ workflow_id, version: 'v0.0.1' }]);
  });
});
