import type { Retention } from '@buckle/contract';
import { type WorkContext, SlotTaken, type WorkKind } from '#services/work/index.ts';
import type { RetainedKind, RetentionContext } from './context.ts';

const DAY = 24 * 3_600_000;
/** So much later than asked for things go, at the latest but for the next look: so that few runs remove many. In milliseconds. */
const SLACK = DAY / 2;
const AT_ONCE = 500;

/** Looks through all workspaces for what they no longer keep, and has it removed by work of each; and cuts the audit log. To be called every hour or so. */
export async function applyRetention(context: RetentionContext): Promise<void> {
  const { identity, audit, auditDays, clock } = context;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await identity.workspaceIds(AT_ONCE, after);
    for (const workspaceId of page.items) await startWhereDue(context, workspaceId);
    after = page.next;
  }
  if (auditDays !== undefined) await audit.cut(clock.now() - auditDays * DAY);
}

async function startWhereDue(context: RetentionContext, workspaceId: string): Promise<void> {
  const { work, kind, ids } = context;
  const bounds = await boundsOf(context, workspaceId);
  for (const { retained, before } of bounds) {
    if (!(await retained.things.hasOlder(workspaceId, before - SLACK))) continue;
    try {
      await work.start(kind, { id: ids.next(), workspaceId, slot: `retention/${workspaceId}`, input: {}, here: false });
    } catch (error) {
      // It is being done.
      if (!(error instanceof SlotTaken)) throw error;
    }
    return;
  }
}

/** The removal of what a workspace no longer keeps. Users may cancel it: it begins again within the hour, as long as it is asked for. */
export function retentionKind(context: () => RetentionContext): WorkKind<Record<string, never>, undefined> {
  return {
    kind: 'retention',
    retry: { retries: 5, firstDelay: 60_000, longestDelay: 3_600_000 },
    async run(work) {
      await removeOld(context(), work);
      return { state: 'completed' };
    },
    conclude: () => [],
    giveUp: () => [],
  };
}

async function removeOld(context: RetentionContext, work: WorkContext<unknown>): Promise<void> {
  const { workspaceId, signal } = work;
  const removed: Record<string, number> = {};
  let { done = 0 } = work.progress ?? {};
  for (const { retained, before } of await boundsOf(context, workspaceId)) {
    signal.throwIfAborted();
    const { name } = retained;
    const onRemoved = async (count: number): Promise<void> => work.report({ step: name, done: (done += count) });
    removed[name] = await work.step(name, () => retained.things.removeOlder(workspaceId, before, { signal, onRemoved }));
  }
  // Once, also where a kill comes after it.
  await work.step('recorded', async () => {
    if (done > 0) await context.audit.record({}, 'retention.apply', { type: 'workspace', id: workspaceId, workspaceId }, 'done', removed);
  });
}

/** What a workspace does not keep for ever, and from before when it goes. */
async function boundsOf(
  { retentions, instance, kinds, clock, identity }: RetentionContext,
  workspaceId: string,
): Promise<{ readonly retained: RetainedKind; readonly before: number }[]> {
  const own = (await retentions.get(workspaceId))?.own ?? {};
  if (!(await identity.workspaceExists(workspaceId))) return [];
  return kinds.flatMap((retained) => {
    const days = shorter(own[retained.setting], instance[retained.setting]);
    return days === undefined ? [] : [{ retained, before: clock.now() - days * DAY }];
  });
}

/** See `RetentionModule.keptFor`. */
export async function keptFor({ retentions, instance }: RetentionContext, workspaceId: string, setting: keyof Retention): Promise<number | undefined> {
  const days = shorter((await retentions.get(workspaceId))?.own[setting], instance[setting]);
  return days === undefined ? undefined : days * DAY;
}

function shorter(one: Retention[keyof Retention], other: Retention[keyof Retention]): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
