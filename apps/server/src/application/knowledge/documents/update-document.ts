import { isDeepStrictEqual } from 'node:util';
import type { AuditAction, SplitRules } from '@buckle/contract';
import { type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Fields } from '#data/search/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { refreshFields } from './refresh-fields.ts';
import { checkSplitting } from '../datasets/create-dataset.ts';
import { changeIndexed, documentResource, findDocument, type IngestionInput, type KnowledgeContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';

export interface DocumentChanges {
  readonly name?: string | undefined;
  readonly fields?: Fields | undefined;
  readonly enabled?: boolean | undefined;
  readonly splitting?: SplitRules | undefined;
  /** See `refreshFields`. */
  readonly refreshHours?: number | undefined;
}

/** Changes a document; other rules of splitting have it read anew. Throws `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` while it is read by others. */
export async function updateDocument(context: KnowledgeContext, principal: Principal, documentId: string, changes: DocumentChanges): Promise<Read<KnowledgeDocument>> {
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  const { splitting, name, fields, enabled, refreshHours } = changes;
  if (splitting) checkSplitting(dataset.format, splitting);
  const isCutAnew = splitting !== undefined && !isDeepStrictEqual(splitting, document.splitting);
  const reading = isCutAnew ? nextReading(context, document) : undefined;
  const set = {
    updatedAt: context.clock.now(),
    ...(name === undefined ? {} : { name }),
    ...(fields === undefined ? {} : { fields }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(isCutAnew ? { splitting } : {}),
    ...(refreshHours === undefined ? {} : refreshFields(context, document.source, refreshHours)),
    ...reading?.set,
  };
  return change(context, principal, 'document.update', document, { set, unset: refreshHours === 0 ? ['refreshHours', 'refreshAt'] : [] }, reading);
}

/** Reads a document anew, beside what is found of it. Throws `NotFound`, `PermissionDenied`, and `Conflict` while it is read. */
export async function readAgain(context: KnowledgeContext, principal: Principal, documentId: string): Promise<Read<KnowledgeDocument>> {
  const { document } = await findDocument(context, principal, 'knowledge.edit', documentId);
  const reading = nextReading(context, document);
  return change(context, principal, 'document.read', document, { set: reading.set, unset: [] }, reading);
}

/** Reads a picture that could not be described with what somebody has written of it. Throws `Conflict` while it is read. */
export async function readWithCaption(context: KnowledgeContext, principal: Principal, document: Read<KnowledgeDocument>, caption: string): Promise<void> {
  const reading = nextReading(context, document, { caption });
  await change(context, principal, 'document.update', document, { set: { ...reading.set, splitting: { mode: 'caption', by: 'hand' } }, unset: [] }, reading);
}

/** Changes a document, and begins a reading of it where there is one: of two at once only one begins. */
async function change(context: KnowledgeContext, principal: Principal, action: AuditAction, document: Read<KnowledgeDocument>, { set, unset }: DocumentUpdate, reading: NextReading | undefined): Promise<Read<KnowledgeDocument>> {
  const { documents } = context.stored;
  const update = reading
    ? () => documents.update(document.id, { set, unset: [...unset, 'progress', 'reason', 'reasonCode'] }, { revision: document.revision })
    : () => documents.update(document.id, { set, unset });
  // The reading first, since it waits for its document: see `addDocument`.
  const writes = [...(reading ? [reading.write] : []), update];
  const resource = documentResource(document);
  try {
    const isRenamed = set.name !== undefined && set.name !== document.name;
    if (set.fields === undefined && set.enabled === undefined && !isRenamed) await context.audit.change(principal, action, resource, writes);
    else await context.audit.attempt(principal, action, resource, () => changeIndexed(context, document, { documentId: document.id, ...(isRenamed ? { isRenamed } : {}) }, writes));
    return (await findDocument(context, principal, 'knowledge.edit', document.id)).document;
  } catch (error) {
    if (error instanceof RevisionConflict) throw new Conflict('The document has changed in this moment: look at it again.');
    throw error;
  }
}

interface DocumentUpdate {
  readonly set: Partial<KnowledgeDocument>;
  readonly unset: readonly ('refreshHours' | 'refreshAt')[];
}

interface NextReading {
  readonly set: Partial<KnowledgeDocument>;
  readonly write: Write;
}

/** What begins a further reading. Throws `Conflict` while one goes on. */
export function nextReading({ work, ingestion, ids, clock }: KnowledgeContext, document: NextOf, more: Pick<IngestionInput, 'unlessUnchanged' | 'caption'> = {}): NextReading {
  if (isUnderWay(document)) throw new Conflict(`The document is being read: wait until that has ended, or cancel the work ${document.workId}.`);
  const workId = ids.next();
  const reading = document.reading + 1;
  return {
    set: { reading, workId, state: 'queued', updatedAt: clock.now() },
    write: work.starting(ingestion, { id: workId, workspaceId: document.workspaceId, input: { documentId: document.id, reading, ...more } }),
  };
}

type NextOf = Pick<KnowledgeDocument, 'id' | 'workspaceId' | 'state' | 'reading' | 'workId'>;

/** Whether a document is being read, or waits for it. */
export function isUnderWay({ state }: Pick<KnowledgeDocument, 'state'>): boolean {
  return state === 'queued' || state === 'reading';
}
