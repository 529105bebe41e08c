import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { nameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { runStates } from './workflow-runs.ts';
import { workflowVersion } from './workflows.ts';

const tag = 'Workflow triggers';

const params = z.object({ trigger_id: idInRequest });
const ofWorkflow = z.object({ workflow_id: idInRequest });

/** What makes a trigger fire: a call from outside, the time, or the end of another workflow's run. */
export const triggerKinds = ['webhook', 'schedule', 'workflow'] as const;

export type TriggerKind = (typeof triggerKinds)[number];

/** What becomes of the moments that passed while no server ran. */
export const missedPolicies = ['skip', 'once', 'all'] as const;

/** Why a trigger does not fire. */
export const triggerPauses = ['user', 'failures', 'ended'] as const;

/** How a webhook knows its caller: by a secret that comes along, or by a signature of the body. */
export const webhookProofs = ['secret', 'signature'] as const;

/** On which ends of the other workflow a trigger fires. */
export const triggerEnds = ['completed', 'failed', 'both'] as const;

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'the name of a header');
const cron = z.string().min(1).max(200).describe('Five fields of cron: minute, hour, day of the month, month, day of the week');
const timeZone = z.string().min(1).max(64).describe('A name of the IANA list, like `Europe/Paris`');

/** A schedule's own settings. */
export const scheduleSettings = z.strictObject({
  cron,
  time_zone: timeZone.default('UTC'),
  missed: z.enum(missedPolicies).default('skip').describe('What becomes of moments that passed while no server ran: none of them, the last, or all fire'),
  missed_at_most: z.int().min(1).max(100).default(10).describe('Where all fire: how many of the last'),
  ends_at: timestamp.optional().describe('It fires no more after this moment'),
});

/** A webhook's own settings. */
export const webhookSettings = z.strictObject({
  proof: z.enum(webhookProofs).default('secret'),
  signature_header: headerName.default('X-Buckle-Signature').describe('Where the signature stands: HMAC-SHA-256, in hexadecimal or base64, perhaps behind `sha256=`'),
  timestamp_header: z
    .union([headerName, z.literal('')])
    .default('X-Buckle-Timestamp')
    .describe('Where the time of signing stands, in seconds since 1970: then the signature is over it, a point and the body. Empty: over the body alone, without a limit of time'),
  tolerance_seconds: z.int().min(1).max(3_600).default(300).describe('How far that time may be off'),
  delivery_header: headerName.default('Idempotency-Key').describe('Names a delivery: a second one with the same name starts nothing'),
  waits: z.boolean().default(false).describe('Whether the caller gets the result rather than the id of the run'),
  wait_seconds: z.int().min(1).max(120).default(30).describe('How long the caller waits at most'),
  calls_per_minute: z.int().min(1).max(6_000).default(60),
});

/** What a trigger of another workflow's end is told. */
export const eventSettings = z.strictObject({
  workflow_id: idInRequest.describe('The workflow whose runs it follows; of the same workspace'),
  on: z.enum(triggerEnds).default('completed'),
});

const values = z.record(z.string().max(200), z.unknown());
const mapping = z
  .record(z.string().max(200), z.string().min(1).max(500))
  .describe('Parameters by where their values stand in the event: `body.issue.title`, `query.page`, `headers.x-event`; `output.name`, `state`; `due_at`');

const settings = {
  name: nameOf(100),
  workflow_version: workflowVersion.optional().describe('The version that runs; the one that is online where absent'),
  parameters: values.default({}).describe('Parameters that are always the same'),
  mapping: mapping.default({}),
  pause_after_failures: z.int().min(0).max(400).default(10).describe('After so many failures in a row it is paused; 0 for never'),
  schedule: scheduleSettings.optional(),
  webhook: webhookSettings.optional(),
  source: eventSettings.optional(),
};

/** What a firing came to; `pending` and `started` are no ends. */
export const firingStates = ['pending', 'started', 'completed', 'failed', 'canceled', 'skipped'] as const;

/** One firing of a trigger. */
export const triggerFiring = z
  .object({
    id: z.string(),
    trigger_id: id,
    cause: z.enum([...triggerKinds, 'trial']),
    state: z.enum(firingStates),
    execute_id: z.string().describe('The run; empty where none was to start'),
    reason: z.string().optional().describe('Why it started no run, or why that failed'),
    fired_at: timestamp,
    due_at: timestamp.optional().describe('Of a schedule: the moment it was due at'),
    ended_at: timestamp.optional(),
  })
  .meta({ id: 'TriggerFiring' });

/** A trigger of a workflow, without its secret. */
export const workflowTrigger = z
  .object({
    id,
    workflow_id: id,
    workspace_id: id,
    kind: z.enum(triggerKinds),
    name: z.string(),
    state: z.enum(['active', 'paused', 'unpublished']).describe('unpublished: the workflow has no version that could run'),
    paused_by: z.enum(triggerPauses).optional().describe('failures: it failed too often in a row; ended: its schedule is over'),
    workflow_version: z.string().describe('The version that runs; empty for the one that is online'),
    parameters: values,
    mapping,
    missing_parameters: z.array(z.string()).describe('What the version that runs needs and the trigger does not give: its runs cannot start until it does'),
    pause_after_failures: z.int(),
    schedule: scheduleSettings.optional(),
    webhook: webhookSettings.extend({ path: z.string().describe('Where it is called, at the address of this server') }).optional(),
    source: eventSettings.extend({ workflow_name: z.string() }).optional(),
    next_at: z.array(timestamp).describe('Of a schedule: its next moments'),
    last_firing: triggerFiring.omit({ reason: true }).optional(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'WorkflowTrigger' });

const secret = z.string().describe('Shown this once: keep it');

export const createTrigger = endpoint('POST', '/api/workflows/{workflow_id}/triggers', {
  name: 'createTrigger',
  tag,
  summary: 'Add a trigger to a workflow: it starts runs of a published version; of a webhook, the answer holds its secret',
  permission: 'workflow.edit',
  params: ofWorkflow,
  body: z.strictObject({ kind: z.enum(triggerKinds), ...settings }),
  answer: z.object({ trigger: workflowTrigger, secret: secret.optional() }),
  creates: true,
});

export const listTriggers = endpoint('GET', '/api/workflows/{workflow_id}/triggers', {
  name: 'listTriggers',
  tag,
  summary: 'The triggers of a workflow, the newest first',
  permission: 'workflow.read',
  params: ofWorkflow,
  query: z.object(tokenPageQuery),
  answer: tokenPage(workflowTrigger),
});

export const readTrigger = endpoint('GET', '/api/triggers/{trigger_id}', {
  name: 'readTrigger',
  tag,
  summary: 'A trigger with its next moments and its last firing',
  permission: 'workflow.read',
  params,
  answer: workflowTrigger,
});

export const changeTrigger = endpoint('PUT', '/api/triggers/{trigger_id}', {
  name: 'changeTrigger',
  tag,
  summary: 'Change the settings of a trigger, all of them; its kind stays',
  permission: 'workflow.edit',
  params,
  body: z.strictObject(settings),
  answer: workflowTrigger,
});

export const pauseTrigger = endpoint('POST', '/api/triggers/{trigger_id}/pause', {
  name: 'pauseTrigger',
  tag,
  summary: 'Pause a trigger: it fires no more until it is resumed',
  permission: 'workflow.edit',
  params,
  answer: workflowTrigger,
});

export const resumeTrigger = endpoint('POST', '/api/triggers/{trigger_id}/resume', {
  name: 'resumeTrigger',
  tag,
  summary: 'Let a paused trigger fire again; moments that passed meanwhile do not fire',
  permission: 'workflow.edit',
  params,
  answer: workflowTrigger,
});

export const rotateTriggerSecret = endpoint('POST', '/api/triggers/{trigger_id}/secret', {
  name: 'rotateTriggerSecret',
  tag,
  summary: 'Give a webhook a new secret, or the one that its sender has made; the old one is void at once',
  permission: 'workflow.edit',
  params,
  body: z.strictObject({ secret: z.string().min(16).max(200).optional() }),
  answer: z.object({ secret }),
});

export const fireTrigger = endpoint('POST', '/api/triggers/{trigger_id}/fire', {
  name: 'fireTrigger',
  tag,
  summary: 'Fire now, for a trial, also where it is paused; with an event to take values from, where one is given',
  permission: 'workflow.run',
  params,
  body: z.strictObject({ event: values.default({}) }),
  answer: triggerFiring,
});

export const deleteTrigger = endpoint('DELETE', '/api/triggers/{trigger_id}', {
  name: 'deleteTrigger',
  tag,
  summary: 'Delete a trigger with its history; runs that it has started go on',
  permission: 'workflow.edit',
  params,
});

export const listFirings = endpoint('GET', '/api/triggers/{trigger_id}/firings', {
  name: 'listFirings',
  tag,
  summary: 'What a trigger has fired, the newest first, and what came of it',
  permission: 'trace.read',
  params,
  query: z.object(tokenPageQuery),
  answer: tokenPage(triggerFiring),
});

export const previewSchedule = endpoint('GET', '/api/schedules/preview', {
  name: 'previewSchedule',
  tag,
  summary: 'The next moments of a schedule, before it is saved',
  query: z.object({ cron, time_zone: timeZone.default('UTC') }),
  answer: z.object({ next_at: z.array(timestamp) }),
});

export const callWebhook = endpoint('POST', '/hooks/{trigger_id}', {
  name: 'callWebhook',
  tag,
  summary:
    'Call a webhook: with its secret as `?secret=`, as the header `X-Buckle-Secret` or as a bearer, or with a signature, as its settings say; the body may be JSON, a form or text',
  authentication: 'none',
  params,
  query: z.looseObject({ secret: z.string().max(200).optional() }),
  anyBody: true,
  accepts: true,
  answer: z.object({
    execute_id: z.string(),
    state: z.enum([...runStates, 'pending']).describe('How the run stands: `pending` before it begins'),
    output: z.unknown().optional().describe('What the run gave, where the webhook waits for it'),
  }),
});
