import type { Dataset, DatasetFormat } from '@buckle/contract';
import type { Page, Read } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { isEnd, type WorkDocument } from '#services/work/index.ts';
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
export async function showDataset(context: KnowledgeContext, read: DatasetDocument): Promise<Dataset> {
  const change = read.embeddingWorkId === undefined ? undefined : await context.work.get(read.embeddingWorkId);
  const isOpen = change !== undefined && !isEnd(change.state);
  // Where it has come to its end since, it has left its traces by now.
  const dataset = read.nextEmbeddingModelId !== undefined && !isOpen ? ((await context.stored.datasets.get(read.id)) ?? read) : read;
  const { id, workspaceId, ownerId, name, description, format, splitting, embeddingModelId = '', createdAt, updatedAt } = dataset;
  return {
    id, workspace_id: workspaceId, name, description, format, splitting, embedding_model_id: embeddingModelId,
    ...(isOpen ? changeOf(dataset, change) : failureOf(dataset)),
    ...(await countsOf(context, dataset)),
    owner_id: ownerId, created_at: seconds(createdAt), updated_at: seconds(updatedAt),
  };
}

/** The change of the embedding model that goes on: until its work has ended, since no other can begin before. */
function changeOf({ nextEmbeddingModelId, embeddingModelId = '' }: DatasetDocument, { id, progress, reason }: WorkDocument): Pick<Dataset, 'embedding_change'> {
  return { embedding_change: { model_id: nextEmbeddingModelId ?? embeddingModelId, work_id: id, documents: progress?.done ?? 0, ...(reason === undefined ? {} : { reason }) } };
}

/** Why the last change of the embedding model failed, where it did. */
function failureOf({ embeddingFailure, embeddingFailureCode: code }: DatasetDocument): Pick<Dataset, 'embedding_failure' | 'embedding_failure_code'> {
  return embeddingFailure === undefined ? {} : { embedding_failure: embeddingFailure, ...(code && { embedding_failure_code: code }) };
}

function withoutAbsent<T extends { readonly after?: string | undefined }>({ after, ...page }: T) {
  return after === undefined ? page : { ...page, after };
}
