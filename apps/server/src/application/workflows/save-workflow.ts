import type { WorkflowIdMap, WorkflowMode } from '@buckle/contract';
import { DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { findWorkflow, workflowResource, type WorkflowsContext } from './context.ts';
import { keepDraft, removeDrafts } from './draft-history.ts';
import { emptySource, type GivenCanvas, sourceOf } from './source.ts';
import { usedIn } from './usages/references.ts';
import type { WorkflowDocument } from './workflow-documents.ts';

/** What a workflow is created with. */
export interface NewWorkflow {
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly mode: WorkflowMode;
  readonly canvas: GivenCanvas | undefined;
  readonly idMap: WorkflowIdMap;
  readonly idempotencyKey?: string | undefined;
}

/** Creates a workflow as a draft, whatever is wrong with its canvas. Throws `BadRequest` where that is none. */
export async function createWorkflow(context: WorkflowsContext, principal: Principal, input: NewWorkflow): Promise<Read<WorkflowDocument>> {
  const { idempotencyKey, workspaceId, canvas, idMap, ...rest } = input;
  await context.identity.authorize(principal, 'workflow.edit', { type: 'workspace', id: workspaceId, workspaceId });
  const source = canvas === undefined ? emptySource(rest.mode, idMap) : sourceOf(canvas, idMap);
  const call = { operation: 'createWorkflow', key: idempotencyKey, body: { workspaceId, source, ...rest } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.workflows.get(id),
    async make(id) {
      const now = context.clock.now();
      const workflow: WorkflowDocument = {
        id, workspaceId, ownerId: principal.userId, ...rest, isPublished: false, draftRevision: 1, source, createdAt: now, updatedAt: now,
      };
      await context.references.note(workspaceId, { kind: 'workflow', id, version: '' }, usedIn(source));
      const [made] = await context.audit.change(principal, 'workflow.create', workflowResource(workflow), [() => context.workflows.insert(workflow)]);
      return made;
    },
  });
}

/** How the draft is saved. */
export interface SavedCanvas {
  readonly canvas: GivenCanvas;
  readonly idMap?: WorkflowIdMap | undefined;
  readonly draftRevision?: number | undefined;
  /** Whether the draft as it stands is kept in its history in any case, since it is replaced as a whole. */
  readonly keepsCurrent?: boolean | undefined;
}

/**
 * Saves the draft. Throws `Conflict` where it was saved since `draftRevision` was read; without one,
 * it is saved over whatever stands there.
 */
export async function saveCanvas(
  context: WorkflowsContext,
  principal: Principal,
  workflowId: string,
  { canvas, idMap, draftRevision, keepsCurrent = false }: SavedCanvas,
): Promise<Read<WorkflowDocument>> {
  for (;;) {
    const workflow = await findWorkflow(context, principal, 'workflow.edit', workflowId);
    if (draftRevision !== undefined && draftRevision !== workflow.draftRevision) throw changedMeanwhile(draftRevision, workflow.draftRevision);
    const source = sourceOf(canvas, idMap ?? workflow.source.idMap);
    await context.references.note(workflow.workspaceId, { kind: 'workflow', id: workflowId, version: '' }, usedIn(source));
    try {
      const kept = await keepDraft(context.drafts, workflow, { by: principal.userId, at: context.clock.now(), replaces: keepsCurrent || draftRevision === undefined });
      return await change(context, principal, workflow, { source, draftRevision: workflow.draftRevision + 1, ...kept });
    } catch (error) {
      if (error instanceof DocumentMissing) {
        // The deletion may have looked for drafts before this one was kept.
        await removeDrafts(context.drafts, workflowId);
        throw new NotFound('workflow', workflowId);
      }
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

/** Changes what a workflow is called. */
export async function renameWorkflow(
  context: WorkflowsContext,
  principal: Principal,
  workflowId: string,
  changes: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<void> {
  const { name, description } = changes;
  const set = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
  for (;;) {
    const workflow = await findWorkflow(context, principal, 'workflow.edit', workflowId);
    try {
      await change(context, principal, workflow, set);
      return;
    } catch (error) {
      if (error instanceof DocumentMissing) throw new NotFound('workflow', workflowId);
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}

async function change(
  context: WorkflowsContext,
  principal: Principal,
  workflow: Read<WorkflowDocument>,
  changes: Partial<WorkflowDocument>,
): Promise<Read<WorkflowDocument>> {
  const set = { workspaceId: workflow.workspaceId, ...changes, updatedAt: context.clock.now() };
  const [saved] = await context.audit.change(principal, 'workflow.update', workflowResource(workflow), [
    () => context.workflows.update(workflow.id, { set }, { revision: workflow.revision }),
  ]);
  return saved;
}

function changedMeanwhile(given: number, current: number): Conflict {
  return new Conflict(`The draft was saved meanwhile: you read revision ${given}, and it is ${current} by now. Read it again and bring both together.`);
}
