import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import { removalKind, startRemoval, type WorkKind } from '#services/work/index.ts';
import { datasetResource, type DatasetRemovalInput, findDataset, indexesOf, type KnowledgeContext, type ReadingContext } from '../context.ts';
import { removeEvaluationsOf } from '../evaluation/evaluation-kind.ts';
import { removeDaysOf } from '../statistics/dataset-days.ts';
import { removeDocument } from '../documents/delete-document.ts';

/**
 * Deletes a data set: nobody finds it any more when this resolves; the rest is removed by durable work, whose id is returned.
 * Throws `NotFound`, `PermissionDenied`, and `Conflict` where it is used and that does not matter by `force`.
 */
export async function deleteDataset(context: KnowledgeContext, principal: Principal, datasetId: string, { force }: { readonly force: boolean }): Promise<string> {
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  if (!force) await context.known.users.checkUnused(dataset);
  const { work, stored, audit, ids, datasetRemoval } = context;
  const id = ids.next();
  const start = {
    id, workspaceId: dataset.workspaceId, slot: `dataset/${datasetId}`, input: { datasetId, indexes: indexesOf(dataset) }, writes: [() => stored.datasets.delete(datasetId)], here: false,
  };
  await audit.attempt(principal, 'dataset.delete', datasetResource(dataset), () => startRemoval(work, datasetRemoval, start, { type: 'data set', id: datasetId }), { name: dataset.name });
  return id;
}

/** The removal of what a deleted data set has left. */
export function datasetRemovalKind(context: ReadingContext): WorkKind<DatasetRemovalInput, undefined> {
  return removalKind('dataset.delete', async ({ input: { datasetId, indexes }, signal }) => {
    await context.stored.datasets.delete(datasetId);
    await removeContent(context, datasetId, indexes, { signal });
  });
}

/** Removes all data sets of a workspace with what belongs to them. */
export async function removeDatasetsOf(context: ReadingContext, workspaceId: string, watch: RemovalWatch): Promise<void> {
  const { datasets, documents } = context.stored;
  await removeEach(datasets.closed, { where: { workspaceId }, sort: 'createdAt' }, async (dataset) => {
    await removeContent(context, dataset.id, indexesOf(dataset), watch);
    await datasets.delete(dataset.id);
  }, watch);
  // Of data sets that were deleted while a document was added.
  await removeEach(documents, { where: { workspaceId } }, (document) => removeDocument(context, document, watch), watch);
}

async function removeContent(context: ReadingContext, datasetId: string, indexes: readonly string[], watch: RemovalWatch): Promise<void> {
  for (const index of indexes) await context.search.drop(index);
  await removeEvaluationsOf(context, datasetId, watch);
  await removeDaysOf(context.datasetDays, datasetId, watch);
  await removeEach(context.stored.documents, { where: { datasetId }, sort: 'createdAt' }, (document) => removeDocument(context, document, watch), watch);
  await removeAll(context.stored.documents.closed, { where: { datasetId }, sort: 'createdAt' }, watch);
}
