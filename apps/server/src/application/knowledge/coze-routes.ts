import * as contract from '@buckle/contract';
import { type DatasetFormat, datasetFormats, splitRules, type SplitRules } from '@buckle/contract';
import type { z } from 'zod';
import { seconds } from '#kernel/clock.ts';
import { BadRequest, NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import { extensionOf, statusOf } from './coze-document.ts';
import { findDataset, findDocument, type KnowledgeContext } from './context.ts';
import { createDataset } from './datasets/create-dataset.ts';
import { deleteDataset } from './datasets/delete-dataset.ts';
import { countDatasets, countsOf, findDatasetsByName, listDatasets } from './datasets/read-datasets.ts';
import { updateDataset } from './datasets/update-dataset.ts';
import { addDocument, type NewSource } from './documents/add-document.ts';
import { deleteDocuments } from './documents/delete-document.ts';
import { listDocuments, paceOf } from './documents/read-documents.ts';
import { updateDocument } from './documents/update-document.ts';
import type { DatasetDocument, KnowledgeDocument } from './knowledge-documents.ts';

/** The formats by Coze's numbers for them. */
const FORMATS = datasetFormats;

/** How many documents of a data set a list of data sets tells of. */
const TOLD = 100;

/** Coze's API of knowledge. */
export function cozeKnowledgeRoutes(context: KnowledgeContext): Route[] {
  return [
    route(contract.createCozeDataset, async ({ principal, body, idempotencyKey }) => {
      const { space_id: workspaceId, name, description, format_type: format, file_id: iconFileId } = body;
      const { id } = await createDataset(context, principal, { workspaceId, name, description, format: formatFrom(format), iconFileId, idempotencyKey });
      return { dataset_id: id };
    }),
    route(contract.listCozeDatasets, async ({ principal, query }) => {
      const { space_id: workspaceId, name = '', format_type: formatType, page_num: page, page_size: limit } = query;
      const format = formatType === undefined ? undefined : formatFrom(formatType);
      const at = { limit, skip: (page - 1) * limit };
      const found = name === ''
        ? { items: (await listDatasets(context, principal, { workspaceId, format }, at)).items, total: await countDatasets(context, { workspaceId, format }) }
        : await findDatasetsByName(context, principal, { workspaceId, name }, at);
      const names = await context.identity.namesOf(found.items.map(({ ownerId }) => ownerId));
      const canEdit = await mayEdit(context, principal, workspaceId);
      const listed = await Promise.all(found.items.map((dataset) => listedDataset(context, dataset, names, canEdit)));
      return { total_count: found.total, dataset_list: listed };
    }),
    route(contract.updateCozeDataset, async ({ principal, params, body }) => {
      await updateDataset(context, principal, params.dataset_id, { name: body.name, description: body.description, iconFileId: body.file_id });
      return {};
    }),
    route(contract.deleteCozeDataset, async ({ principal, params }) => {
      await deleteDataset(context, principal, params.dataset_id, { force: true });
      return {};
    }),
    route(contract.processCozeDocuments, async ({ principal, params, body }) => {
      await findDataset(context, principal, 'knowledge.read', params.dataset_id);
      const documents = (await context.stored.documents.getMany(body.document_ids)).filter(({ datasetId }) => datasetId === params.dataset_id);
      const found = new Map(documents.map((document) => [document.id, document]));
      // In the order that was asked for; one that is not there is left out, as Coze has it.
      return { data: body.document_ids.flatMap((id) => found.get(id) ?? []).map((document) => progressOf(document, context.clock.now())) };
    }),
    route(contract.createCozeDocuments, async ({ principal, body, idempotencyKey }) => {
      const dataset = await findDataset(context, principal, 'knowledge.edit', body.dataset_id);
      const splitting = body.chunk_strategy && rulesFrom(body.chunk_strategy, dataset);
      // All of them are looked at before the first one is added.
      const sources = body.document_bases.map(({ name, source_info: info, update_rule: rule }) => {
        const source = sourceFrom(info);
        return { name, source, refreshHours: refreshHoursOf(rule, source.type) };
      });
      const infos: ReturnType<typeof documentInfo>[] = [];
      for (const [at, { name, source, refreshHours }] of sources.entries()) {
        const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}/${at}`;
        const made = await addDocument(context, principal, { datasetId: dataset.id, name, source, splitting, refreshHours, allowDuplicate: true, idempotencyKey: key });
        infos.push(documentInfo(made, dataset));
      }
      return { document_infos: infos };
    }),
    route(contract.listCozeDocuments, ({ principal, body }) => pageOfDocuments(context, principal, body)),
    route(contract.getCozeDocuments, ({ principal, query }) => pageOfDocuments(context, principal, query)),
    route(contract.updateCozeDocument, async ({ principal, body }) => {
      const { document } = await findDocument(context, principal, 'knowledge.edit', body.document_id);
      const refreshHours = body.update_rule && refreshHoursOf(body.update_rule, document.source.type);
      await updateDocument(context, principal, body.document_id, { name: body.document_name, refreshHours });
      return {};
    }),
    route(contract.deleteCozeDocuments, async ({ principal, body }) => {
      // All of them are looked at before the first one goes.
      const ids = [...new Set(body.document_ids)];
      for (const id of ids) await findDocument(context, principal, 'knowledge.edit', id);
      for (const { failure } of await deleteDocuments(context, principal, ids)) if (failure) unlessGone(failure);
      return {};
    }),
  ];
}

/** Whether the principal may change the data sets of a workspace. */
async function mayEdit({ identity }: KnowledgeContext, principal: Principal, workspaceId: string): Promise<boolean> {
  try {
    await identity.authorize(principal, 'knowledge.edit', { type: 'workspace', id: workspaceId, workspaceId });
    return true;
  } catch (error) {
    if (error instanceof PermissionDenied) return false;
    throw error;
  }
}

/** Somebody else deleted it first. */
function unlessGone(error: unknown): void {
  if (!(error instanceof NotFound)) throw error;
}

type CreatedDocuments = z.output<typeof contract.createCozeDocuments.body>;
type UpdateRule = NonNullable<CreatedDocuments['document_bases'][number]['update_rule']>;
type CozeSource = CreatedDocuments['document_bases'][number]['source_info'];

/** Where the content is: the field that is there says so, whatever `document_source` does. */
function sourceFrom({ file_base64: base64, file_type: extension = 'txt', web_url: url, source_file_id: fileId }: CozeSource): NewSource {
  if (base64 !== undefined && base64 !== '') {
    const compact = base64.replaceAll(/\s/g, '');
    if (!BASE64.test(compact)) throw new BadRequest('source_info.file_base64: this is not base64.');
    return { type: 'bytes', bytes: Buffer.from(compact, 'base64'), extension: extension.replace(/^\./, '') };
  }
  if (url !== undefined && url !== '') {
    if (!/^https?:/.test(url) || !URL.canParse(url)) throw new BadRequest('source_info.web_url: give an address that begins with http:// or https://.');
    return { type: 'web', url };
  }
  if (fileId !== undefined && fileId !== '') return { type: 'file', fileId };
  throw new BadRequest('source_info: give file_base64 with file_type, web_url, or source_file_id.');
}

/** How often a document is fetched again by Coze's rule, which says nothing of what is no web page. */
function refreshHoursOf(rule: UpdateRule | undefined, type: NewSource['type']): number {
  return rule?.update_type === 1 && type === 'web' ? rule.update_interval : 0;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

type ChunkStrategy = NonNullable<CreatedDocuments['chunk_strategy']>;

/** Coze's way of saying how a document is cut, as rules. */
function rulesFrom(strategy: ChunkStrategy, { format, splitting }: DatasetDocument): SplitRules {
  if (format === 'image' && strategy.caption_type !== undefined) {
    return splitRules.parse({ ...(splitting.mode === 'caption' ? splitting : { mode: 'caption' }), by: strategy.caption_type === 0 ? 'model' : 'hand' });
  }
  if (format !== 'text') return splitting;
  if (strategy.chunk_type === 0) return splitting.mode === 'automatic' ? splitting : splitRules.parse({ mode: 'automatic' });
  const { separator, max_tokens: maxTokens, remove_extra_spaces, remove_urls_emails } = strategy;
  const rules = splitRules.safeParse({
    mode: 'custom',
    ...(separator === undefined || separator === '' ? {} : { separator: separator.replaceAll('\\n', '\n').replaceAll('\\t', '\t') }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    remove_extra_spaces, remove_urls_emails,
  });
  if (!rules.success) throw new BadRequest(`chunk_strategy: ${rules.error.issues[0]?.path.join('.')}: ${rules.error.issues[0]?.message}`);
  return rules.data;
}

/** Rules as Coze's clients know them. */
function strategyOf(rules: SplitRules) {
  if (rules.mode === 'caption') return { chunk_type: 0, caption_type: rules.by === 'model' ? 0 : 1 };
  if (rules.mode !== 'custom') return { chunk_type: 0 };
  const { separator, max_tokens, remove_extra_spaces, remove_urls_emails } = rules;
  return { chunk_type: 1, separator, max_tokens, remove_extra_spaces, remove_urls_emails };
}

function formatTypeOf({ format }: DatasetDocument): 0 | 1 | 2 {
  return format === 'text' ? 0 : format === 'table' ? 1 : 2;
}

/** The format that a number of Coze's stands for. */
function formatFrom(formatType: number): DatasetFormat {
  const format = FORMATS[formatType];
  if (format === undefined) throw new BadRequest('format_type: 0 is text, 1 is tables and 2 is pictures.');
  return format;
}

function documentInfo(document: KnowledgeDocument, dataset: DatasetDocument) {
  return {
    document_id: document.id,
    name: document.name,
    char_count: document.characters,
    chunk_strategy: strategyOf(document.splitting),
    create_time: seconds(document.createdAt),
    update_time: seconds(document.updatedAt),
    format_type: formatTypeOf(dataset),
    hit_count: document.hits,
    size: document.bytes,
    slice_count: document.passages,
    source_type: document.source.type === 'web' ? (1 as const) : (0 as const),
    status: statusOf(document),
    type: extensionOf(document),
    update_interval: document.refreshHours ?? 0,
    update_type: document.refreshHours === undefined ? 0 : 1,
    tos_uri: '',
  };
}

function progressOf(document: KnowledgeDocument, now: number) {
  const status = statusOf(document);
  const { percent, remaining = 0 } = paceOf(document.progress, document.bytes, now);
  return {
    document_id: document.id,
    document_name: document.name,
    url: document.source.type === 'web' ? document.source.url : '',
    size: document.bytes,
    type: extensionOf(document),
    status,
    progress: status === 1 ? 100 : Math.floor(percent),
    update_type: document.refreshHours === undefined ? 0 : 1,
    update_interval: document.refreshHours ?? 0,
    remaining_time: status === 0 ? Math.ceil(remaining / 1_000) : 0,
    status_descript: document.reason ?? (document.state === 'canceled' ? 'It was cancelled.' : ''),
  };
}

async function pageOfDocuments(context: KnowledgeContext, principal: Principal, { dataset_id: datasetId, page, size, page_size: pageSize }: contract.PageOfCozeDocuments) {
  const limit = size ?? pageSize ?? 10;
  const dataset = await findDataset(context, principal, 'knowledge.read', datasetId);
  const { items } = await listDocuments(context, principal, { datasetId }, { limit, skip: (page - 1) * limit });
  return { document_infos: items.map((document) => documentInfo(document, dataset)), total: await context.stored.documents.count({ datasetId }) };
}

async function listedDataset(context: KnowledgeContext, dataset: DatasetDocument, names: ReadonlyMap<string, string>, canEdit: boolean) {
  const { id: datasetId, workspaceId, ownerId, name, description, createdAt, updatedAt, splitting } = dataset;
  const [counts, { items: documents }] = await Promise.all([
    countsOf(context, dataset),
    context.stored.documents.find({ where: { datasetId }, sort: 'createdAt', descending: true, limit: TOLD }),
  ]);
  const inStatus = (status: 0 | 9) => documents.filter((document) => statusOf(document) === status);
  return {
    dataset_id: datasetId, name, description, space_id: workspaceId, status: 1 as const, format_type: formatTypeOf(dataset), can_edit: canEdit, icon_uri: '', icon_url: '',
    doc_count: counts.documents,
    slice_count: counts.passages,
    hit_count: documents.reduce((sum, { hits }) => sum + hits, 0),
    all_file_size: String(documents.reduce((sum, { bytes }) => sum + bytes, 0)),
    bot_used_count: 0 as const,
    file_list: documents.map(({ name: documentName }) => documentName),
    failed_file_list: inStatus(9).map(({ name: documentName }) => documentName),
    processing_file_list: inStatus(0).map(({ name: documentName }) => documentName),
    processing_file_id_list: inStatus(0).map(({ id }) => id),
    chunk_strategy: strategyOf(splitting),
    creator_id: ownerId, creator_name: names.get(ownerId) ?? '', avatar_url: '',
    create_time: seconds(createdAt), update_time: seconds(updatedAt),
  };
}
