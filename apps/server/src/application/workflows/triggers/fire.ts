import type { Write } from '#data/documents/port.ts';
import type { Values } from '../engine/values.ts';
import type { FiringInput } from './firing-kind.ts';
import type { FiringDocument, TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** What makes a trigger fire. */
export interface Cause {
  /** Tells this firing from all others of the trigger: fired again under the same, it is the same. */
  readonly key: string;
  readonly cause: FiringDocument['cause'];
  readonly event: Values;
  readonly depth?: number;
  /** Of a schedule: when it was due, in milliseconds. */
  readonly dueAt?: number;
  /** Of a signed call. */
  readonly signature?: string;
}

/** The document that a firing begins with. */
export function beginningFiring({ ids, clock }: Pick<TriggersContext, 'ids' | 'clock'>, trigger: FiredTrigger, { key, cause, dueAt, signature }: Cause): FiringDocument {
  return {
    id: firingId(trigger.id, key),
    triggerId: trigger.id,
    workflowId: trigger.workflowId,
    workspaceId: trigger.workspaceId,
    cause,
    state: 'pending',
    runId: ids.next(),
    createdAt: clock.now(),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(signature === undefined ? {} : { signature }),
  };
}

/** The id of a firing, and of the work that starts its run. */
export function firingId(triggerId: string, key: string): string {
  return `${triggerId}-${key}`;
}

/** What of a trigger a firing needs. */
export type FiredTrigger = Pick<TriggerDocument, 'id' | 'workflowId' | 'workspaceId'>;

/** The writes of a firing, which does its work once, however often they are done. */
export function firingWrites(context: Pick<TriggersContext, 'ids' | 'clock' | 'firings' | 'work' | 'firing'>, trigger: FiredTrigger, cause: Cause): readonly Write[] {
  const firing = beginningFiring(context, trigger, cause);
  return [() => context.firings.ensure(firing), startingWork(context, firing, cause)];
}

/** The write that starts the work of a firing, unless it was started before. */
function startingWork({ work, firing: kind }: Pick<TriggersContext, 'work' | 'firing'>, { id, triggerId, workspaceId }: FiringDocument, { event, depth = 0 }: Cause): Write {
  const input: FiringInput = { triggerId, event, depth };
  return work.starting(kind, { id, workspaceId, input });
}
