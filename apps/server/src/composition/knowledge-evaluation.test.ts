import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { datasetOf } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const wall = 'The long wall was built of stone and earth, and it runs over the hills of the north for thousands of miles.';
const palace = 'The palace in the middle of the capital was the home of emperors for five hundred years, and is a museum now.';
const river = 'The yellow river carries more silt than any other, and has left its bed many times in the course of history.';

type Question = z.input<typeof contract.questionToSave>;

function save(dataset_id: string, ...questions: Question[]) {
  return server.call(contract.saveQuestions, { params: { dataset_id }, body: { questions } });
}

function saved(dataset_id: string, more: { readonly page_size?: number; readonly page_token?: string } = {}) {
  return server.call(contract.listQuestions, { params: { dataset_id }, query: more });
}

function start(dataset_id: string, body: z.input<typeof contract.startEvaluation.body> = {}) {
  return server.call(contract.startEvaluation, { params: { dataset_id }, body });
}

/** Evaluates a data set and waits for the end. */
async function evaluated(dataset_id: string, body: z.input<typeof contract.startEvaluation.body> = {}) {
  const { id } = await start(dataset_id, body);
  return vi.waitFor(async () => {
    const evaluation = await server.call(contract.getEvaluation, { params: { evaluation_id: id } });
    expect(evaluation.state).not.toBe('running');
    return evaluation;
  }, { timeout: 15_000, interval: 20 });
}

function results(evaluation_id: string, query: { readonly compared_with?: string; readonly page_size?: number; readonly page_token?: string } = {}) {
  return server.call(contract.listEvaluationResults, { params: { evaluation_id }, query });
}

async function passageOf(dataset_id: string, query: string) {
  const { items: [first] } = await server.call(contract.searchKnowledge, { body: { dataset_ids: [dataset_id], query } });
  if (!first) throw new Error(`Nothing was found for ${query}.`);
  return first;
}

/** Reads a document anew. */
async function read(document_id: string, splitting: z.input<typeof contract.updateDocument.body>['splitting']) {
  await server.call(contract.updateDocument, { params: { document_id }, body: { splitting } });
  await vi.waitFor(async () => expect((await server.call(contract.getDocument, { params: { document_id } })).state).toBe('ready'), { timeout: 15_000 });
}

describe('saved questions', () => {
  it('are listed in pages, the newest first, with what is to be found, and deleted', async () => {
    const datasetId = await datasetOf(server, [wall]);
    const { passage_id } = await passageOf(datasetId, 'wall');
    await save(datasetId, { question: 'Of what is the wall?', passage_ids: [passage_id] });
    await save(datasetId, { question: 'Where is it?', quotes: ['the north'] });
    const first = await saved(datasetId, { page_size: 1 });
    expect(first).toMatchObject({ items: [{ question: 'Where is it?', expected: [{ text: 'the north' }] }], has_more: true });
    const second = await saved(datasetId, { page_size: 1, page_token: first.next_page_token });
    expect(second).toMatchObject({ items: [{ question: 'Of what is the wall?', expected: [{ text: wall }] }], has_more: false });
    await server.call(contract.deleteQuestion, { params: { question_id: first.items[0]?.id ?? '' } });
    expect((await saved(datasetId)).items.map(({ question }) => question)).toEqual(['Of what is the wall?']);
  });

  it('are there once: the same question gets the new passages', async () => {
    const datasetId = await datasetOf(server, [wall]);
    await save(datasetId, { question: 'Where?', quotes: ['south'] });
    await save(datasetId, { question: 'Where?', quotes: ['east'] }, { question: 'Where?', quotes: ['north'] });
    expect((await saved(datasetId)).items).toMatchObject([{ question: 'Where?', expected: [{ text: 'north' }] }]);
  });

  it('name something that is to be found, of the data set itself', async () => {
    const [datasetId, otherId] = [await datasetOf(server, [wall]), await datasetOf(server, [palace])];
    await expect(save(datasetId, { question: 'Where?' })).rejects.toThrow('name a passage or a quote');
    const { passage_id } = await passageOf(otherId, 'palace');
    await expect(save(datasetId, { question: 'Where?', passage_ids: [passage_id] })).rejects.toMatchObject({ status: 404 });
  });
});

describe('an evaluation', () => {
  it('measures what is found, and keeps it for each question', async () => {
    const datasetId = await datasetOf(server, [wall, palace]);
    await save(datasetId, { question: 'Who lived in the palace?', passage_ids: [(await passageOf(datasetId, 'palace')).passage_id] }, { question: 'How deep is the ocean?', quotes: ['eleven kilometres'] });
    const evaluation = await evaluated(datasetId, { mode: 'keyword', top_k: 5, min_score: 0.1 });
    expect(evaluation).toMatchObject({
      state: 'completed', questions: 2, asked: 2, passages: 2, embedding_model_id: '', settings: { mode: 'keyword', top_k: 5, min_score: 0.1, rerank: false },
      measures: { recall: 0.5, mrr: 0.5, ndcg: 0.5 },
    });
    const found = await results(evaluation.id);
    expect(Object.fromEntries(found.items.map(({ question, ranks }) => [question, ranks]))).toEqual({ 'How deep is the ocean?': [0], 'Who lived in the palace?': [1] });
    const { items } = await server.call(contract.listEvaluations, { params: { dataset_id: datasetId } });
    expect(items.map(({ id }) => id)).toEqual([evaluation.id]);
  });

  it('asks under conditions, and keeps them', async () => {
    const datasetId = await datasetOf(server, [wall]);
    const { document_id } = await passageOf(datasetId, 'wall');
    await server.call(contract.updateDocument, { params: { document_id }, body: { fields: { year: 2024 } } });
    await save(datasetId, { question: 'The wall?', quotes: ['wall'] });
    for (const [least, recall] of [[2024, 1], [2025, 0]] as const) {
      const filter = [{ field: 'year', gte: least }];
      expect(await evaluated(datasetId, { filter })).toMatchObject({ settings: { filter }, measures: { recall } });
    }
  });

  it('lets a model make conditions of each question, as a search does, and keeps that it did', async () => {
    const datasetId = await datasetOf(server, [wall]);
    const { document_id } = await passageOf(datasetId, 'wall');
    await server.call(contract.updateDocument, { params: { document_id }, body: { fields: { year: 2024 } } });
    await save(datasetId, { question: 'The wall of this year?', quotes: ['wall'] });
    const before = server.model.calls.length;
    server.model.enqueue({ text: JSON.stringify({ conditions: [{ field: 'year', in: [2024], reason: 'this year' }] }) }, { text: JSON.stringify({ conditions: [{ field: 'year', in: [1999], reason: '' }] }) });
    expect(await evaluated(datasetId, { derive_filter: true })).toMatchObject({ settings: { derive_filter: true, filter: [] }, measures: { recall: 1 }, note_codes: [{ code: 'no_embedding_model' }] });
    expect(JSON.stringify(server.model.calls[before]?.body)).toContain('The wall of this year?');
    expect(await evaluated(datasetId, { derive_filter: true })).toMatchObject({ note_codes: expect.arrayContaining([expect.objectContaining({ code: 'nothing_fits' })]) as unknown });
    expect(await evaluated(datasetId, {})).toMatchObject({ settings: { derive_filter: false } });
    expect(server.model.calls).toHaveLength(before + 2);
  });

  it('says what it had to do without', async () => {
    const datasetId = await datasetOf(server, [wall]);
    await save(datasetId, { question: 'The wall?', quotes: ['wall'] });
    expect(await evaluated(datasetId, { rerank: true })).toMatchObject({
      notes: [expect.stringContaining('no embedding model'), expect.stringContaining('no rerank model')],
      note_codes: [{ code: 'no_embedding_model', parameters: { dataset: 'Facts' } }, { code: 'no_rerank_model', parameters: {} }],
    });
  });

  it('finds the expected passages still when their document was read and cut anew', async () => {
    const datasetId = await datasetOf(server, [`${wall}\n\n${palace}\n\n${river}`]);
    const whole = await passageOf(datasetId, 'palace');
    expect(whole.content).toContain(river);
    await save(datasetId, { question: 'Who lived in the palace?', passage_ids: [whole.passage_id] });
    await read(whole.document_id, { mode: 'custom', separator: '\n\n', max_tokens: 100 });
    const cut = await passageOf(datasetId, 'palace');
    expect(cut.content).toBe(palace);
    await save(datasetId, { question: 'What carries silt?', passage_ids: [(await passageOf(datasetId, 'silt')).passage_id] });
    await read(whole.document_id, { mode: 'automatic' });
    expect((await evaluated(datasetId)).measures).toMatchObject({ recall: 1, mrr: 1, ndcg: 1 });
  });

  it('is compared with another one, question by question', async () => {
    const datasetId = await datasetOf(server, [wall]);
    await save(datasetId, { question: 'Is there a palace?', quotes: ['home of emperors'] });
    const before = await evaluated(datasetId);
    const { id } = await server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { name: 'palace.md', source: { type: 'text', text: palace } } });
    await vi.waitFor(async () => expect((await server.call(contract.getDocument, { params: { document_id: id } })).state).toBe('ready'), { timeout: 15_000 });
    await save(datasetId, { question: 'Is the wall of stone?', quotes: ['long wall'] });
    const { items } = await results((await evaluated(datasetId)).id, { compared_with: before.id });
    expect(items.map(({ question, ranks, before: earlier }) => ({ question, ranks, earlier }))).toEqual([
      { question: 'Is there a palace?', ranks: [1], earlier: [0] },
      { question: 'Is the wall of stone?', ranks: [1], earlier: undefined },
    ]);
  });

  it('goes on one at a time, and is cancelled', async () => {
    const datasetId = await datasetOf(server, [wall]);
    for (let part = 0; part < 5; part += 1) await save(datasetId, ...Array.from({ length: 100 }, (_, at) => ({ question: `Where is wall number ${part * 100 + at}?`, quotes: ['north'] })));
    const { id, work_id } = await start(datasetId);
    await expect(start(datasetId)).rejects.toMatchObject({ status: 409 });
    await server.call(contract.cancelWork, { params: { work_id } });
    await vi.waitFor(async () => expect(await server.call(contract.getEvaluation, { params: { evaluation_id: id } })).toMatchObject({ state: 'canceled' }), { timeout: 15_000 });
    expect((await server.call(contract.getEvaluation, { params: { evaluation_id: id } })).measures).toBeUndefined();
  });

  it('needs questions', async () => {
    await expect(start(await datasetOf(server, [wall]))).rejects.toThrow('no saved questions');
  });

  it('goes with its data set', async () => {
    const datasetId = await datasetOf(server, [wall]);
    const { items: [question] } = await save(datasetId, { question: 'The wall?', quotes: ['wall'] });
    const { id } = await evaluated(datasetId);
    await server.call(contract.deleteDataset, { params: { dataset_id: datasetId } });
    await vi.waitFor(async () => {
      await expect(server.call(contract.getEvaluation, { params: { evaluation_id: id } })).rejects.toMatchObject({ status: 404 });
      await expect(server.call(contract.deleteQuestion, { params: { question_id: question?.id ?? '' } })).rejects.toMatchObject({ status: 404 });
    }, { timeout: 15_000 });
  });
});
