import type { BotDatasets } from '#application/bots/index.ts';
import type { KnowledgeContext } from '../context.ts';
import { allDatasetsOf, datasetNames } from '../datasets/datasets-of-workspace.ts';

/** What bots ask of data sets. */
export function botDatasets(context: Pick<KnowledgeContext, 'stored'>): BotDatasets {
  return {
    async check(workspaceId, datasetIds) {
      await allDatasetsOf(context, workspaceId, datasetIds);
    },
    namesOf: (workspaceId, datasetIds) => datasetNames(context, workspaceId, datasetIds),
  };
}
