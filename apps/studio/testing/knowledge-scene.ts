import { setTimeout as wait } from 'node:timers/promises';
import { paintedPicture } from './picture.ts';
import type { StudioServer } from './server.ts';

/** What a workspace holds of knowledge after `fillKnowledge`: ids for addresses of pages. */
export interface KnowledgeScene {
  /** A data set of texts: read, failed, turned off, with fields. */
  readonly datasetId: string;
  /** A document of it that was read, with a passage by hand and one that is hidden. */
  readonly documentId: string;
  /** A data set of tables. */
  readonly tableId: string;
  /** A data set of pictures, and one of them with its caption. */
  readonly picturesId: string;
  readonly pictureId: string;
}

const MANUAL = `# Returns 退货

## Deadline

Goods can be returned within seven days of delivery. For customers of the club it is thirty days.

无理由退货期限为签收后七天，会员为三十天。

## Refunds

Refunds are paid within three working days to the account that was charged. Shipping is refunded where the goods were faulty.

## Exceptions

| Goods | Can be returned |
|---|---|
| Food | no |
| Books | within fourteen days |
| Software 软件 | before it is activated |
`;

const PRICES = `product,price,stock,category
Green tea 绿茶,38,120,tea
Oolong 乌龙,56,40,tea
Teapot 茶壶,199,7,pottery
`;

/** Makes data sets of texts and tables, and waits until their documents are read. */
export async function fillKnowledge(server: StudioServer, workspaceId: string): Promise<KnowledgeScene> {
  const create = async (body: object): Promise<string> => ((await server.call('POST', '/api/knowledge/datasets', { workspace_id: workspaceId, ...body })) as { id: string }).id;
  const datasetId = await create({ name: 'Shop manual 商店手册', description: 'Returns, refunds and delivery, in two languages' });
  const tableId = await create({ name: 'Prices 价格表', format: 'table' });
  const documentId = await addText(server, datasetId, { name: 'Returns 退货规则.md', text: MANUAL, fields: { year: 2026, tags: ['shop', '售后'], internal: false } });
  const old = await addText(server, datasetId, { name: 'Delivery before 2024.txt', text: 'Parcels are delivered within five days.' });
  await addText(server, datasetId, { name: 'Scan.pdf', text: '%PDF-1.7 and nothing more' });
  await addText(server, tableId, { name: 'prices.csv', text: PRICES });
  await server.call('PATCH', `/api/knowledge/documents/${old}`, { enabled: false });
  const { items } = (await server.call('GET', `/api/knowledge/documents/${documentId}/passages`)) as { items: { id: string }[] };
  await server.call('PATCH', `/api/knowledge/passages/${items.at(-1)?.id}`, { enabled: false });
  await server.call('POST', `/api/knowledge/documents/${documentId}/passages`, { content: 'Opened boxes are taken back as well. 已拆封的商品也可以退。', after: items[0]?.id });
  const picturesId = await create({ name: 'Photos 图片', format: 'image', splitting: { mode: 'caption', by: 'hand' } });
  const pictureId = await addPicture(server, workspaceId, picturesId, 'Sea 海边.png');
  await addPicture(server, workspaceId, picturesId, 'Without a caption.png');
  await server.call('PUT', `/api/knowledge/documents/${pictureId}/caption`, { caption: 'The sun stands over a calm sea. 平静的海面上，太阳刚刚升起。' });
  return { datasetId, documentId, tableId, picturesId, pictureId };
}

/** Adds a text and waits until its reading has ended. Returns its id. */
export async function addText(server: StudioServer, datasetId: string, { name, text, fields = {} }: { readonly name: string; readonly text: string; readonly fields?: object }): Promise<string> {
  return add(server, datasetId, { name, source: { type: 'text', text }, fields });
}

/** The same with a picture. */
async function addPicture(server: StudioServer, workspaceId: string, datasetId: string, name: string): Promise<string> {
  const fileId = await server.upload(workspaceId, name, new Uint8Array(paintedPicture()));
  return add(server, datasetId, { source: { type: 'file', file_id: fileId }, allow_duplicate: true });
}

async function add(server: StudioServer, datasetId: string, document: object): Promise<string> {
  const { id } = (await server.call('POST', `/api/knowledge/datasets/${datasetId}/documents`, document)) as { id: string };
  for (;;) {
    const { state } = (await server.call('GET', `/api/knowledge/documents/${id}`)) as { state: string };
    if (state !== 'queued' && state !== 'reading') return id;
    await wait(20);
  }
}
