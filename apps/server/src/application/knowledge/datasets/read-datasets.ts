import type { Dataset, DatasetFormat } from '@buckle/contract';
import type { Page, Read } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { isEnd } from '#services/work/index.ts';
import type { KnowledgeContext } from '../context.ts';
import { type DatasetDocument, nameKey } from '../knowledge-documents.ts';

/** A page of the data sets of a workspace, the newest first. Throws `NotFound` and `PermissionDenied`. */
export async function listDatasets(
  { stored, identity }: KnowledgeContext,
  principal: Principal,
  { workspaceId, format }: { readonly workspaceId: string; readonly format?: DatasetFormat | undefined },
  page: { readonly limit: number; readonly after?: string | undefined; readonly skip?: number },
): Promise<Page<DatasetDocument>> {
  await identity.authorize(principal, 'knowledge.read', { type: 'workspace', id: workspaceId, workspaceId });
  const where = format === undefined ? { workspaceId } : { workspaceId, format };
  return stored.datasets.find({ ...withoutAbsent(page), where, sort: 'createdAt', descending: true });
}

/** The data sets of a workspace whose names begin so, by name, with how many there are. Throws `NotFound` and `PermissionDenied`. */
export async function findDatasetsByName(
  { stored, identity }: KnowledgeContext,
  principal: Principal,
  { workspaceId, name }: { readonly workspaceId: string; readonly name: string },
  page: { readonly limit: number; readonly skip: number },
): Promise<{ readonly total: number; readonly items: readonly Read<DatasetDocument>[] }> {
  await identity.authorize(principal, 'knowledge.read', { type: 'workspace', id: workspaceId, workspaceId });
  const key = nameKey(name);
  const where = { workspaceId, nameKey: { gte: key, lt: `${key}\u{10ffff}` } };
  const [total, { items }] = await Promise.all([stored.datasets.count(where), stored.datasets.find({ ...page, where, sort: 'nameKey' })]);
  return { total, items };
}

/** How many data sets a list of Coze's has. The caller has checked that the principal may know. */
export function countDatasets({ stored }: KnowledgeContext, { workspaceId, format }: { readonly workspaceId: string; readonly format?: DatasetFormat | undefined }): Promise<number> {
  return stored.datasets.count(format === undefined ? { workspaceId } : { workspaceId, format });
}

/** What a data set holds. */
export async function countsOf({ stored, search }: KnowledgeContext, { id, index }: DatasetDocument): Promise<{ readonly documents: number; readonly passages: number }> {
  const [documents, described] = await Promise.all([stored.documents.count({ datasetId: id }), search.describe(index)]);
  return { documents, passages: described?.passages ?? 0 };
}

/** A data set as the management API shows it. */
export async function showDataset(context: KnowledgeContext, dataset: DatasetDocument): Promise<Dataset> {
  const { id, workspaceId, ownerId, name, description, format, splitting, embeddingModelId = '', createdAt, updatedAt } = dataset;
  return {
    id, workspace_id: workspaceId, name, description, format, splitting, embedding_model_id: embeddingModelId,
    ...(await changeOf(context, dataset)),
    ...(await countsOf(context, dataset)),
    owner_id: ownerId, created_at: seconds(createdAt), updated_at: seconds(updatedAt),
  };
}

/** The change of the embedding model that goes on, or why the last one failed. */
async function changeOf({ work }: KnowledgeContext, { embeddingWorkId, nextEmbeddingModelId, embeddingFailure, embeddingFailureCode: code }: DatasetDocument): Promise<Pick<Dataset, 'embedding_change' | 'embedding_failure' | 'embedding_failure_code'>> {
  if (embeddingFailure !== undefined) return { embedding_failure: embeddingFailure, ...(code && { embedding_failure_code: code }) };
  if (embeddingWorkId === undefined || nextEmbeddingModelId === undefined) return {};
  const change = await work.get(embeddingWorkId);
  if (!change || isEnd(change.state)) return {};
  const { progress, reason } = change;
  return { embedding_change: { model_id: nextEmbeddingModelId, work_id: embeddingWorkId, documents: progress?.done ?? 0, ...(reason === undefined ? {} : { reason }) } };
}

function withoutAbsent<T extends { readonly after?: string | undefined }>({ after, ...page }: T) {
  return after === undefined ? page : { ...page, after };
}
