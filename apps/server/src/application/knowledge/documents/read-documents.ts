import type { DocumentOrder, KnowledgeDocument as ShownDocument } from '@buckle/contract';
import type { Page } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDataset, type KnowledgeContext } from '../context.ts';
import { showColumns } from '../tables/table-columns.ts';
import { documentsNamed } from './documents-named.ts';
import { showFields } from '../tables/show-fields.ts';
import { captionRevision, type KnowledgeDocument, type PassageDocument, passageId, type ReadingProgress, type ReadingState } from '../knowledge-documents.ts';

/** Which documents of a data set are listed. */
export interface DocumentFilter {
  readonly datasetId: string;
  readonly state?: ReadingState | undefined;
  /** Of pictures: those with a caption, or those without. */
  readonly captioned?: boolean | undefined;
  readonly order?: DocumentOrder;
  /** Those whose names hold it. */
  readonly name?: string | undefined;
}

/** By which field documents are ordered, and whether from its highest value on. */
const orders = {
  newest: { sort: 'createdAt', descending: true },
  most_found: { sort: 'hits', descending: true },
  least_found: { sort: 'hits', descending: false },
} as const satisfies Readonly<Record<DocumentOrder, unknown>>;

/** A page of the documents of a data set. Throws `NotFound`, `PermissionDenied` and `BadRequest`. */
export async function listDocuments(
  context: KnowledgeContext,
  principal: Principal,
  filter: DocumentFilter,
  page: { readonly limit: number; readonly after?: string | undefined; readonly skip?: number },
): Promise<Page<KnowledgeDocument>> {
  await findDataset(context, principal, 'knowledge.read', filter.datasetId);
  const where = conditionsOf(filter);
  const order = orders[filter.order ?? 'newest'];
  if (order.sort === 'hits' && Object.keys(where).length > 1) throw new BadRequest('Ordered by how often they were found, all documents are listed: leave out `state` and `captioned`.');
  const find = ({ after, ...rest }: typeof page) => context.stored.documents.find({ ...rest, ...(after === undefined ? {} : { after }), where, ...order });
  return filter.name === undefined ? find(page) : documentsNamed(find, filter.name, page);
}

/** How many documents of a data set there are so. The caller has checked that the principal may know. */
export function countDocuments({ stored }: KnowledgeContext, filter: DocumentFilter): Promise<number> {
  return stored.documents.count(conditionsOf(filter));
}

function conditionsOf({ datasetId, state, captioned }: DocumentFilter) {
  return { datasetId, ...(state === undefined ? {} : { state }), ...(captioned === undefined ? {} : { passages: captioned ? 1 : 0 }) };
}

/** The captions of those documents that are pictures and have one, by the ids of these. */
export async function captionsOf({ stored }: Pick<KnowledgeContext, 'stored'>, documents: readonly KnowledgeDocument[]): Promise<ReadonlyMap<string, PassageDocument>> {
  const ids = documents.filter(({ splitting, passages }) => splitting.mode === 'caption' && passages > 0).map(({ id, generation }) => passageId(id, generation, 0));
  const captions = ids.length === 0 ? [] : await stored.passages.getMany(ids);
  return new Map(captions.map((caption) => [caption.documentId, caption]));
}

/** Documents as the management API shows them. */
export async function showDocuments(context: KnowledgeContext, documents: readonly KnowledgeDocument[]): Promise<ShownDocument[]> {
  const captions = await captionsOf(context, documents);
  return documents.map((document) => shownWith(document, captions, context.clock.now()));
}

/** The same of one. */
export async function showDocument(context: KnowledgeContext, document: KnowledgeDocument): Promise<ShownDocument> {
  return shownWith(document, await captionsOf(context, [document]), context.clock.now());
}

/** How far a reading has come: percent, and how fast, where that can be told. Milliseconds. */
export function paceOf(progress: ReadingProgress | undefined, bytes: number, now: number): { readonly percent: number; readonly bytesPerSecond?: number; readonly remaining?: number } {
  if (!progress) return { percent: 0 };
  const percent = Math.floor(progress.done * 1_000) / 10;
  const elapsed = progress.at - progress.since;
  const done = progress.done - progress.doneBefore;
  if (elapsed <= 0 || done <= 0) return { percent };
  const speed = done / elapsed;
  const left = (1 - progress.done) / speed - (now - progress.at);
  return { percent, bytesPerSecond: Math.round(speed * bytes * 1_000), remaining: Math.max(0, left) };
}

function shownWith(document: KnowledgeDocument, captions: ReadonlyMap<string, PassageDocument>, now: number): ShownDocument {
  const { source, splitting, state, progress, reason, reasonCode } = document;
  const caption = captions.get(document.id);
  const isUnderWay = state === 'reading' || state === 'queued';
  const pace = paceOf(progress, document.bytes, now);
  return {
    id: document.id,
    dataset_id: document.datasetId,
    workspace_id: document.workspaceId,
    name: document.name,
    source: { type: source.type, file_id: source.fileId ?? '', url: source.type === 'web' ? source.url : '' },
    bytes: document.bytes,
    state,
    progress: state === 'ready' ? 100 : pace.percent,
    ...(state === 'reading' && progress ? { stage: progress.stage } : {}),
    ...(isUnderWay && pace.bytesPerSecond !== undefined ? { bytes_per_second: pace.bytesPerSecond } : {}),
    ...(isUnderWay && pace.remaining !== undefined ? { remaining_seconds: Math.ceil(pace.remaining / 1_000) } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(reasonCode === undefined ? {} : { reason_code: reasonCode }),
    work_id: document.workId,
    searchable: document.generation > 0 && document.enabled,
    enabled: document.enabled,
    splitting,
    ...(splitting.mode === 'caption' ? { caption: caption?.content ?? '', caption_revision: captionRevision(document, caption) } : {}),
    ...(document.columns === undefined ? {} : { columns: showColumns(document.columns) }),
    fields: showFields(document.fields),
    refresh_hours: document.refreshHours ?? 0,
    ...(document.refreshAt === undefined ? {} : { refresh_at: seconds(document.refreshAt) }),
    passages: document.passages,
    characters: document.characters,
    hits: document.hits,
    owner_id: document.ownerId,
    created_at: seconds(document.createdAt),
    updated_at: seconds(document.updatedAt),
  };
}
