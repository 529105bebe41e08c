import { documentReasonOf } from '@buckle/contract';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import { IndexMissing } from '#data/search/port.ts';
import { BuckleError, NotFound } from '#kernel/errors.ts';
import { isEnd, removalKind, startRemoval, type WorkKind } from '#services/work/index.ts';
import { documentResource, type DocumentRemovalInput, findDocument, indexesOf, type KnowledgeContext, type ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument } from '../knowledge-documents.ts';
import { removePassages } from '../passages/remove-passages.ts';
import { stillUnderWay } from '../reading-failure.ts';

/** Deletes a document: nobody finds it or its passages any more when this resolves; the rest is removed by durable work, whose id is returned. */
export async function deleteDocument(context: KnowledgeContext, principal: Principal, documentId: string): Promise<string> {
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  return beginRemoval(context, principal, document, dataset);
}

/** What became of a document that was to be deleted: the work that removes the rest of it, or why it is still there. */
export interface DocumentDeletion {
  readonly documentId: string;
  readonly workId?: string;
  readonly failure?: BuckleError;
}

/** As `deleteDocument`, of several, each by itself; of a certain data set where one is named. */
export async function deleteDocuments(context: KnowledgeContext, principal: Principal, documentIds: readonly string[], datasetId?: string): Promise<DocumentDeletion[]> {
  const deletions: DocumentDeletion[] = [];
  for (const documentId of new Set(documentIds)) {
    try {
      const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
      if (datasetId !== undefined && dataset.id !== datasetId) throw new NotFound('document', documentId);
      deletions.push({ documentId, workId: await beginRemoval(context, principal, document, dataset) });
    } catch (error) {
      if (!(error instanceof BuckleError)) throw error;
      deletions.push({ documentId, failure: error });
    }
  }
  return deletions;
}

/** As `deleteDocument`, of one that the caller may delete. */
export async function beginRemoval(context: KnowledgeContext, principal: Principal, document: KnowledgeDocument, dataset: DatasetDocument): Promise<string> {
  const { work, stored, audit, ids, documentRemoval } = context;
  const documentId = document.id;
  const id = ids.next();
  const ownFileId = ownFileOf(document);
  const start = {
    id,
    workspaceId: document.workspaceId,
    slot: `document/${documentId}`,
    input: { documentId, datasetId: dataset.id, readingId: document.workId, ...(ownFileId === undefined ? {} : { ownFileId }) },
    writes: [() => stored.documents.delete(documentId)],
    here: false,
  };
  await audit.attempt(principal, 'document.delete', documentResource(document), () => startRemoval(work, documentRemoval, start, { type: 'document', id: documentId }), { dataset: dataset.id });
  // Its worker is free at once; the removal sees to it that it was heard.
  await work.cancel(document.workId);
  return id;
}

/** The removal of what a deleted document has left. */
export function documentRemovalKind(context: ReadingContext): WorkKind<DocumentRemovalInput, undefined> {
  return removalKind('document.delete', async ({ input: { documentId, datasetId, readingId, ownFileId }, signal }) => {
    await context.stored.documents.delete(documentId);
    await endReading(context, readingId);
    const dataset = await context.stored.datasets.closed.get(datasetId);
    await removeContent(context, documentId, dataset ? indexesOf(dataset) : [], ownFileId, { signal });
    // The page that it has fetched, maybe after the deletion had looked.
    await context.files.remove(readingId);
  });
}

/** Removes a document of a data set that is gone, with what belongs to it. Throws `Unavailable` while it is still read. */
export async function removeDocument(context: ReadingContext, document: KnowledgeDocument, watch: RemovalWatch): Promise<void> {
  await endReading(context, document.workId);
  await removeUnreadDocument(context, document, watch);
}

/** The same of one that nobody reads. */
export async function removeUnreadDocument(context: ReadingContext, document: KnowledgeDocument, watch: RemovalWatch): Promise<void> {
  await removeContent(context, document.id, [], ownFileOf(document), watch);
  await context.stored.documents.delete(document.id);
}

/** Ends a reading, which could store passages after they were removed. Throws `Unavailable` where that takes another process a while. */
async function endReading({ work }: ReadingContext, readingId: string): Promise<void> {
  await work.cancel(readingId);
  const reading = await work.get(readingId);
  if (reading && !isEnd(reading.state)) throw stillUnderWay(documentReasonOf('reading_under_way', { reading: readingId }));
}

async function removeContent(context: ReadingContext, documentId: string, indexes: readonly string[], ownFileId: string | undefined, watch: RemovalWatch): Promise<void> {
  for (const index of indexes) await removeFromIndex(context, index, documentId);
  await removePassages(context, documentId, watch);
  if (ownFileId !== undefined) await context.files.remove(ownFileId);
}

async function removeFromIndex({ search }: ReadingContext, index: string, documentId: string): Promise<void> {
  try {
    await search.removeDocument(index, documentId);
  } catch (error) {
    // With the index everything in it is gone.
    if (!(error instanceof IndexMissing)) throw error;
  }
}

/** The stored file that was made for the document alone: of its text, or of its page. */
function ownFileOf({ source }: KnowledgeDocument): string | undefined {
  return source.type === 'file' ? undefined : source.fileId;
}
