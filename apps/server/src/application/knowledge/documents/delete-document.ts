import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import { IndexMissing } from '#data/search/port.ts';
import { removalKind, startRemoval, type WorkKind } from '#services/work/index.ts';
import { documentResource, type DocumentRemovalInput, findDocument, indexesOf, type KnowledgeContext, type ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument } from '../knowledge-documents.ts';

/** Deletes a document: nobody finds it or its passages any more when this resolves; the rest is removed by durable work, whose id is returned. */
export async function deleteDocument(context: KnowledgeContext, principal: Principal, documentId: string): Promise<string> {
  const { document, dataset } = await findDocument(context, principal, 'knowledge.edit', documentId);
  return beginRemoval(context, principal, document, dataset);
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
    input: { documentId, indexes: indexesOf(dataset), ...(ownFileId === undefined ? {} : { ownFileId }) },
    writes: [() => stored.documents.delete(documentId)],
    here: false,
  };
  await audit.attempt(principal, 'document.delete', documentResource(document), () => startRemoval(work, documentRemoval, start, { type: 'document', id: documentId }), { dataset: dataset.id });
  await work.cancel(document.workId);
  return id;
}

/** The removal of what a deleted document has left. */
export function documentRemovalKind(context: ReadingContext): WorkKind<DocumentRemovalInput, undefined> {
  return removalKind('document.delete', async ({ input: { documentId, indexes, ownFileId }, signal }) => {
    await context.stored.documents.delete(documentId);
    await removeContent(context, documentId, indexes, ownFileId, { signal });
  });
}

/** Removes a document with what belongs to it: from the indexes that are named too, where these stay. */
export async function removeDocument(context: ReadingContext, document: KnowledgeDocument, indexes: readonly string[], watch: RemovalWatch): Promise<void> {
  await removeContent(context, document.id, indexes, ownFileOf(document), watch);
  await context.stored.documents.delete(document.id);
}

async function removeContent(context: ReadingContext, documentId: string, indexes: readonly string[], ownFileId: string | undefined, watch: RemovalWatch): Promise<void> {
  for (const index of indexes) await removeFromIndex(context, index, documentId);
  for (const isParent of [false, true]) await removePassages(context, documentId, isParent, watch);
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

/** Removes a document's passages, of all readings. */
async function removePassages({ stored }: ReadingContext, documentId: string, isParent: boolean, watch: RemovalWatch): Promise<void> {
  await removeAll(stored.passages.closed, { where: { documentId, isParent }, sort: 'generation' }, watch);
}

/** The stored file that was made for the document alone: of its text, or of its page. */
function ownFileOf({ source }: KnowledgeDocument): string | undefined {
  return source.type === 'file' ? undefined : source.fileId;
}
