import type { Write } from '#data/documents/port.ts';
import { whyEnded } from '../runs/errors.ts';
import type { EndedRun } from '../runs/run-kind.ts';
import { firingWrites } from './fire.ts';
import { endingOf } from './firing-kind.ts';
import type { TriggersContext } from './triggers-context.ts';

/** How many triggers one end makes fire at most. */
export const MAX_FOLLOWERS = 100;

/** What ends of runs are followed with. */
export type AfterRunContext = Pick<TriggersContext, 'triggers' | 'firings' | 'work' | 'firing' | 'clock' | 'ids' | 'audit'>;

/** The writes that follow from the end of a run: what it was to the trigger that began it, and to those that follow its workflow. */
export async function writesAfterRun(context: AfterRunContext, run: EndedRun): Promise<readonly Write[]> {
  const [own, following] = await Promise.all([ownFiring(context, run), followers(context, run)]);
  return [...own, ...following];
}

async function ownFiring(context: AfterRunContext, run: EndedRun): Promise<readonly Write[]> {
  const firing = run.firing && (await context.firings.closed.get(run.firing.id));
  if (!firing) return [];
  const { state, workspaceId } = run;
  return endingOf(context, firing, { workspaceId, state, ...(state === 'completed' ? {} : { reason: whyEnded(run) }) });
}

async function followers(context: AfterRunContext, run: EndedRun): Promise<readonly Write[]> {
  const { state } = run;
  if (state === 'canceled') return [];
  const { items } = await context.triggers.closed.find({ where: { sourceId: run.workflowId }, limit: MAX_FOLLOWERS });
  const depth = (run.firing?.depth ?? 0) + 1;
  const following = items.filter(({ pausedBy, on, workspaceId }) => pausedBy === undefined && workspaceId === run.workspaceId && (on === 'both' || on === state));
  return following.flatMap((trigger) => {
    const event = { execute_id: run.id, workflow_id: run.workflowId, version: run.version, state, error: run.error ?? null };
    const cause = { key: run.id, cause: 'workflow', event, depth } as const;
    return firingWrites(context, trigger, cause);
  });
}
