import * as contract from '@buckle/contract';
import { Accepted, type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { findDataset, findDocument, findPassage, type KnowledgeContext } from './context.ts';
import { createDataset } from './datasets/create-dataset.ts';
import { deleteDataset } from './datasets/delete-dataset.ts';
import { listDatasets, showDataset } from './datasets/read-datasets.ts';
import { updateDataset } from './datasets/update-dataset.ts';
import { addDocument } from './documents/add-document.ts';
import { deleteDocument, deleteDocuments } from './documents/delete-document.ts';
import { listDocuments, showDocument, showDocuments } from './documents/read-documents.ts';
import { retryFailed } from './documents/retry-failed.ts';
import { readAgain, updateDocument } from './documents/update-document.ts';
import type { KnowledgeDocument, PassageDocument } from './knowledge-documents.ts';
import { addPassage, deletePassage, setCaption, updatePassage } from './passages/edit-passages.ts';
import { previewPassages } from './passages/preview-passages.ts';
import { listPassages, parentsOf, showPassage } from './passages/read-passages.ts';
import { searchKnowledge } from './retrieval/search-datasets.ts';
import { listSearchFields } from './retrieval/search-fields.ts';
import { conditionsOf } from './show-conditions.ts';
import { showFound } from './show-found.ts';
import { readStatistics } from './statistics/read-statistics.ts';
import { showFields } from './tables/show-fields.ts';
import { showColumns } from './tables/table-columns.ts';

/** The management API of knowledge. */
export function knowledgeRoutes(context: KnowledgeContext): Route[] {
  const shown = (document: KnowledgeDocument) => showDocument(context, document);
  const shownPassage = async (passage: PassageDocument) => {
    const [parents, document] = await Promise.all([parentsOf(context, [passage]), context.stored.documents.get(passage.documentId)]);
    return showPassage(passage, parents, document?.columns);
  };
  return [
    route(contract.createDataset, async ({ principal, body, idempotencyKey }) => {
      const { workspace_id: workspaceId, name, description, format, splitting, embedding_model_id: embeddingModelId } = body;
      return showDataset(context, await createDataset(context, principal, { workspaceId, name, description, format, splitting, embeddingModelId, idempotencyKey }));
    }),
    route(contract.listDatasets, async ({ principal, query }) => {
      const page = await listDatasets(context, principal, { workspaceId: query.workspace_id, format: query.format }, { limit: query.page_size, after: query.page_token });
      const items = await Promise.all(page.items.map((dataset) => showDataset(context, dataset)));
      return tokenPage({ ...page, items }, (dataset) => dataset);
    }),
    route(contract.getDataset, async ({ principal, params }) => showDataset(context, await findDataset(context, principal, 'knowledge.read', params.dataset_id))),
    route(contract.getDatasetStatistics, async ({ principal, params, query }) => {
      const days = await readStatistics(context, principal, params.dataset_id, query);
      const sum = (count: 'searches' | 'answered' | 'hits') => days.reduce((whole, day) => whole + day[count], 0);
      const items = days.map(({ day, searches, answered, hits }) => ({ day, searches, answered, hits }));
      return { items, total: { searches: sum('searches'), answered: sum('answered'), hits: sum('hits') } };
    }),
    route(contract.updateDataset, async ({ principal, params, body }) => showDataset(context, await updateDataset(context, principal, params.dataset_id, { ...body, embeddingModelId: body.embedding_model_id }))),
    route(contract.listDatasetUsages, async ({ principal, params, query }) => {
      const dataset = await findDataset(context, principal, 'knowledge.read', params.dataset_id);
      return tokenPage(await context.known.users.list(dataset, { limit: query.page_size, after: query.page_token }), (usage) => usage);
    }),
    route(contract.deleteDataset, async ({ principal, params, query }) => new Accepted({ work_id: await deleteDataset(context, principal, params.dataset_id, { force: query.force === 'true' }) })),

    route(contract.addDocument, async ({ principal, params, body, idempotencyKey }) => {
      const { name, source, splitting, fields, refresh_hours: refreshHours, allow_duplicate: allowDuplicate } = body;
      return shown(await addDocument(context, principal, { datasetId: params.dataset_id, name, source: sourceFrom(source), splitting, fields, refreshHours, allowDuplicate, idempotencyKey }));
    }),
    route(contract.listDocuments, async ({ principal, params, query }) => {
      const page = await listDocuments(context, principal, { datasetId: params.dataset_id, state: query.state, captioned: query.captioned, order: query.order, name: query.name }, { limit: query.page_size, after: query.page_token });
      return tokenPage({ ...page, items: await showDocuments(context, page.items) }, (document) => document);
    }),
    route(contract.getDocument, async ({ principal, params }) => shown((await findDocument(context, principal, 'knowledge.read', params.document_id)).document)),
    route(contract.updateDocument, async ({ principal, params, body: { refresh_hours: refreshHours, ...changes } }) => shown(await updateDocument(context, principal, params.document_id, { ...changes, refreshHours }))),
    route(contract.setCaption, async ({ principal, params, body }) => {
      await setCaption(context, principal, params.document_id, body.caption, body.revision);
      return shown((await findDocument(context, principal, 'knowledge.edit', params.document_id)).document);
    }),
    route(contract.readDocumentAgain, async ({ principal, params }) => shown(await readAgain(context, principal, params.document_id))),
    route(contract.retryFailedDocuments, async ({ principal, params, body }) => {
      const { retried, next = '' } = await retryFailed(context, principal, params.dataset_id, body.page_token);
      return { retried, has_more: next !== '', next_page_token: next };
    }),
    route(contract.deleteDocuments, async ({ principal, params, body }) => {
      await findDataset(context, principal, 'knowledge.edit', params.dataset_id);
      const outcomes = await deleteDocuments(context, principal, body.document_ids, params.dataset_id);
      return { items: outcomes.map(({ documentId, workId, failure }) => ({ document_id: documentId, ...(workId === undefined ? {} : { work_id: workId }), ...(failure && { reason: failure.message }) })) };
    }),
    route(contract.deleteDocument, async ({ principal, params }) => new Accepted({ work_id: await deleteDocument(context, principal, params.document_id) })),

    route(contract.listPassages, async ({ principal, params, query }) => {
      const page = await listPassages(context, principal, params.document_id, { limit: query.page_size, after: query.page_token, from: query.from });
      const parents = await parentsOf(context, page.items);
      return tokenPage(page, (passage) => showPassage(passage, parents, page.columns));
    }),
    route(contract.getPassage, async ({ principal, params }) => shownPassage((await findPassage(context, principal, 'knowledge.read', params.passage_id)).passage)),
    route(contract.addPassage, async ({ principal, params, body, idempotencyKey }) => shownPassage(await addPassage(context, principal, { documentId: params.document_id, ...body, idempotencyKey }))),
    route(contract.updatePassage, async ({ principal, params, body }) => shownPassage(await updatePassage(context, principal, params.passage_id, body))),
    route(contract.deletePassage, async ({ principal, params }) => {
      await deletePassage(context, principal, params.passage_id);
      return {};
    }),
    route(contract.previewPassages, async ({ principal, body }) => {
      const { passages, parents, rows, columns, hasMore } = await previewPassages(context, principal, { workspaceId: body.workspace_id, source: sourceFrom(body.source), splitting: body.splitting });
      const around = new Map(parents.map((parent) => [parent.index, parent.content]));
      const items = passages.map(({ content, headings, page, parent, row }, at) => ({
        content, headings: [...headings], ...(page === undefined ? {} : { page }), ...(parent === undefined ? {} : { parent: around.get(parent) ?? '' }),
        ...(rows === undefined ? {} : { row: { ...row }, fields: showFields(rows[at] ?? {}) }),
      }));
      return { items, ...(columns === undefined ? {} : { columns: showColumns(columns) }), has_more: hasMore };
    }),

    route(contract.listSearchFields, async ({ principal, params }) => ({ items: [...(await listSearchFields(context, principal, params.dataset_id))] })),
    route(contract.searchKnowledge, async ({ principal, body }) => {
      const { dataset_ids: datasetIds, query, top_k: topK, mode, min_score: minScore, filter: conditions, derive_filter: deriveFilter } = body;
      const rerank = typeof body.rerank === 'boolean' ? body.rerank : body.rerank.model_id;
      return showFound(await searchKnowledge(context, principal, datasetIds, { query, topK, mode, rerank, minScore, conditions: conditionsOf(conditions), deriveFilter }));
    }),
  ];
}

type FileSource = { readonly type: 'file'; readonly file_id: string };
type TextSource = { readonly type: 'text'; readonly text: string };
type WebSource = { readonly type: 'web'; readonly url: string };

/** A source as a request gives it. */
function sourceFrom(source: FileSource | TextSource): { readonly type: 'file'; readonly fileId: string } | TextSource;
function sourceFrom(source: FileSource | TextSource | WebSource): { readonly type: 'file'; readonly fileId: string } | TextSource | WebSource;
function sourceFrom(source: FileSource | TextSource | WebSource): { readonly type: 'file'; readonly fileId: string } | TextSource | WebSource {
  return source.type === 'file' ? { type: 'file', fileId: source.file_id } : source;
}
