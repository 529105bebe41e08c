import type { UsedStep } from '#application/models/index.ts';
import type { ReadingContext } from './context.ts';

/** Who is counted for what knowledge asks of models: no bot. */
const NO_BOT = '';

/** What calls of models are made with. */
export type ModelsOfKnowledge = Pick<ReadingContext, 'models' | 'limits' | 'documents' | 'clock' | 'ids'>;

/** Throws `TooManyRequests` where the workspace has spent what it may. */
export function checkSpent({ limits, models }: ModelsOfKnowledge, workspaceId: string): Promise<void> {
  return limits.checkSpent(workspaceId, (day) => models.usage.spentSince(workspaceId, day));
}

/** Counts a call: each is one of its own, since after a kill it is made again, and paid again. */
export async function recordUse({ models, documents, ids }: ModelsOfKnowledge, workspaceId: string, step: UsedStep): Promise<void> {
  await documents.inOrder(await models.usage.writes(ids.next(), workspaceId, NO_BOT, [step]));
}
