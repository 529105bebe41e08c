import { z } from 'zod';
import { publishStatuses } from './bots.ts';
import { id, idInRequest, numberedPage, queryInteger, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { nameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { force, workflowUsage } from './usages.ts';
import { removal } from './work.ts';

const tag = 'Workflows';

const params = z.object({ workflow_id: idInRequest });

/** A workflow answers once, or talks in a conversation. */
export const workflowModes = ['workflow', 'chatflow'] as const;

export type WorkflowMode = (typeof workflowModes)[number];

/** The document of a workflow: Coze's canvas as it stands, as an object or as its JSON. */
const canvas = z
  .union([z.string().max(10 * 1024 * 1024), z.record(z.string(), z.unknown())])
  .describe("The workflow's document: the canvas of Coze, an object or its JSON");

/** Which things here stand for those that the document names by ids of elsewhere: old id → new id. */
const idMap = z.strictObject({
  workflows: z.record(z.string().max(64), z.string().max(64)).optional(),
  plugins: z.record(z.string().max(64), z.string().max(64)).optional(),
  datasets: z.record(z.string().max(64), z.string().max(64)).optional(),
  databases: z.record(z.string().max(64), z.string().max(64)).optional(),
  models: z.record(z.string().max(64), z.string().max(64)).optional(),
  bots: z.record(z.string().max(64), z.string().max(64)).optional(),
});

export type WorkflowIdMap = z.output<typeof idMap>;

/** Something wrong with a canvas: an error keeps it from being published and run, a warning does not. */
export const canvasProblem = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    node_id: z.string().optional(),
    field: z.string().optional().describe("The place in the node's data, like `inputs.inputParameters.0`"),
    values: z.record(z.string(), z.string()).describe('What the message names, for a message in another language'),
  })
  .meta({ id: 'CanvasProblem' });

const workflowName = nameOf(100);
const description = z.string().max(2_000);
/** `v1.2.3`. */
export const workflowVersion = z.string().regex(/^v\d{1,4}\.\d{1,5}\.\d{1,5}$/, 'three numbers behind a v, like v1.0.0');

const workflowEntry = z
  .object({
    id,
    workspace_id: id,
    name: z.string(),
    description: z.string(),
    mode: z.enum(workflowModes),
    draft_revision: z.int(),
    online_version: z.string().describe('Empty where it was never published'),
    publish_status: z.enum(publishStatuses).exclude(['all']).describe('How its draft stands to what is online'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'WorkflowEntry' });

export const createWorkflow = endpoint('POST', '/api/workflows', {
  name: 'createWorkflow',
  tag,
  summary: 'Create a workflow as a draft; without a canvas, with a start and an end',
  permission: 'workflow.edit',
  body: z.strictObject({
    workspace_id: idInRequest,
    name: workflowName,
    description: description.default(''),
    mode: z.enum(workflowModes).default('workflow'),
    canvas: canvas.optional(),
    id_map: idMap.default({}),
  }),
  answer: z.object({ id, draft_revision: z.int(), problems: z.array(canvasProblem) }),
  creates: true,
});

export const listWorkflows = endpoint('GET', '/api/workflows', {
  name: 'listWorkflows',
  tag,
  summary: 'The workflows of a workspace, those changed last first',
  permission: 'workflow.read',
  query: numberedPage(100).extend({ workspace_id: idInRequest, mode: z.enum(workflowModes).optional() }),
  answer: z.object({ total: z.int(), items: z.array(workflowEntry) }),
});

export const readWorkflow = endpoint('GET', '/api/workflows/{workflow_id}', {
  name: 'readWorkflow',
  tag,
  summary: 'A workflow with the canvas of its draft, and what is wrong with that',
  permission: 'workflow.read',
  params,
  answer: workflowEntry.extend({ canvas: z.record(z.string(), z.unknown()), id_map: idMap, problems: z.array(canvasProblem) }),
});

export const changeWorkflow = endpoint('PATCH', '/api/workflows/{workflow_id}', {
  name: 'changeWorkflow',
  tag,
  summary: 'Change the name or the description of a workflow',
  permission: 'workflow.edit',
  params,
  body: z.strictObject({ name: workflowName.optional(), description: description.optional() }),
});

export const saveCanvas = endpoint('PUT', '/api/workflows/{workflow_id}/canvas', {
  name: 'saveCanvas',
  tag,
  summary: 'Save the draft: refused where it was saved since the revision that is given, and over whatever stands where none is',
  permission: 'workflow.edit',
  params,
  body: z.strictObject({
    canvas,
    id_map: idMap.optional(),
    draft_revision: z.int().optional(),
    keep_current: z.boolean().optional().describe('Keep the draft as it stands in its history in any case: for a save that replaces it as a whole'),
  }),
  answer: z.object({ draft_revision: z.int(), problems: z.array(canvasProblem) }),
});

export const validateWorkflow = endpoint('POST', '/api/workflows/{workflow_id}/validate', {
  name: 'validateWorkflow',
  tag,
  summary: 'What is wrong with the draft, or with a canvas that is not saved yet',
  permission: 'workflow.read',
  params,
  body: z.strictObject({ canvas: canvas.optional(), id_map: idMap.optional() }),
  answer: z.object({ problems: z.array(canvasProblem) }),
});

export const publishWorkflow = endpoint('POST', '/api/workflows/{workflow_id}/publish', {
  name: 'publishWorkflow',
  tag,
  summary: 'Publish the draft as a version; one that has errors is refused',
  permission: 'workflow.publish',
  params,
  body: z.strictObject({ version: z.string().max(32).optional().describe('Three numbers behind a v, like v1.0.0; the next one where absent'), notes: z.string().max(2_000).default('') }),
  answer: z.object({ version: z.string() }),
});

export const listWorkflowVersions = endpoint('GET', '/api/workflows/{workflow_id}/versions', {
  name: 'listWorkflowVersions',
  tag,
  summary: 'The versions of a workflow, the newest first',
  permission: 'workflow.read',
  params,
  query: numberedPage(100),
  answer: z.object({
    total: z.int(),
    items: z.array(
      z.object({
        version: z.string(),
        notes: z.string(),
        creator_id: id,
        creator_name: z.string().describe('Empty where the account was deleted'),
        created_at: timestamp,
        online: z.boolean(),
      }),
    ),
  }),
});

export const readWorkflowVersion = endpoint('GET', '/api/workflows/{workflow_id}/versions/{workflow_version}', {
  name: 'readWorkflowVersion',
  tag,
  summary: 'One version of a workflow with its canvas',
  permission: 'workflow.read',
  params: params.extend({ workflow_version: workflowVersion }),
  answer: z.object({
    version: z.string(),
    notes: z.string(),
    creator_id: id,
    created_at: timestamp,
    canvas: z.record(z.string(), z.unknown()),
    id_map: idMap,
  }),
});

const namedInFile = z.array(z.strictObject({ id: z.string().min(1).max(64), name: nameOf(200) })).max(1_000);

/** A workflow with all that it needs, as one file. */
export const workflowFile = z
  .strictObject({
    format: z.literal('buckle.workflows'),
    format_version: z.literal(1),
    main: z.string().max(64).describe('The id of the workflow that was exported, among those of the file'),
    workflows: z
      .array(z.strictObject({ id: z.string().min(1).max(64), name: workflowName, description, mode: z.enum(workflowModes), canvas: z.record(z.string(), z.unknown()), id_map: idMap }))
      .min(1)
      .max(100)
      .describe('The workflow and those that it calls, directly or through others'),
    models: namedInFile.describe('What the models are called that they ask'),
    datasets: namedInFile.optional().describe('What the data sets are called that they use'),
    bots: namedInFile.optional().describe('What the bots are called that they ask'),
  })
  .meta({ id: 'WorkflowFile' });

export type WorkflowFile = z.output<typeof workflowFile>;

const importedWorkflows = z.object({
  id: id.describe('The main workflow, as it was created here'),
  workflows: z.array(z.object({ from: z.string(), id, name: z.string(), problems: z.array(canvasProblem) })).describe('Which workflow of the file became which here'),
  models: z
    .array(z.object({ from: z.string(), name: z.string(), id: z.string().optional().describe('Absent where no model of the workspace is called so: its default answers') }))
    .describe('Which model of the workspace stands for which of the file'),
});

export type ImportedWorkflows = z.output<typeof importedWorkflows>;

export const exportWorkflow = endpoint('GET', '/api/workflows/{workflow_id}/export', {
  name: 'exportWorkflow',
  tag,
  summary: 'The draft of a workflow with all that it needs, as one file',
  permission: 'workflow.read',
  params,
  answer: workflowFile,
});

export const importWorkflows = endpoint('POST', '/api/workflows/import', {
  name: 'importWorkflows',
  tag,
  summary: 'Create the workflows of a file as drafts, and show what was mapped to what',
  permission: 'workflow.edit',
  body: z.strictObject({
    workspace_id: idInRequest,
    file: workflowFile,
    id_map: idMap.optional().describe('What of this workspace stands for what the file names and does not bring along. Where it has no `models`, those that are called alike are taken'),
  }),
  answer: importedWorkflows,
  creates: true,
});

const pastDraft = z.object({ draft_revision: z.int(), saved_by: id, saved_by_name: z.string().describe('Empty where the account was deleted'), saved_at: timestamp.describe('When it was saved') });

export const listWorkflowDrafts = endpoint('GET', '/api/workflows/{workflow_id}/drafts', {
  name: 'listWorkflowDrafts',
  tag,
  summary: 'Drafts as they stood before they were saved over, the last first; every ten minutes of editing one is kept, and each that somebody else had saved',
  permission: 'workflow.read',
  params,
  query: numberedPage(100),
  answer: z.object({ total: z.int(), items: z.array(pastDraft) }),
});

export const readWorkflowDraft = endpoint('GET', '/api/workflows/{workflow_id}/drafts/{draft_revision}', {
  name: 'readWorkflowDraft',
  tag,
  summary: 'A draft as it stood, with its canvas',
  permission: 'workflow.read',
  params: params.extend({ draft_revision: queryInteger(1, Number.MAX_SAFE_INTEGER) }),
  answer: pastDraft.extend({ canvas: z.record(z.string(), z.unknown()), id_map: idMap }),
});

export const listWorkflowUsages = endpoint('GET', '/api/workflows/{workflow_id}/usages', {
  name: 'listWorkflowUsages',
  tag,
  summary: 'Who uses a workflow: drafts and versions of other workflows and of bots, and triggers. A page may be shorter than it was asked for',
  permission: 'workflow.read',
  params,
  query: z.object(tokenPageQuery),
  answer: tokenPage(workflowUsage),
});

export const deleteWorkflow = endpoint('DELETE', '/api/workflows/{workflow_id}', {
  name: 'deleteWorkflow',
  tag,
  summary: 'Delete a workflow with its versions and its runs, as work that can be watched',
  permission: 'workflow.edit',
  params,
  query: z.object({ force }),
  answer: removal,
});
