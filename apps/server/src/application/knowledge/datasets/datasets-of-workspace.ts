import { NotFound } from '#kernel/errors.ts';
import type { KnowledgeContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';

/** Data sets of a workspace by their ids; those that it does not have are left out. */
export async function datasetsOf({ stored }: Pick<KnowledgeContext, 'stored'>, workspaceId: string, datasetIds: readonly string[]): Promise<readonly DatasetDocument[]> {
  const datasets = await stored.datasets.getMany([...new Set(datasetIds)]);
  return datasets.filter((dataset) => dataset.workspaceId === workspaceId);
}

/** The same, all of them. Throws `NotFound` for one that the workspace does not have. */
export async function allDatasetsOf(context: Pick<KnowledgeContext, 'stored'>, workspaceId: string, datasetIds: readonly string[]): Promise<readonly DatasetDocument[]> {
  const found = await datasetsOf(context, workspaceId, datasetIds);
  const missing = datasetIds.find((id) => !found.some((dataset) => dataset.id === id));
  if (missing !== undefined) throw new NotFound('data set', missing);
  return found;
}

/** The names of a workspace's data sets by their ids; those that it does not have have none. */
export async function datasetNames(context: Pick<KnowledgeContext, 'stored'>, workspaceId: string, datasetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await datasetsOf(context, workspaceId, datasetIds)).map(({ id, name }) => [id, name]));
}
