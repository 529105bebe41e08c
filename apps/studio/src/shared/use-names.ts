import type { WorkflowMode } from '@buckle/contract';
import { useEffect, useMemo } from 'react';
import { useListBotNamesInfiniteQuery } from '../api/bot-names.ts';
import { useListDatasetsInfiniteQuery } from '../api/knowledge.ts';
import { useListModelsInfiniteQuery } from '../api/models.ts';
import { useListWorkflowNamesInfiniteQuery } from '../api/workflow-names.ts';
import { itemsOf, type PagedList } from './paged-table.tsx';

/** Something by its id, as a select lists it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The bots of a workspace, published or not. They come page by page. */
export function useBots(workspaceId: string): readonly Named[] {
  return useAll(useListBotNamesInfiniteQuery({ query: { workspace_id: workspaceId, publish_status: 'all' } }));
}

/** The models that a workspace can use. They come page by page. */
export function useModels(workspaceId: string): readonly Named[] {
  return useAll(useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, page_size: 100 } }));
}

/** A workflow as a bot that uses it shows it. */
export interface NamedWorkflow extends Named {
  readonly description: string;
  readonly mode: WorkflowMode;
  /** Empty where it was never published. */
  readonly online_version: string;
}

/** The workflows of a workspace by their ids; read where they are wanted. They come page by page: `isWhole` says whether all have. */
export function useWorkflows(workspaceId: string, isWanted: boolean) {
  const list = useListWorkflowNamesInfiniteQuery({ query: { workspace_id: workspaceId } }, { skip: !isWanted, refetchOnMountOrArgChange: true });
  const all: readonly NamedWorkflow[] = useAll(list);
  const workflows = useMemo(() => new Map(all.map((workflow) => [workflow.id, workflow])), [all]);
  return { workflows, isWhole: list.data !== undefined && !list.hasNextPage, error: list.error, refetch: list.refetch };
}

/** A data set as a bot that uses it shows it. */
export interface NamedDataset extends Named {
  readonly description: string;
  /** Empty where it is searched by words alone. */
  readonly embedding_model_id: string;
}

/** The data sets of a workspace by their ids; read where they are wanted. They come page by page: `isWhole` says whether all have. */
export function useDatasets(workspaceId: string, isWanted: boolean) {
  const list = useListDatasetsInfiniteQuery({ query: { workspace_id: workspaceId, page_size: 100 } }, { skip: !isWanted, refetchOnMountOrArgChange: true });
  const all: readonly NamedDataset[] = useAll(list);
  const datasets = useMemo(() => new Map(all.map((dataset) => [dataset.id, dataset])), [all]);
  return { datasets, isWhole: list.data !== undefined && !list.hasNextPage, error: list.error, refetch: list.refetch };
}

/** Reads a list to its end. */
export function useAll<Item extends Named>(list: PagedList<Item>): readonly Item[] {
  const { data, hasNextPage, isFetching, error, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching && error === undefined) fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  return useMemo(() => itemsOf({ data }), [data]);
}
