import type { KnowledgeDocument as ShownDocument } from '@buckle/contract';
import type { Page, Read } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDataset, type KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument, ReadingProgress, ReadingState } from '../knowledge-documents.ts';

/** A page of the documents of a data set, the newest first. Throws `NotFound` and `PermissionDenied`. */
export async function listDocuments(
  context: KnowledgeContext,
  principal: Principal,
  { datasetId, state }: { readonly datasetId: string; readonly state?: ReadingState | undefined },
  page: { readonly limit: number; readonly after?: string | undefined; readonly skip?: number },
): Promise<Page<KnowledgeDocument>> {
  await findDataset(context, principal, 'knowledge.read', datasetId);
  const { after, ...rest } = page;
  const where = state === undefined ? { datasetId } : { datasetId, state };
  return context.stored.documents.find({ ...rest, ...(after === undefined ? {} : { after }), where, sort: 'createdAt', descending: true });
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

/** A document as the management API shows it. */
export function showDocument(document: Read<KnowledgeDocument> | KnowledgeDocument, now: number): ShownDocument {
  const { source, state, progress, reason } = document;
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
    work_id: document.workId,
    searchable: document.generation > 0 && document.enabled,
    enabled: document.enabled,
    splitting: document.splitting,
    fields: Object.fromEntries(Object.entries(document.fields).map(([field, value]) => [field, typeof value === 'object' ? [...value] : value])),
    passages: document.passages,
    characters: document.characters,
    hits: document.hits,
    owner_id: document.ownerId,
    created_at: seconds(document.createdAt),
    updated_at: seconds(document.updatedAt),
  };
}
