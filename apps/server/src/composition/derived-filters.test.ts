import * as contract from '@buckle/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { chatOf, eventsOf, question } from './testing/chats.ts';
import { datasetOf, endedDocument } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

const TEAS = 'name,price,picked\nGreen tea,38,2024-03-05\nBlack tea,120,2024-06-01\nTea of the moon,9,2025-01-10\n';

let server: TestServer;
let datasetId: string;
beforeAll(async () => {
  server = await TestServer.start();
  ({ id: datasetId } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Teas', format: 'table', embedding_model_id: '' } }));
  const { id } = await server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { name: 'teas.csv', source: { type: 'text', text: TEAS }, fields: { season: ['spring', 'autumn'] } } });
  await endedDocument(server, id);
});
beforeEach(() => server.model.always({ text: 'Hello!' }));
afterAll(() => server.stop());

const cheap = { field: 'price', lt: 100, reason: 'under a hundred' };
const derivedCheap = { condition: { field: 'price', lt: 100 }, reason: 'under a hundred' };

function search(query: string, more: Partial<z.input<typeof contract.searchKnowledge.body>> = {}) {
  return server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query, derive_filter: true, ...more } });
}

function namesIn({ items }: { readonly items: readonly { readonly content: string }[] }): string[] {
  return items.map(({ content }) => /^name: (.*)$/m.exec(content)?.[1] ?? '').toSorted();
}

const lastCall = () => JSON.stringify(server.model.calls.at(-1)?.body);

describe('the fields of a data set', () => {
  it('are those of its rows and documents, with their types and values', async () => {
    const { items } = await server.call(contract.listSearchFields, { params: { dataset_id: datasetId } });
    expect(items).toEqual(expect.arrayContaining([
      { field: 'price', type: 'number', values: expect.arrayContaining([38, 120, 9]) as unknown },
      { field: 'picked', type: 'date', values: expect.arrayContaining(['2024-03-05']) as unknown },
      { field: 'name', type: 'text', values: expect.arrayContaining(['Green tea']) as unknown },
      { field: 'season', type: 'tags', values: ['spring', 'autumn'] },
    ]));
  });
});

it('a field is one of dates too where some are years or months alone', async () => {
  const { id } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Plans', format: 'table', embedding_model_id: '' } });
  const text = '计划,日期,年份,编号\n甲,二〇二四年三月五日,2023年,2023\n乙,2024年,2024年,2024\n';
  const added = await server.call(contract.addDocument, { params: { dataset_id: id }, body: { name: 'plans.csv', source: { type: 'text', text }, splitting: { mode: 'rows', types: { 编号: 'text' } } } });
  await endedDocument(server, added.id);
  const { items } = await server.call(contract.listSearchFields, { params: { dataset_id: id } });
  expect(Object.fromEntries(items.map(({ field, type }) => [field, type]))).toEqual({ 计划: 'text', 日期: 'date', 年份: 'text', 编号: 'text' });
  const found = await server.call(contract.searchKnowledge, { body: { dataset_ids: [id], query: '计划', filter: [{ field: '日期', gte: '2024-03-01', lt: '2024-04-01' }] } });
  expect(found.items.map(({ content }) => content.slice(4, 5))).toEqual(['甲']);
});

describe('a search that makes conditions of its question', () => {
  it('tells a model the fields, applies what it says beside the given filter, and shows that', async () => {
    server.model.enqueue({ text: `\`\`\`json\n${JSON.stringify({ conditions: [cheap, { field: 'unknown', in: ['x'] }] })}\n\`\`\`` });
    const found = await search('tea under a hundred', { filter: [{ field: 'picked', lt: '2025-01-01' }] });
    expect(namesIn(found)).toEqual(['Green tea']);
    expect(found.derived).toEqual([derivedCheap]);
    expect(found.filter).toEqual([{ field: 'picked', lt: '2025-01-01' }, { field: 'price', lt: 100 }]);
    expect(found.notes).toEqual(expect.arrayContaining([expect.stringContaining('A condition of the model was left out')]));
    expect(found.notes.join()).not.toContain('No conditions');
    expect(found.timings.derive).toBeGreaterThan(0);
    for (const told of ['tea under a hundred', 'Green tea', 'picked', 'Today is']) expect(lastCall()).toContain(told);
  });

  it('is counted as use of the workspace', async () => {
    const tokens = async () => {
      const { total } = await server.call(contract.getUsage, { query: { workspace_id: server.workspaceId } });
      return total.input_tokens;
    };
    const before = await tokens();
    server.model.enqueue({ text: '{"conditions": []}' });
    await search('tea');
    expect(await tokens()).toBeGreaterThan(before);
  });

  it('goes on without them where nothing fits, and says so', async () => {
    server.model.enqueue({ text: JSON.stringify({ conditions: [{ field: 'price', gt: 5_000, reason: '' }] }) });
    const found = await search('expensive tea');
    expect(namesIn(found)).toHaveLength(3);
    expect(found).toMatchObject({ filter: [], derived: [], notes: expect.arrayContaining([expect.stringContaining('without them')]) as unknown, note_codes: expect.arrayContaining([{ code: 'nothing_fits', parameters: {} }]) as unknown });
  });

  it.each([
    ['answers nonsense', { text: 'I would rather talk.' }],
    ['fails', { error: { status: 400, message: 'Too odd.' } }],
  ])('goes on without where the model %s', async (_, reply) => {
    server.model.enqueue(reply);
    const found = await search('tea');
    expect(namesIn(found)).toHaveLength(3);
    expect(found.notes.join()).toContain('No conditions were made');
  });

  it('asks no model where there are no fields, nor where nobody wants it', async () => {
    const before = server.model.calls.length;
    const plain = await datasetOf(server, ['Tea is a drink.']);
    expect((await search('tea', { dataset_ids: [plain] })).notes.join()).toContain('no fields');
    expect((await search('tea', { derive_filter: false })).filter).toEqual([]);
    expect(server.model.calls).toHaveLength(before);
  });

  it('finds nothing that it would not find without, whatever the model says', async () => {
    const mine = await datasetOf(server, ['A secret tea.']);
    server.model.enqueue({ text: JSON.stringify({ dataset_ids: [mine], filter: [], conditions: [{ field: 'price', in: [38], or: true, dataset_ids: [mine] }] }) });
    expect(namesIn(await search('tea', { filter: [{ field: 'picked', gte: '2024-06-01' }] }))).toEqual(['Black tea', 'Tea of the moon']);
  });
});

describe('a bot that makes conditions of questions', () => {
  const bot = (knowledge: Partial<z.input<typeof contract.botKnowledge>>) => server.publishBot({ prompt: 'You sell tea.', knowledge: { dataset_ids: [datasetId], derive_filter: true, ...knowledge } });
  const talk = async (bot_id: string, words: string, conversation_id?: string) => {
    const chat = chatOf(await eventsOf(server.coze.chat.stream({ bot_id, additional_messages: [question(words)], ...(conversation_id === undefined ? {} : { conversation_id }) })));
    const { steps } = await server.call(contract.getChatTrace, { params: { chat_id: chat.id } });
    return { chat, steps };
  };

  it('searches by them, and its trace says so', async () => {
    server.model.enqueue({ text: JSON.stringify({ conditions: [cheap] }) }, { text: 'Green tea.' });
    const { steps } = await talk(await bot({}), 'Which tea is under a hundred?');
    expect(steps.map(({ type }) => type)).toEqual(['filter', 'knowledge', 'model']);
    expect(steps[0]).toMatchObject({ detail: 'Only where price < 100 (under a hundred)' });
    expect(steps[1]?.detail).toContain('Only where price < 100');
    expect(lastCall()).toContain('Tea of the moon');
    expect(lastCall()).not.toContain('Black tea');
  });

  it('asks the model once where it rewrites the question too', async () => {
    const bot_id = await bot({ rewrite: true });
    server.model.enqueue({ text: '{"conditions": []}' }, { text: 'Many.' });
    const { chat } = await talk(bot_id, 'Which teas are there?');
    const before = server.model.calls.length;
    server.model.enqueue({ text: JSON.stringify({ question: 'Which teas are under a hundred?', conditions: [cheap] }) }, { text: 'Two.' });
    const { steps } = await talk(bot_id, 'Which of them are under a hundred?', chat.conversation_id);
    expect(server.model.calls).toHaveLength(before + 2);
    expect(JSON.stringify(server.model.calls[before]?.body)).toContain('Which teas are there?');
    expect(steps[0]).toMatchObject({ type: 'rewrite', detail: 'Which teas are under a hundred?\nOnly where price < 100 (under a hundred)' });
  });

  it('searches without where the model fails', async () => {
    server.model.enqueue({ error: { status: 400, message: 'Too odd.' } }, { text: 'Three.' });
    const { steps } = await talk(await bot({}), 'Which tea is there?');
    expect(steps.find(({ type, detail }) => type === 'filter' && detail?.startsWith('No conditions were made'))).toBeDefined();
    expect(lastCall()).toContain('Black tea');
  });

  it('says that what the model asked for fits no field', async () => {
    server.model.enqueue({ text: JSON.stringify({ conditions: [{ field: 'salary', lt: 5 }, { field: 'price', lt: 'cheap' }] }) }, { text: 'Three.' });
    const { steps } = await talk(await bot({}), 'Which tea is there?');
    expect(steps[0]).toMatchObject({ type: 'filter', detail: '2 conditions of the model were left out, whole or in part: no field of that name takes such values, or there were more than 5.' });
  });

  it('lets a model that searches by itself say them', async () => {
    const arguments_ = JSON.stringify({ query: 'tea', conditions: [{ field: 'price', gte: 100 }] });
    server.model.enqueue({ toolCalls: [{ id: 'c', name: 'search_knowledge', arguments: arguments_ }] }, { text: 'Black tea.' });
    await talk(await bot({ use: 'tool' }), 'Dear teas?');
    expect(JSON.stringify(server.model.calls.at(-2)?.body)).toContain('picked');
    expect(JSON.stringify(server.model.calls.at(-2)?.body)).toMatch(/today is \w+day, \d{4}-\d\d-\d\d/);
    expect(lastCall()).toContain('price: 120');
    expect(lastCall()).not.toContain('price: 9');
  });

  it('tells a model that searches by itself which of its conditions do not hold', async () => {
    const arguments_ = JSON.stringify({ query: 'tea', conditions: [{ field: 'salary', lt: 5 }] });
    server.model.enqueue({ toolCalls: [{ id: 'c', name: 'search_knowledge', arguments: arguments_ }] }, { text: 'Three.' });
    await talk(await bot({ use: 'tool' }), 'Which tea is there?');
    expect(lastCall()).toContain('A condition of the model was left out');
  });

  it('tells a model whose conditions nothing fits that what was found is without them', async () => {
    const arguments_ = JSON.stringify({ query: 'tea', conditions: [{ field: 'price', gt: 5_000 }] });
    server.model.enqueue({ toolCalls: [{ id: 'c', name: 'search_knowledge', arguments: arguments_ }] }, { text: 'None.' });
    await talk(await bot({ use: 'tool' }), 'Teas over 5,000?');
    expect(lastCall()).toContain('price: 120');
    expect(lastCall()).toContain('Nothing fits these conditions: price > 5000.');
  });
});
