import type { WorkflowMode } from '@buckle/contract';
import type { Read, Where } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflow, type WorkflowsContext } from './context.ts';
import type { WorkflowDocument, WorkflowVersionDocument } from './workflow-documents.ts';

/** A page by number, from 1. */
export interface Paging {
  readonly page: number;
  readonly size: number;
}

/** The workflows of a workspace, those changed last first. */
export async function listWorkflows(
  context: WorkflowsContext,
  principal: Principal,
  { workspaceId, mode, isPublished }: { readonly workspaceId: string; readonly mode?: WorkflowMode | undefined; readonly isPublished?: boolean | undefined },
  { page, size }: Paging,
): Promise<{ readonly total: number; readonly items: readonly Read<WorkflowDocument>[] }> {
  await context.identity.authorize(principal, 'workflow.read', { type: 'workspace', id: workspaceId, workspaceId });
  const where: Where<WorkflowDocument> =
    { workspaceId, ...(mode === undefined ? {} : { mode }), ...(isPublished === undefined ? {} : { isPublished }) };
  const [total, { items }] = await Promise.all([
    context.workflows.count(where),
    context.workflows.find({ where, sort: 'updatedAt', descending: true, limit: size, skip: (page - 1) * size }),
  ]);
  return { total, items };
}

/** The versions of a workflow, the newest first. */
export async function listVersions(
  context: WorkflowsContext,
  principal: Principal,
  workflowId: string,
  { page, size }: Paging,
): Promise<{ readonly workflow: WorkflowDocument; readonly total: number; readonly items: readonly WorkflowVersionDocument[] }> {
  const workflow = await findWorkflow(context, principal, 'workflow.read', workflowId);
  const [total, { items }] = await Promise.all([
    context.versions.count({ workflowId }),
    context.versions.find({ where: { workflowId }, sort: 'order', descending: true, limit: size, skip: (page - 1) * size }),
  ]);
  return { workflow, total, items };
}
