import type { BotDatasets } from '#application/bots/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { KnowledgeContext } from '../context.ts';
import { datasetsOf } from './recall.ts';

/** What bots ask of data sets. */
export function botDatasets(context: Pick<KnowledgeContext, 'stored'>): BotDatasets {
  return {
    async check(workspaceId, datasetIds) {
      const found = new Set((await datasetsOf(context, workspaceId, datasetIds)).map(({ id }) => id));
      const missing = datasetIds.find((id) => !found.has(id));
      if (missing !== undefined) throw new NotFound('data set', missing);
    },
    async namesOf(workspaceId, datasetIds) {
      return new Map((await datasetsOf(context, workspaceId, datasetIds)).map(({ id, name }) => [id, name]));
    },
  };
}
