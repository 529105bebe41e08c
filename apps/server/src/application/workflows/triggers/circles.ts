import { BadRequest, NotFound } from '#kernel/errors.ts';
import { MAX_FOLLOWERS } from './after-run.ts';
import type { TriggersContext } from './triggers-context.ts';

/** How many workflows are looked at; chains at run time are bounded by their length in any case. */
const LOOKED_AT = 1_000;

/**
 * Checks that a workflow may follow the ends of another. Throws `NotFound` where that is of another workspace,
 * and `BadRequest` where the other follows it already, directly or through others, or has too many followers.
 */
export async function checkFollowing(
  { workflows, triggers }: Pick<TriggersContext, 'workflows' | 'triggers'>,
  { id, workspaceId, workflowId, sourceId }: { readonly id: string; readonly workspaceId: string; readonly workflowId: string; readonly sourceId: string },
): Promise<void> {
  const source = await workflows.closed.get(sourceId);
  if (source?.workspaceId !== workspaceId) throw new NotFound('workflow', sourceId);
  if ((await triggers.count({ sourceId })) >= MAX_FOLLOWERS) throw new BadRequest(`source: ${MAX_FOLLOWERS} triggers follow this workflow already, which is as many as may.`);
  // Whoever follows this workflow, and so on: the source must not be among them.
  const seen = new Set([workflowId]);
  for (const next of seen) {
    if (next === sourceId) throw new BadRequest('source: the workflows would make each other run in a circle: the one to follow runs after this one already.');
    if (seen.size > LOOKED_AT) return;
    const { items } = await triggers.closed.find({ where: { sourceId: next }, limit: MAX_FOLLOWERS });
    for (const follower of items) if (follower.id !== id) seen.add(follower.workflowId);
  }
}
