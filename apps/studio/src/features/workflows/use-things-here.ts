import { useListBotNamesInfiniteQuery } from '../../api/bot-names.ts';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { useAll, useDatasets, useWorkflows } from '../../shared/use-names.ts';
import type { ThingsHere } from './foreign-ids.ts';

/** What a workspace has that an imported workflow can use; read where it is wanted. `isWhole` says whether all of it has come. */
export function useThingsHere(workspaceId: string, isWanted: boolean) {
  const options = { skip: !isWanted, refetchOnMountOrArgChange: true };
  const modelList = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'chat', page_size: 100 } }, options);
  const botList = useListBotNamesInfiniteQuery({ query: { workspace_id: workspaceId, publish_status: 'all' } }, options);
  const workflows = useWorkflows(workspaceId, isWanted);
  const datasets = useDatasets(workspaceId, isWanted);
  const here: ThingsHere = { models: useAll(modelList), bots: useAll(botList), workflows: [...workflows.workflows.values()], datasets: [...datasets.datasets.values()] };
  const lists = [workflows, datasets, modelList, botList];
  const failed = lists.find(({ error }) => error !== undefined);
  const isWhole = workflows.isWhole && datasets.isWhole && [modelList, botList].every(({ data, hasNextPage }) => data !== undefined && !hasNextPage);
  return { here, isWhole, failed };
}
