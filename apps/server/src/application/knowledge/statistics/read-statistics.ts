import { type Days, daysOf } from '#kernel/days.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDataset, type KnowledgeContext } from '../context.ts';
import type { DatasetDay } from './dataset-days.ts';

/** Over the longest time that can be asked for. */
const MOST = 1_000;

/** How often a data set was searched and what was found, on each day on which it was, in order. Throws `NotFound`, `PermissionDenied` and `BadRequest`. */
export async function readStatistics(context: KnowledgeContext, principal: Principal, datasetId: string, asked: Partial<Days>): Promise<readonly DatasetDay[]> {
  await findDataset(context, principal, 'knowledge.read', datasetId);
  const { from, to } = daysOf(asked, context.clock.now());
  const { items } = await context.datasetDays.find({ where: { datasetId, day: { gte: from, lte: to } }, sort: 'day', limit: MOST });
  return items;
}
