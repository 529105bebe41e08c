import { isRunnable } from '@buckle/canvas';
import { workflowVersion } from '@buckle/contract';
import { DocumentMissing, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflow, workflowResource } from './context.ts';
import { problemsOf } from './problems.ts';
import type { RunsContext } from './runs/runs-context.ts';
import { usedIn } from './usages/references.ts';
import { nextVersion, versionOrder, type WorkflowVersionDocument, workflowVersionId } from './workflow-documents.ts';

/** Freezes the draft as a version and puts that online. Throws `BadRequest` for a draft with errors, or a version that is not higher than the last. */
export async function publishWorkflow(
  context: RunsContext,
  principal: Principal,
  workflowId: string,
  { version: wanted, notes }: { readonly version?: string | undefined; readonly notes: string },
): Promise<string> {
  const workflow = await findWorkflow(context, principal, 'workflow.publish', workflowId);
  const problems = await problemsOf(context, workflow, workflow.source);
  if (!isRunnable(problems)) {
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    throw new BadRequest(`The workflow cannot be published with errors: ${errors.slice(0, 5).join(' ')}`);
  }
  await context.plans.pin(workflow.workspaceId, { draft: workflow.source }, workflowId);
  const { items } = await context.versions.find({ where: { workflowId }, sort: 'order', descending: true, limit: 1 });
  const last = items[0]?.version;
  const version = wanted ?? nextVersion(last);
  if (!workflowVersion.safeParse(version).success) throw new BadRequest(`version: ${JSON.stringify(version)} must be three numbers behind a v, like v1.0.0.`);
  if (last !== undefined && versionOrder(version) <= versionOrder(last)) {
    throw new BadRequest(`version: ${version} must be higher than ${last}, the last one; ${nextVersion(last)} would do.`);
  }
  const now = context.clock.now();
  const document: WorkflowVersionDocument = {
    id: workflowVersionId(workflowId, version),
    workflowId,
    workspaceId: workflow.workspaceId,
    version,
    order: versionOrder(version),
    creatorId: principal.userId,
    createdAt: now,
    name: workflow.name,
    description: workflow.description,
    notes,
    source: workflow.source,
  };
  const set = { isPublished: true, onlineVersion: version, publishedRevision: workflow.draftRevision, updatedAt: now };
  await context.references.note(workflow.workspaceId, { kind: 'workflow', id: workflowId, version }, usedIn(workflow.source));
  const writes = [() => context.versions.insert(document), () => context.workflows.update(workflowId, { set }, { revision: workflow.revision })];
  try {
    await context.audit.change(principal, 'workflow.publish', workflowResource(workflow), writes, { version });
  } catch (error) {
    // Its number is free again, or the deletion may have looked for versions before this one.
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) await context.versions.delete(document.id);
    if (error instanceof DocumentMissing) throw new NotFound('workflow', workflowId);
    if (error instanceof RevisionConflict || error instanceof UniqueConflict) {
      throw new Conflict('The workflow was saved or published while it was being published: look at the draft and publish again.');
    }
    throw error;
  }
  return version;
}
