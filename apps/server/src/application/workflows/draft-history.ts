import type { Read } from '#data/documents/port.ts';
import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import { findWorkflowEntry, type WorkflowsContext } from './context.ts';
import type { Paging } from './read-workflows.ts';
import type { PastDraftDocument, WorkflowDocument } from './workflow-documents.ts';

/** While one person goes on saving, what stood there is kept this often, in milliseconds. */
const KEPT_EVERY = 10 * 60_000;
/** So many drafts of a workflow are kept. */
const DRAFTS_KEPT = 100;

/** How a draft is about to be saved over. */
interface Save {
  readonly by: string;
  readonly at: number;
  /** Whether what stands there is kept in any case, since it is replaced as a whole. */
  readonly replaces: boolean;
}

/** Whether what stands there is to be kept before a save: it was another's, is replaced, or the last that was kept is old. */
function isToBeKept({ ownerId, draftSavedBy = ownerId, draftKeptAt, createdAt }: WorkflowDocument, { by, at, replaces }: Save): boolean {
  return replaces || draftSavedBy !== by || at - (draftKeptAt ?? createdAt) >= KEPT_EVERY;
}

/** Keeps a draft that is about to be saved over, where it is to be kept; returns what the workflow then says of that. */
export async function keepDraft(drafts: SealedCollection<PastDraftDocument>, workflow: WorkflowDocument, save: Save): Promise<Partial<WorkflowDocument>> {
  const saved = { draftSavedBy: save.by, draftSavedAt: save.at };
  if (!isToBeKept(workflow, save)) return saved;
  const { id: workflowId, workspaceId, draftRevision, ownerId, draftSavedBy = ownerId, createdAt, draftSavedAt = createdAt, source } = workflow;
  // Once more where the save is tried again: it is the same draft.
  await drafts.ensure({ id: draftId(workflowId, draftRevision), workflowId, workspaceId, draftRevision, savedBy: draftSavedBy, savedAt: draftSavedAt, source });
  const { items } = await drafts.closed.find({ where: { workflowId }, sort: 'draftRevision', descending: true, skip: DRAFTS_KEPT, limit: 10 });
  for (const { id } of items) await drafts.delete(id);
  return { ...saved, draftKeptAt: save.at };
}

/** Removes what was kept of a workflow's drafts. */
export async function removeDrafts(drafts: SealedCollection<PastDraftDocument>, workflowId: string, watch: RemovalWatch = {}): Promise<void> {
  await removeAll(drafts.closed, { where: { workflowId }, sort: 'draftRevision' }, watch);
}

/** What was kept of a workflow's drafts, the last first. */
export async function listDrafts(
  context: WorkflowsContext,
  principal: Principal,
  workflowId: string,
  { page, size }: Paging,
): Promise<{ readonly total: number; readonly items: readonly PastDraftDocument[] }> {
  await findWorkflowEntry(context, principal, 'workflow.read', workflowId);
  const [total, { items }] = await Promise.all([
    context.drafts.count({ workflowId }),
    context.drafts.closed.find({ where: { workflowId }, sort: 'draftRevision', descending: true, limit: size, skip: (page - 1) * size }),
  ]);
  return { total, items };
}

/** One draft that was kept. Throws `NotFound`. */
export async function readDraft(context: WorkflowsContext, principal: Principal, workflowId: string, revision: number): Promise<Read<PastDraftDocument>> {
  await findWorkflowEntry(context, principal, 'workflow.read', workflowId);
  const draft = await context.drafts.get(draftId(workflowId, revision));
  if (!draft) throw new NotFound('draft', String(revision));
  return draft;
}

function draftId(workflowId: string, revision: number): string {
  return `${workflowId}-${revision}`;
}
