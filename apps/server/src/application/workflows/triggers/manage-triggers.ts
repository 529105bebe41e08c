import type { AuditAction, changeTrigger, TriggerKind } from '@buckle/contract';
import { scheduleSettings, webhookSettings } from '@buckle/contract';
import type { z } from 'zod';
import { randomToken } from '#application/identity/index.ts';
import { type Changes, DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflowEntry, findWorkflowVersion } from '../context.ts';
import { filesIn } from '../engine/file-values.ts';
import type { Plan } from '../engine/plan.ts';
import { checkFiles } from '../runs/check-files.ts';
import { checkFollowing } from './circles.ts';
import { beginningFiring, firingId, firingWrites } from './fire.ts';
import { findTrigger, triggerResource } from './find-trigger.ts';
import { missingParameters, planFired } from './missing-parameters.ts';
import { removeTrigger } from './remove-triggers.ts';
import { checkSchedule, nextAfter } from './schedule.ts';
import type { FiringDocument, TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** How many triggers one workflow may have. */
const MOST = 50;

/** The settings of a trigger, as a call gives them. */
export type TriggerSettings = z.output<(typeof changeTrigger)['body']>;

/** Adds a trigger to a workflow, once for each idempotency key. Throws as `makeTrigger` does. */
export async function createTrigger(
  context: TriggersContext,
  principal: Principal,
  workflowId: string,
  { kind, settings, idempotencyKey }: { readonly kind: TriggerKind; readonly settings: TriggerSettings; readonly idempotencyKey?: string | undefined },
): Promise<Read<TriggerDocument>> {
  await findWorkflowEntry(context, principal, 'workflow.edit', workflowId);
  const call = { operation: 'createTrigger', key: idempotencyKey, body: { workflowId, kind, settings } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.triggers.get(id),
    make: (id) => makeTrigger(context, principal, workflowId, kind, settings, id),
  });
}

/** Adds a trigger with an id to a workflow. Throws `NotFound`, and `BadRequest` for settings that cannot be. */
async function makeTrigger(
  context: TriggersContext,
  principal: Principal,
  workflowId: string,
  kind: TriggerKind,
  settings: TriggerSettings,
  id: string,
): Promise<Read<TriggerDocument>> {
  const workflow = await findWorkflowEntry(context, principal, 'workflow.edit', workflowId);
  if ((await context.triggers.count({ workflowId })) >= MOST) throw new BadRequest(`A workflow may have ${MOST} triggers: delete one that is not needed.`);
  const now = context.clock.now();
  const own = { id, workspaceId: workflow.workspaceId, workflowId, kind };
  const trigger: TriggerDocument = {
    ...own, creatorId: principal.userId, createdAt: now, updatedAt: now, countsFrom: now,
    ...(await checked(context, principal, own, settings)),
    ...(kind === 'webhook' ? { secret: randomToken() } : {}),
  };
  const [made] = await context.audit.change(principal, 'trigger.create', triggerResource(trigger), [() => context.triggers.insert(trigger)], { workflow: workflowId, kind });
  return unlessGone(context, made);
}

/** A trigger that was written: the deletion of its workflow, or of the one that it follows, may have looked for triggers before. Throws `NotFound`. */
async function unlessGone(context: TriggersContext, trigger: Read<TriggerDocument>): Promise<Read<TriggerDocument>> {
  const { id, workflowId, sourceId = workflowId } = trigger;
  for (const needed of new Set([workflowId, sourceId])) {
    if (await context.workflows.closed.get(needed)) continue;
    await removeTrigger(context, id);
    throw new NotFound('workflow', needed);
  }
  return trigger;
}

/** Changes all settings of a trigger. Throws as `createTrigger` does. */
export async function changeTriggerSettings(context: TriggersContext, principal: Principal, triggerId: string, settings: TriggerSettings): Promise<Read<TriggerDocument>> {
  const trigger = await findTrigger(context, principal, 'workflow.edit', triggerId);
  const set = await checked(context, principal, trigger, settings);
  const isOver = trigger.pausedBy === 'ended' && set.dueAt !== undefined;
  const rests = trigger.pausedBy !== undefined && !isOver;
  const unset = [...(set.version === undefined ? ['version' as const] : []), ...(rests || set.dueAt === undefined ? ['dueAt' as const] : []), ...(isOver ? ['pausedBy' as const] : [])];
  const { dueAt, ...rest } = set;
  return unlessGone(context, await change(context, principal, trigger, 'trigger.update', { set: rests || dueAt === undefined ? rest : { ...rest, dueAt }, unset }));
}

/** The part of a trigger that its settings decide. */
type CheckedSettings = Pick<TriggerDocument, 'name' | 'parameters' | 'files' | 'mapping' | 'pauseAfterFailures'> &
  Partial<Pick<TriggerDocument, 'version' | 'schedule' | 'webhook' | 'on' | 'sourceId' | 'dueAt'>>;

/** What settings come to; of a schedule with its next moment. The principal has to be able to read the files that they name. */
async function checked(context: TriggersContext, principal: Principal, { id, kind, workspaceId, workflowId }: Pick<TriggerDocument, 'id' | 'kind' | 'workspaceId' | 'workflowId'>, settings: TriggerSettings): Promise<CheckedSettings> {
  const { name, workflow_version: version, parameters, mapping, pause_after_failures: pauseAfterFailures } = settings;
  if (version !== undefined) await findWorkflowVersion(context, workflowId, version);
  const plan = await planFired(context, workflowId, version);
  checkParameters(plan, settings);
  // As long as no version says which parameters are files, none are.
  const files = await checkFiles(context.files, principal, filesIn(plan?.inputs ?? [], parameters));
  const common = { name, ...(version === undefined ? {} : { version }), parameters, files, mapping, pauseAfterFailures };
  const { schedule, webhook, source } = settings;
  const given = { schedule, webhook, workflow: source };
  const other = (['schedule', 'webhook', 'workflow'] as const).find((name) => name !== kind && given[name] !== undefined);
  if (other !== undefined) throw new BadRequest(`${other === 'workflow' ? 'source' : other}: a trigger of the kind ${kind} has no such settings.`);
  if (kind === 'webhook') return { ...common, webhook: webhook ?? webhookSettings.parse({}) };
  if (kind === 'workflow') {
    if (source === undefined) throw new BadRequest('source: say which workflow the trigger follows.');
    await checkFollowing(context, { id, workspaceId, workflowId, sourceId: source.workflow_id });
    return { ...common, on: source.on, sourceId: source.workflow_id };
  }
  if (schedule === undefined) throw new BadRequest('schedule: say when the trigger fires.');
  checkSchedule(schedule);
  const dueAt = nextAfter(schedule, context.clock.now());
  if (dueAt === undefined) throw new BadRequest('schedule.ends_at: the schedule is over before it fires once.');
  return { ...common, schedule: scheduleSettings.parse(schedule), dueAt };
}

/** Throws `BadRequest` with what a version needs and a trigger does not give: no run of it would start. */
function checkParameters(plan: Plan | undefined, settings: TriggerSettings): void {
  const missing = missingParameters(plan, settings);
  if (missing.length === 0) return;
  const names = missing.map((name) => JSON.stringify(name)).join(', ');
  throw new BadRequest(`parameters: the workflow needs a value for ${names}. Give a fixed one, or take it from what makes the trigger fire.`);
}

/** Pauses a trigger; one that rests already keeps its reason. */
export async function pauseTrigger(context: TriggersContext, principal: Principal, triggerId: string): Promise<Read<TriggerDocument>> {
  const trigger = await findTrigger(context, principal, 'workflow.edit', triggerId);
  if (trigger.pausedBy !== undefined) return trigger;
  return change(context, principal, trigger, 'trigger.pause', { set: { pausedBy: 'user' }, unset: ['dueAt'] });
}

/** Lets a trigger fire again, from the next moment on. Throws `BadRequest` where its schedule is over. */
export async function resumeTrigger(context: TriggersContext, principal: Principal, triggerId: string): Promise<Read<TriggerDocument>> {
  const trigger = await findTrigger(context, principal, 'workflow.edit', triggerId);
  if (trigger.pausedBy === undefined) return trigger;
  const now = context.clock.now();
  const dueAt = trigger.schedule && nextAfter(trigger.schedule, now);
  if (trigger.schedule && dueAt === undefined) throw new BadRequest('The schedule is over: give it a later end first.');
  return change(context, principal, trigger, 'trigger.resume', { set: { countsFrom: now, ...(dueAt === undefined ? {} : { dueAt }) }, unset: ['pausedBy'] });
}

/** Gives a webhook another secret, and returns it. Throws `BadRequest` for a trigger of another kind. */
export async function rotateSecret(context: TriggersContext, principal: Principal, triggerId: string, given: string | undefined): Promise<string> {
  const trigger = await findTrigger(context, principal, 'workflow.edit', triggerId);
  if (trigger.kind !== 'webhook') throw new BadRequest('Only a webhook has a secret.');
  const secret = given ?? randomToken();
  await change(context, principal, trigger, 'trigger.rotate', { set: { secret } });
  return secret;
}

/** Fires now, for a trial, whatever the state of the trigger. */
export async function fireNow(context: TriggersContext, principal: Principal, triggerId: string, event: Readonly<Record<string, unknown>>): Promise<FiringDocument> {
  const trigger = await findTrigger(context, principal, 'workflow.run', triggerId);
  const cause = { key: context.ids.next(), cause: 'trial', event } as const;
  await context.audit.change(principal, 'trigger.fire', triggerResource(trigger), firingWrites(context, trigger, cause));
  return (await context.firings.get(firingId(trigger.id, cause.key))) ?? beginningFiring(context, trigger, cause);
}

/** Deletes a trigger with what it has fired; runs go on. */
export async function deleteTrigger(context: TriggersContext, principal: Principal, triggerId: string): Promise<void> {
  const trigger = await findTrigger(context, principal, 'workflow.edit', triggerId);
  await context.audit.attempt(principal, 'trigger.delete', triggerResource(trigger), () => removeTrigger(context, trigger.id), { name: trigger.name });
}

async function change(context: TriggersContext, principal: Principal, trigger: Read<TriggerDocument>, action: AuditAction, { set, unset }: Changes<TriggerDocument>): Promise<Read<TriggerDocument>> {
  const changes = { set: { workspaceId: trigger.workspaceId, ...set, updatedAt: context.clock.now() }, ...(unset === undefined || unset.length === 0 ? {} : { unset }) };
  try {
    const [changed] = await context.audit.change(principal, action, triggerResource(trigger), [() => context.triggers.update(trigger.id, changes, { revision: trigger.revision })]);
    return changed;
  } catch (error) {
    if (error instanceof DocumentMissing) throw new NotFound('trigger', trigger.id);
    if (error instanceof RevisionConflict) throw new Conflict('The trigger was changed, or fired, meanwhile: look at it and try again.');
    throw error;
  }
}
