import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScriptedReply } from '#services/models/testing/scripted-reply.ts';
import { chatOf, eventsOf, outline, question } from './testing/chats.ts';
import { datasetOf, toldToModel } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
let datasetId: string;
beforeAll(async () => {
  server = await TestServer.start();
  datasetId = await datasetOf(server, ['The museum opens at nine.'], 'museum.md');
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

const bot = (knowledge: Partial<z.input<typeof contract.botKnowledge>> = {}) => server.publishBot({ prompt: 'You are a guide.', knowledge: { dataset_ids: [datasetId], ...knowledge } });
const talk = (bot_id: string, words: string) => eventsOf(server.coze.chat.stream({ bot_id, additional_messages: [question(words)] }));

describe('a bot that searches its knowledge for each question', () => {
  it('is told the passages with where they stand, and its trace says what was found', async () => {
    const chat = chatOf(await talk(await bot(), 'When does the museum open?'));
    expect(toldToModel(server)).toMatch(/^You are a guide\.\n\n# Passages[^]*like \[1\][^]*\[1\] museum\.md\nThe museum opens at nine\.$/);
    const { steps } = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    expect(steps.map(({ type }) => type)).toEqual(['knowledge', 'model']);
    expect(steps[0]).toMatchObject({ detail: expect.stringMatching(/^Found 1\./) as string, passages: [{ number: 1, document_name: 'museum.md', headings: [], dataset_id: expect.any(String) as string, passage_id: expect.any(String) as string }] });
  });

  it('is told nothing where nothing was found', async () => {
    await talk(await bot(), 'Who are you?');
    expect(toldToModel(server)).toBe('You are a guide.');
  });

  it('answers by itself where nothing was found and it has a reply for that', async () => {
    const before = server.model.calls.length;
    const events = await talk(await bot({ nothing_found_reply: 'I do not know.' }), 'Mars rockets?');
    expect(outline(events)).toContain('message answer');
    expect(events.some((event) => 'data' in event && typeof event.data === 'object' && 'content' in event.data && event.data.content === 'I do not know.')).toBe(true);
    expect(server.model.calls).toHaveLength(before);
  });
});

describe('a bot that rewrites questions from the conversation', () => {
  const asked = async (...replies: readonly ScriptedReply[]) => {
    const bot_id = await bot({ rewrite: true });
    server.model.enqueue({ text: 'It is a museum.' });
    const first = chatOf(await talk(bot_id, 'Tell me of the museum.'));
    const before = server.model.calls.length;
    server.model.enqueue(...replies);
    const chat = chatOf(await eventsOf(server.coze.chat.stream({ bot_id, conversation_id: first.conversation_id, additional_messages: [question('And when is it open?')] })));
    const { steps } = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    return { steps, bodies: server.model.calls.slice(before).map(({ body }) => JSON.stringify(body)) };
  };

  it('asks the model once for a question of its own, looks for that, and shows it in the trace', async () => {
    const { steps, bodies } = await asked({ text: 'When does the museum open?' }, { text: 'At nine.' });
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toContain('Tell me of the museum.');
    expect(bodies[1]).toContain('The museum opens at nine.');
    expect(steps.map(({ type }) => type)).toEqual(['rewrite', 'knowledge', 'model']);
    expect(steps[0]).toMatchObject({ detail: 'When does the museum open?' });
    expect(steps[0]?.input_tokens).toBeGreaterThan(0);
  });

  it('looks for the question as it is where the model fails, and says so', async () => {
    const { steps } = await asked({ error: { status: 400, message: 'Too odd.' } }, { text: 'I do not know.' });
    expect(steps.find(({ type, detail }) => type === 'rewrite' && detail?.includes('as it is'))).toBeDefined();
    expect(steps.at(-1)).toMatchObject({ type: 'model', finish_reason: 'stop' });
  });

  it('does not ask where nothing was said before', async () => {
    const before = server.model.calls.length;
    await talk(await bot({ rewrite: true }), 'When does the museum open?');
    expect(server.model.calls).toHaveLength(before + 1);
  });
});

it('a bot whose model searches is given a tool for it', async () => {
  const id = await bot({ use: 'tool' });
  server.model.enqueue({ toolCalls: [{ id: 'c', name: 'search_knowledge', arguments: '{"query":"museum hours"}' }] }, { text: 'At nine.' });
  const events = await talk(id, 'When?');
  expect(outline(events)).toEqual(expect.arrayContaining(['message function_call', 'message tool_response', 'message answer']));
  expect(JSON.stringify(server.model.calls.at(-1)?.body)).toContain('The museum opens at nine.');
});

it('a bot whose model searches tells it what its data sets are said to hold', async () => {
  const id = await datasetOf(server, ['Nothing yet.']);
  await server.call(contract.updateDataset, { params: { dataset_id: id }, body: { description: 'Opening hours of museums' } });
  await talk(await bot({ use: 'tool', dataset_ids: [id, datasetId] }), 'When?');
  const { tools } = z.object({ tools: z.array(z.object({ function: z.object({ description: z.string() }) })) }).parse(server.model.calls.at(-1)?.body);
  expect(tools[0]?.function.description).toMatch(/\[\{"name":"Facts","description":"Opening hours of museums"\}\]$/);
});

it('a bot whose model searches several times names each passage by one number in the whole turn, which its trace has', async () => {
  const garden = await datasetOf(server, ['The garden opens at ten.'], 'garden.md');
  const id = await bot({ use: 'tool', dataset_ids: [datasetId, garden] });
  const search = (call: string, query: string) => ({ id: call, name: 'search_knowledge', arguments: JSON.stringify({ query }) });
  server.model.enqueue({ toolCalls: [search('a', 'museum'), search('b', 'garden')] }, { toolCalls: [search('c', 'museum')] }, { text: 'At nine [1], and at ten [2].' });
  const chat = chatOf(await talk(id, 'When?'));
  const { steps } = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
  const found = steps.flatMap(({ type, passages = [] }) => (type === 'tool' ? [passages.map(({ number, document_name: name }) => `${number} ${name}`)] : []));
  expect(found).toHaveLength(3);
  const names = new Map(found.flat().map((each) => [each.slice(2), each.slice(0, 1)]));
  expect(new Set(found.flat())).toEqual(new Set([...names].map(([name, number]) => `${number} ${name}`)));
  expect([...names.values()].toSorted()).toEqual(['1', '2']);
  const told = JSON.stringify(server.model.calls.at(-1)?.body);
  for (const [name, number] of names) expect(told).toContain(`[${number}] ${name}`);
});

it('the official client gives a bot its data sets, and reads them back', async () => {
  const { bot_id } = await server.coze.bots.create({ space_id: server.workspaceId, name: 'Guide' });
  await server.coze.bots.update({ bot_id, knowledge: { dataset_ids: [datasetId], auto_call: true, search_strategy: 20 } });
  const info = await server.coze.bots.retrieveNew(bot_id, { is_published: false });
  expect(info.knowledge.knowledge_infos).toEqual([{ id: datasetId, name: 'Facts' }]);
  const { definition } = await server.call(contract.getBotDraft, { params: { bot_id } });
  expect(definition.knowledge).toMatchObject({ use: 'automatic', mode: 'keyword' });
});

it('a bot is not published with a data set that its workspace does not have', async () => {
  await expect(bot({ dataset_ids: ['7000000000000000001'] })).rejects.toMatchObject({ status: 404 });
});
