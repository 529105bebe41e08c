import type { triggerFiring, workflowTrigger } from '@buckle/contract';
import type { z } from 'zod';
import type { Page } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflowEntry } from '../context.ts';
import { findTrigger } from './find-trigger.ts';
import { momentsAfter } from './schedule.ts';
import { missingParameters, planFired } from './missing-parameters.ts';
import type { FiringDocument, TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** Which page of a list. */
interface Paging {
  readonly after: string | undefined;
  readonly limit: number;
}

/** The triggers of a workflow, the newest first. */
export async function listTriggers(context: TriggersContext, principal: Principal, workflowId: string, { after, limit }: Paging): Promise<Page<TriggerDocument>> {
  await findWorkflowEntry(context, principal, 'workflow.read', workflowId);
  return context.triggers.find({ where: { workflowId }, descending: true, limit, ...(after === undefined ? {} : { after }) });
}

/** What a trigger has fired, the newest first. */
export async function listFirings(context: TriggersContext, principal: Principal, triggerId: string, { after, limit }: Paging): Promise<Page<FiringDocument>> {
  await findTrigger(context, principal, 'trace.read', triggerId);
  return context.firings.find({ where: { triggerId }, sort: 'createdAt', descending: true, limit, ...(after === undefined ? {} : { after }) });
}

/** A trigger in the form of the management API. */
export async function triggerAnswer(context: TriggersContext, trigger: TriggerDocument): Promise<z.input<typeof workflowTrigger>> {
  const { id, schedule, webhook, sourceId, on } = trigger;
  const [workflow, source, fired, plan] = await Promise.all([
    context.workflows.closed.get(trigger.workflowId),
    sourceId === undefined ? undefined : context.workflows.closed.get(sourceId),
    context.firings.find({ where: { triggerId: id }, sort: 'createdAt', descending: true, limit: 1 }),
    planFired(context, trigger.workflowId, trigger.version),
  ]);
  const [last] = fired.items;
  const isPublished = trigger.version !== undefined || workflow?.onlineVersion !== undefined;
  return {
    id,
    workflow_id: trigger.workflowId,
    workspace_id: trigger.workspaceId,
    kind: trigger.kind,
    name: trigger.name,
    state: trigger.pausedBy !== undefined ? 'paused' : isPublished ? 'active' : 'unpublished',
    ...(trigger.pausedBy === undefined ? {} : { paused_by: trigger.pausedBy }),
    workflow_version: trigger.version ?? '',
    parameters: trigger.parameters,
    mapping: trigger.mapping,
    missing_parameters: [...missingParameters(plan, trigger)],
    pause_after_failures: trigger.pauseAfterFailures,
    ...(schedule === undefined ? {} : { schedule }),
    ...(webhook === undefined ? {} : { webhook: { ...webhook, path: `/hooks/${id}` } }),
    ...(sourceId === undefined || on === undefined ? {} : { source: { workflow_id: sourceId, on, workflow_name: source?.name ?? '' } }),
    next_at: schedule === undefined || trigger.pausedBy !== undefined ? [] : momentsAfter(schedule, context.clock.now()).map(seconds),
    // Why it failed says what its run was given: that is in its history, for those who may see traces.
    ...(last === undefined ? {} : { last_firing: lastFiring(last) }),
    created_at: seconds(trigger.createdAt),
    updated_at: seconds(trigger.updatedAt),
  };
}

function lastFiring(firing: FiringDocument) {
  const { reason: _, ...rest } = firingAnswer(firing);
  return rest;
}

/** A firing in the form of the management API. */
export function firingAnswer(firing: FiringDocument): z.input<typeof triggerFiring> {
  const { reason, dueAt, endedAt } = firing;
  return {
    id: firing.id,
    trigger_id: firing.triggerId,
    cause: firing.cause,
    state: firing.state,
    execute_id: firing.runId,
    ...(reason === undefined ? {} : { reason }),
    fired_at: seconds(firing.createdAt),
    ...(dueAt === undefined ? {} : { due_at: seconds(dueAt) }),
    ...(endedAt === undefined ? {} : { ended_at: seconds(endedAt) }),
  };
}
