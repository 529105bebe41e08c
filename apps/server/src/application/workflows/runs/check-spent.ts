import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Models } from '#application/models/index.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import { codes, NodeError } from '../engine/errors.ts';
import type { ModelUse } from '../engine/node-runner.ts';

/** Throws a `NodeError` where a workspace has spent what it may, with what a run has used of models that is not recorded yet. */
export async function checkSpent(
  { limits, models }: { readonly limits: Pick<WorkspaceLimits, 'checkSpent'>; readonly models: Pick<Models, 'usage'> },
  workspaceId: string,
  used: () => readonly ModelUse[],
): Promise<void> {
  try {
    await limits.checkSpent(workspaceId, (day) => models.usage.spentSince(workspaceId, day), () => models.usage.sumOf(used()));
  } catch (error) {
    if (error instanceof TooManyRequests) throw new NodeError(codes.limit, error.message, { cause: error, isFinal: true });
    throw error;
  }
}
