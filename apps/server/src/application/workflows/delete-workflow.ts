import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Principal } from '#kernel/principal.ts';
import { isSecondLook, removalKind, SECOND_LOOK, startRemoval, type WorkKind } from '#services/work/index.ts';
import { findWorkflow, workflowResource } from './context.ts';
import { removeDrafts } from './draft-history.ts';
import { type RemovesRuns, removeRun } from './runs/remove-runs.ts';
import type { RunsContext } from './runs/runs-context.ts';
import { removeTriggersOf, removeTriggersOfWorkspace } from './triggers/remove-triggers.ts';
import type { TriggerCollections } from './triggers/trigger-documents.ts';
import { checkUnused } from './usages/list-usages.ts';
import type { WorkflowCollections } from './workflow-documents.ts';

/** What the deletion of a workflow is started with. */
export interface WorkflowDeletion {
  readonly workflowId: string;
}

/**
 * Deletes a workflow: nobody finds or runs it any more when this resolves. Its versions and its runs are
 * removed by durable work, whose id is returned. Throws `NotFound`, and `Conflict` where it is used and that
 * does not matter by `force`.
 */
export async function deleteWorkflow(context: RunsContext & Pick<TriggerCollections, 'triggers'>, principal: Principal, workflowId: string, { force }: { readonly force: boolean }): Promise<string> {
  const workflow = await findWorkflow(context, principal, 'workflow.edit', workflowId);
  if (!force) await checkUnused(context, workflow);
  const { work, deletion, ids, workflows, audit } = context;
  const id = ids.next();
  const start = {
    id, workspaceId: workflow.workspaceId, slot: `workflow/${workflowId}`, input: { workflowId }, writes: [() => workflows.delete(workflowId)], here: false,
  };
  await audit.attempt(principal, 'workflow.delete', workflowResource(workflow), () => startRemoval(work, deletion, start, { type: 'workflow', id: workflowId }), { name: workflow.name });
  return id;
}

type RemovesWorkflows = WorkflowCollections & RemovesRuns & TriggerCollections & Pick<RunsContext, 'variables' | 'references'>;

/** The removal of what a deleted workflow has left; what a killed process wrote for it meanwhile is found when it is looked once more. */
export function workflowDeletionKind(context: RemovesWorkflows & Pick<RunsContext, 'clock'>): WorkKind<WorkflowDeletion, undefined> {
  return removalKind('workflow.delete', async (work) => {
    const { input: { workflowId }, signal } = work;
    await context.workflows.delete(workflowId);
    await removeWorkflow(context, workflowId, { signal });
    return isSecondLook(work) ? undefined : context.clock.now() + SECOND_LOOK;
  });
}

/** Removes all workflows of a workspace with what belongs to them. */
export async function removeWorkflowsOf(context: RemovesWorkflows, workspaceId: string, watch: RemovalWatch): Promise<void> {
  const all = { where: { workspaceId }, sort: 'updatedAt' } as const;
  await removeTriggersOfWorkspace(context, workspaceId, watch);
  await removeEach(context.workflows.closed, all, ({ id }) => removeWorkflow(context, id, watch), watch);
  await context.large.removeAllOf(workspaceId, watch);
  await context.variables.removeOfBot(workspaceId, watch);
  await context.references.removeAllOf(workspaceId, watch);
  // Of workflows that were deleted while one of their runs began.
  await removeEach(context.runs.closed, { where: { workspaceId }, sort: 'createdAt' }, (run) => removeRun(context, run), watch);
}

/** The workflow's document goes last: it is what the work finds the workflows of a workspace by after a kill. */
async function removeWorkflow(context: RemovesWorkflows, workflowId: string, watch: RemovalWatch): Promise<void> {
  await removeTriggersOf(context, workflowId, watch);
  await removeEach(context.runs.closed, { where: { workflowId } }, (run) => removeRun(context, run), watch);
  await context.references.removeOf(workflowId, watch);
  await removeDrafts(context.drafts, workflowId, watch);
  await removeAll(context.versions.closed, { where: { workflowId }, sort: 'order' }, watch);
  await context.workflows.delete(workflowId);
}
