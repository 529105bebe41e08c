import { RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { BuckleError, NotFound, TooManyRequests, Unavailable } from '#kernel/errors.ts';
import type { Ending, Outcome, WorkContext, WorkKind } from '#services/work/index.ts';
import type { Values } from '../engine/values.ts';
import { runModes } from '../runs/run-document.ts';
import { startVersion } from '../runs/start-run.ts';
import { wholeOutput } from '../runs/whole-output.ts';
import { asksForOutput, parametersOf } from './event-values.ts';
import { triggerResource } from './find-trigger.ts';
import { servicePrincipal } from './service-principal.ts';
import type { FiringDocument, TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** How many runs that make each other begin may follow one another. */
const MAX_DEPTH = 8;

/** What a firing is started with. */
export interface FiringInput {
  readonly triggerId: string;
  /** What made the trigger fire: where mapped values come from. */
  readonly event: Values;
  /** How many runs that made each other begin are before this one. */
  readonly depth: number;
}

/** The start of a run by a trigger. A workspace that is at its limits is asked again until it has room. */
export function firingKind(context: () => TriggersContext): WorkKind<FiringInput, undefined> {
  return {
    kind: 'workflow.fire',
    retry: { retries: 20, firstDelay: 1_000, longestDelay: 600_000 },
    run: (work) => startRun(context(), work),
    conclude: ({ id, workspaceId }, ending) => writeEnd(context(), id, workspaceId, ending),
    giveUp: ({ id, workspaceId }, reason) => writeEnd(context(), id, workspaceId, { state: 'failed', reason }),
  };
}

async function startRun(context: TriggersContext, work: WorkContext<FiringInput>): Promise<Outcome<undefined>> {
  const { triggers, firings, runs } = context;
  const { triggerId, event, depth } = work.input;
  const firing = await firings.get(work.id);
  const trigger = await triggers.get(triggerId);
  // Deleted meanwhile, with all that it has fired.
  if (!firing || !trigger) return { state: 'canceled' };
  if (depth > MAX_DEPTH) return { state: 'failed', reason: `Ends of runs made each other fire more than ${MAX_DEPTH} times: triggers of these workflows go round in a circle.` };
  const begun = await runs.closed.get(firing.runId);
  // It has ended by now, and has said how.
  if (begun?.endedAt !== undefined) return { state: 'completed' };
  if (!begun && !(await context.work.get(firing.runId))) {
    try {
      const parameters = parametersOf(trigger, await wholeEvent(context, trigger, firing, event));
      const run = { parameters, mode: runModes.background, id: firing.runId, firing: { id: firing.id, triggerId, depth }, granted: trigger.files ?? [] };
      await startVersion(context, servicePrincipal(trigger), trigger.workflowId, trigger.version, run);
    } catch (error) {
      if (error instanceof UniqueConflict) return noteStarted(context, firing);
      const isPassing = error instanceof TooManyRequests || error instanceof Unavailable;
      if (isPassing || !(error instanceof BuckleError)) throw error;
      return { state: 'failed', reason: error.message };
    }
  }
  return noteStarted(context, firing);
}

/** What made a trigger fire, with what the run gave where that is asked for: it may be large, and many may follow one run. Throws `NotFound`. */
async function wholeEvent(context: TriggersContext, trigger: TriggerDocument, { cause }: FiringDocument, event: Values): Promise<Values> {
  const { execute_id: runId } = event;
  if (cause !== 'workflow' || typeof runId !== 'string' || !asksForOutput(trigger)) return event;
  const run = await context.runs.get(runId);
  if (!run) throw new NotFound('run', runId);
  return { ...event, output: (await wholeOutput(context, run)) ?? null };
}

/** The run says how it ended; it may have done so already. */
async function noteStarted({ firings }: TriggersContext, { id, revision, workspaceId, state }: FiringDocument & { readonly revision: number }): Promise<Outcome<undefined>> {
  try {
    // One that had failed was tried again.
    if (state === 'pending' || state === 'failed') await firings.update(id, { set: { workspaceId, state: 'started' }, unset: ['endedAt', 'reason'] }, { revision });
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
  }
  return { state: 'completed' };
}

/** A firing that started no run ends here; any other does with its run. */
async function writeEnd(context: TriggersContext, id: string, workspaceId: string, { state, reason }: Ending<undefined>) {
  const firing = state === 'completed' ? undefined : await context.firings.closed.get(id);
  if (!firing) return [];
  return endingOf(context, firing, { state: state === 'canceled' ? 'canceled' : 'failed', ...(reason === undefined ? {} : { reason }), workspaceId });
}

/** How a firing ended. */
interface FiringEnd {
  readonly workspaceId: string;
  readonly state: 'completed' | 'failed' | 'canceled';
  readonly reason?: string;
}

/** The writes that follow from the end of a firing; a trigger that has failed too often in a row is paused. */
export async function endingOf(context: Pick<TriggersContext, 'triggers' | 'firings' | 'clock' | 'audit'>, firing: FiringDocument, end: FiringEnd) {
  const { triggers, firings, clock } = context;
  const set = { ...end, endedAt: clock.now() };
  const writes = [() => firings.update(firing.id, { set, ...(end.reason === undefined ? { unset: ['reason'] as const } : {}) })];
  if (end.state !== 'failed' || firing.cause === 'trial') return writes;
  const trigger = await triggers.closed.get(firing.triggerId);
  if (!trigger || trigger.pausedBy !== undefined || !(await hasFailedTooOften(context, trigger, firing.id))) return writes;
  const pause = () =>
    context.audit.change(servicePrincipal(trigger), 'trigger.pause', triggerResource(trigger), [
      () => triggers.closed.update(trigger.id, { set: { pausedBy: 'failures', updatedAt: clock.now() }, unset: ['dueAt'] }),
    ], { failures: trigger.pauseAfterFailures });
  return [...writes, pause];
}

async function hasFailedTooOften(
  { firings }: Pick<TriggersContext, 'firings'>,
  { id, pauseAfterFailures, countsFrom }: { readonly id: string; readonly pauseAfterFailures: number; readonly countsFrom: number },
  failed: string,
): Promise<boolean> {
  if (pauseAfterFailures === 0) return false;
  const { items } = await firings.closed.find({ where: { triggerId: id, createdAt: { gte: countsFrom } }, sort: 'createdAt', descending: true, limit: Math.min(1_000, 2 * pauseAfterFailures + 20) });
  // Those that go on have not failed yet, and what was tried or skipped says nothing.
  const counting = items.filter(({ id: other, state, cause }) => cause !== 'trial' && (other === failed || state === 'failed' || state === 'completed'));
  const last = counting.slice(0, pauseAfterFailures);
  return last.length === pauseAfterFailures && last.every((item) => item.id === failed || item.state === 'failed');
}
