import * as contract from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { endedDocument } from './testing/dataset-of.ts';
import { TestServer } from './testing/started-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

const ORDERS = `order,price,day,paid,colours
A-1,"¥1,200",2024年3月5日,是,"red, blue"
A-2,¥80,2024/4/1,否,green
A-3,on request,2024-04-09,是,
`;

type Rules = Extract<z.input<typeof contract.splitRules>, { mode: 'rows' }>;

/** A data set with one table, ready to be searched. */
async function tableOf(text: string, rules: Partial<Rules> = {}) {
  const { id: datasetId } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Orders', format: 'table', embedding_model_id: '' } });
  const { id: documentId } = await server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { name: 'orders.csv', source: { type: 'text', text }, splitting: { mode: 'rows', ...rules } } });
  return { datasetId, documentId, document: await endedDocument(server, documentId) };
}

async function found(datasetId: string, query: string, filter: z.input<typeof contract.searchFilter> = []): Promise<string[]> {
  const { items } = await server.call(contract.searchKnowledge, { body: { dataset_ids: [datasetId], query, filter } });
  return items.map(({ content }) => /A-\d/.exec(content)?.[0] ?? content).toSorted();
}

async function rowsOf(documentId: string) {
  return (await server.call(contract.listPassages, { params: { document_id: documentId } })).items;
}

describe('the columns of a table', () => {
  it('are found with their types, given by hand, and say what is not of them', async () => {
    const { datasetId, document } = await tableOf(ORDERS, { types: { price: 'number', colours: 'tags' } });
    expect(document.columns).toMatchObject([
      { name: 'order', type: 'text', given: false, searched: true, values: 3, misfits: 0 },
      { name: 'price', type: 'number', given: true, values: 3, misfits: 1, examples: ['on request'] },
      { name: 'day', type: 'date', given: false },
      { name: 'paid', type: 'boolean', given: false },
      { name: 'colours', type: 'tags', given: true, values: 2 },
    ]);
    expect(await found(datasetId, 'order', [{ field: 'price', gte: 100 }])).toEqual(['A-1']);
    expect(await found(datasetId, 'order', [{ field: 'day', gte: '2024-04-01', lt: '2024-05-01' }])).toEqual(['A-2', 'A-3']);
    expect(await found(datasetId, 'order', [{ field: 'paid', in: [true] }])).toEqual(['A-1', 'A-3']);
    expect(await found(datasetId, 'order', [{ field: 'colours', in: ['blue'] }])).toEqual(['A-1']);
    // What is not of the type is found by its words all the same.
    expect(await found(datasetId, 'request')).toEqual(['A-3']);
  });

  it('are shown before anything is kept, and are the same when it is', async () => {
    const { items, columns } = await server.call(contract.previewPassages, { body: { workspace_id: server.workspaceId, source: { type: 'text', text: ORDERS }, splitting: { mode: 'rows' } } });
    expect(items[0]).toMatchObject({ row: { order: 'A-1', price: '¥1,200' }, fields: { order: 'A-1', day: '2024-03-05', paid: true } });
    expect(columns).toEqual((await tableOf(ORDERS)).document.columns);
  });

  it('that are not searched are shown, and can be filtered by', async () => {
    const { datasetId, documentId } = await tableOf(ORDERS, { indexed: ['order', 'colours'] });
    expect(await found(datasetId, 'request')).toEqual([]);
    expect(await found(datasetId, 'green')).toEqual(['A-2']);
    expect(await found(datasetId, 'order', [{ field: 'paid', in: [false] }])).toEqual(['A-2']);
    const [row] = await rowsOf(documentId);
    expect(row?.content).toContain('price: ¥1,200');
    // A row that is changed by hand is searched by the same columns.
    await server.call(contract.updatePassage, { params: { passage_id: row?.id ?? '' }, body: { row: { price: 'unheard of', colours: 'purple' } } });
    expect(await found(datasetId, 'purple')).toEqual(['A-1']);
    expect(await found(datasetId, 'unheard')).toEqual([]);
  });
});

describe('a row of a table', () => {
  it('that is changed by its cells or its text is filtered by what it says then', async () => {
    const { datasetId, documentId } = await tableOf(ORDERS, { types: { price: 'number' } });
    const [first] = await rowsOf(documentId);
    const params = { passage_id: first?.id ?? '' };
    const changed = await server.call(contract.updatePassage, { params, body: { row: { price: '$70', colours: '' } } });
    expect(changed).toMatchObject({ edited: true, content: 'order: A-1\nprice: $70\nday: 2024年3月5日\npaid: 是', row: { price: '$70' }, fields: { price: 70, paid: true } });
    expect(await found(datasetId, 'order', [{ field: 'price', lt: 100 }])).toEqual(['A-1', 'A-2']);
    const rewritten = await server.call(contract.updatePassage, { params, body: { content: changed.content.replace('$70', 'a lot') } });
    expect(rewritten.fields).not.toHaveProperty('price');
    expect(await found(datasetId, 'order', [{ field: 'price', lt: 100 }])).toEqual(['A-2']);
    await expect(server.call(contract.updatePassage, { params, body: { row: { size: '3' } } })).rejects.toMatchObject({ status: 400, message: expect.stringContaining('order, price, day') as string });
    await expect(server.call(contract.updatePassage, { params, body: { row: {}, content: 'x' } })).rejects.toMatchObject({ status: 400 });
  });

  it('says which of its cells are not of their columns, and not those that say that there is nothing', async () => {
    const { documentId } = await tableOf(ORDERS, { types: { price: 'number' } });
    const made = await server.call(contract.addPassage, { params: { document_id: documentId }, body: { row: { order: '-', price: '-', day: '无', paid: 'perhaps' } } });
    expect(made).toMatchObject({ row: { price: '-', day: '无' }, misfits: ['paid'] });
    expect((await rowsOf(documentId)).map(({ misfits }) => misfits)).toEqual([[], [], ['price'], ['paid']]);
  });

  it('is added by its cells', async () => {
    const { datasetId, documentId } = await tableOf(ORDERS, { types: { price: 'number' } });
    const made = await server.call(contract.addPassage, { params: { document_id: documentId }, body: { row: { order: 'A-4', price: '9%' } } });
    expect(made).toMatchObject({ content: 'order: A-4\nprice: 9%', fields: { order: 'A-4', price: 9 } });
    expect(await found(datasetId, 'order', [{ field: 'price', lt: 50 }])).toEqual(['A-4']);
    await expect(server.call(contract.addPassage, { params: { document_id: documentId }, body: { row: { price: '' } } })).rejects.toMatchObject({ status: 400 });
  });

  it('is none of a text', async () => {
    const { id: datasetId } = await server.call(contract.createDataset, { body: { workspace_id: server.workspaceId, name: 'Texts', embedding_model_id: '' } });
    const { id } = await server.call(contract.addDocument, { params: { dataset_id: datasetId }, body: { source: { type: 'text', text: 'price: 3' } } });
    expect(await endedDocument(server, id)).not.toHaveProperty('columns');
    for (const body of [{ row: { price: '3' } }, {}]) await expect(server.call(contract.addPassage, { params: { document_id: id }, body })).rejects.toMatchObject({ status: 400 });
  });
});
