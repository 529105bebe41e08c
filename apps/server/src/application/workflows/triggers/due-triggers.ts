import { DocumentMissing, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { beginningFiring, firingWrites } from './fire.ts';
import { dueMoments, nextAfter, type Schedule } from './schedule.ts';
import type { TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

const AT_ONCE = 500;

/** What schedules are looked after with. */
export type DueContext = Pick<TriggersContext, 'triggers' | 'firings' | 'work' | 'firing' | 'documents' | 'clock' | 'ids' | 'logger'>;

/** Fires the schedules that are due. To be called every second or so; several processes may, each moment fires once. */
export async function fireDue(context: DueContext): Promise<void> {
  for (;;) {
    const { items } = await context.triggers.closed.find({ where: { dueAt: { lte: context.clock.now() } }, sort: 'dueAt', limit: AT_ONCE });
    const outcomes = await Promise.allSettled(items.map((trigger) => fireOne(context, trigger)));
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'rejected') context.logger.error({ err: outcome.reason as unknown, trigger: items[index]?.id }, 'a schedule that is due could not fire');
    });
    // One that fails comes again with the next look.
    if (items.length < AT_ONCE || outcomes.some(({ status }) => status === 'rejected')) return;
  }
}

/** The firings come before the schedule goes on: after a kill between them, they are found to be there. */
async function fireOne(context: DueContext, trigger: Read<TriggerDocument>): Promise<void> {
  const { schedule, dueAt } = trigger;
  if (schedule === undefined || dueAt === undefined) return;
  const now = context.clock.now();
  const { fires, skipped } = dueMoments(schedule, dueAt, now);
  const causes = fires.flatMap((moment) =>
    firingWrites(context, trigger, { key: String(moment), cause: 'schedule', dueAt: moment, event: { due_at: seconds(moment), due_time: new Date(moment).toISOString() } }),
  );
  const passed = skipped === undefined ? [] : [skippingWrite(context, trigger, skipped)];
  try {
    await context.documents.inOrder([...passed, ...causes, () => context.triggers.closed.update(trigger.id, goingOn(schedule, now), { revision: trigger.revision })]);
  } catch (error) {
    // Changed or deleted meanwhile, or another process has done the same.
    if (!(error instanceof RevisionConflict) && !(error instanceof DocumentMissing)) throw error;
  }
}

/** How a schedule goes on after a moment: it is due next, or it is over. */
function goingOn(schedule: Schedule, now: number) {
  const next = nextAfter(schedule, now);
  return next === undefined ? ({ set: { pausedBy: 'ended' }, unset: ['dueAt'] } as const) : { set: { dueAt: next } };
}

function skippingWrite(context: DueContext, trigger: TriggerDocument, moment: number): Write {
  const cause = { key: String(moment), cause: 'schedule', dueAt: moment, event: {} } as const;
  const reason = 'No server ran when this was due, nor at moments before it: they are skipped, as the schedule says.';
  const skipped = { ...beginningFiring(context, trigger, cause), runId: '', state: 'skipped', endedAt: context.clock.now(), reason } as const;
  return () => context.firings.ensure(skipped);
}
