import { useEffect, useMemo } from 'react';
import { useListBotNamesInfiniteQuery } from '../api/bot-names.ts';
import { useListModelsInfiniteQuery } from '../api/models.ts';
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

/** Reads a list to its end. */
function useAll<Item extends Named>(list: PagedList<Item>): readonly Item[] {
  const { data, hasNextPage, isFetching, error, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching && error === undefined) fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);
  return useMemo(() => itemsOf({ data }), [data]);
}
