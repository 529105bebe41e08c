import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import { extensionOf, statusOf } from './coze-document.ts';
import { findDataset, type KnowledgeContext } from './context.ts';
import { captionsOf, countDocuments, listDocuments } from './documents/read-documents.ts';
import type { DatasetDocument, KnowledgeDocument } from './knowledge-documents.ts';
import { setCaption } from './passages/edit-passages.ts';
import { searchDatasets } from './retrieval/search-datasets.ts';

/** So many pictures a keyword finds at most. */
const MOST_FOUND = 100;

interface PicturePage {
  readonly total: number;
  readonly pictures: readonly KnowledgeDocument[];
}

const NONE: PicturePage = { total: 0, pictures: [] };

/** Coze's API of the pictures of data sets. */
export function cozePictureRoutes(context: KnowledgeContext): Route[] {
  return [
    route(contract.listCozePictures, async ({ principal, params, query, origin }) => {
      const { page_num: page, page_size: limit, keyword = '', has_caption: captioned } = query;
      const at = { limit, skip: (page - 1) * limit };
      const dataset = await findDataset(context, principal, 'knowledge.read', params.dataset_id);
      const { total, pictures } = dataset.format === 'image' ? await picturesOf(context, principal, dataset, { keyword: keyword.trim(), captioned }, at) : NONE;
      const captions = await captionsOf(context, pictures);
      return { total_count: total, photo_infos: pictures.map((picture) => pictureInfo(picture, captions.get(picture.id)?.content ?? '', origin)) };
    }),
    route(contract.updateCozePicture, async ({ principal, params, body }) => {
      const picture = await context.stored.documents.closed.get(params.document_id);
      if (picture && picture.datasetId !== params.dataset_id) throw new NotFound('document', params.document_id);
      await setCaption(context, principal, params.document_id, body.caption);
      return {};
    }),
  ];
}

interface Part {
  readonly limit: number;
  readonly skip: number;
}

interface PictureFilter {
  readonly keyword: string;
  readonly captioned: boolean | undefined;
}

async function picturesOf(context: KnowledgeContext, principal: Principal, dataset: DatasetDocument, { keyword, captioned }: PictureFilter, { limit, skip }: Part): Promise<PicturePage> {
  if (keyword === '') {
    const filter = { datasetId: dataset.id, captioned };
    const { items } = await listDocuments(context, principal, filter, { limit, skip });
    return { total: await countDocuments(context, filter), pictures: items };
  }
  // What has no caption is not found by its words.
  if (captioned === false) return NONE;
  const { items } = await searchDatasets(context, [dataset], { query: keyword, topK: MOST_FOUND, mode: 'keyword', rerank: false, minScore: 0, conditions: [] });
  return { total: items.length, pictures: items.slice(skip, skip + limit).map(({ document }) => document) };
}

function pictureInfo(picture: KnowledgeDocument, caption: string, origin: string) {
  const { id, name, source, bytes, ownerId, createdAt, updatedAt } = picture;
  const url = source.fileId === undefined ? (source.type === 'web' ? source.url : '') : `${origin}/api/files/${source.fileId}/content`;
  return {
    document_id: id, name, caption, url, size: bytes, type: extensionOf(picture), status: statusOf(picture),
    source_type: SOURCE_TYPES[source.type],
    creator_id: ownerId, create_time: seconds(createdAt), update_time: seconds(updatedAt),
  };
}

const SOURCE_TYPES = { text: 0, web: 1, file: 5 } as const;
