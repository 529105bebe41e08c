import type { BotDatasets } from '#application/bots/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { KnowledgeContext } from '../context.ts';
import { datasetNames, datasetsOf } from './recall.ts';

/** What bots ask of data sets. */
export function botDatasets(context: Pick<KnowledgeContext, 'stored'>): BotDatasets {
  return {
    async check(workspaceId, datasetIds) {
      const found = new Set((await datasetsOf(context, workspaceId, datasetIds)).map(({ id }) => id));
      const missing = datasetIds.find((id) => !found.has(id));
      if (missing !== undefined) throw new NotFound('data set', missing);
    },
    namesOf: (workspaceId, datasetIds) => datasetNames(context, workspaceId, datasetIds),
  };
}
