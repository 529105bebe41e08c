import type { DatasetUsers } from '#application/knowledge/index.ts';
import type { WorkflowsContext } from '../context.ts';
import { refuseUsed, type Used, usersOf } from './users-of.ts';

/** The workflows and bots that use data sets, as knowledge asks for them. */
export function datasetUsers(context: Pick<WorkflowsContext, 'workflows' | 'bots' | 'references'>): DatasetUsers {
  const list = (dataset: Used, { limit, after }: { readonly limit: number; readonly after?: string | undefined }) => usersOf(context, dataset, { limit, ...(after === undefined ? {} : { after }) });
  return {
    list,
    checkUnused: (dataset) => refuseUsed({ what: 'data set', address: `/api/knowledge/datasets/${dataset.id}` }, (after) => list(dataset, { limit: 100, after })),
  };
}
