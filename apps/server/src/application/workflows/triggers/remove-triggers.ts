import { removeAll, removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import type { Aged } from '#data/documents/aged.ts';
import type { FiringDocument, TriggerCollections } from './trigger-documents.ts';

/** Removes a trigger with what it has fired: it fires no more from the beginning of that on. */
export async function removeTrigger({ triggers, firings }: TriggerCollections, triggerId: string, watch: RemovalWatch = {}): Promise<void> {
  await triggers.closed.delete(triggerId);
  await removeAll(firings.closed, { where: { triggerId }, sort: 'createdAt' }, watch);
}

/** Removes the triggers of a workflow, and those that follow it. */
export async function removeTriggersOf(collections: TriggerCollections, workflowId: string, watch: RemovalWatch): Promise<void> {
  await removeEach(collections.triggers.closed, { where: { workflowId } }, ({ id }) => removeTrigger(collections, id, watch), watch);
  await removeEach(collections.triggers.closed, { where: { sourceId: workflowId } }, ({ id }) => removeTrigger(collections, id, watch), watch);
}

/** Removes all triggers of a workspace, and all that was fired. */
export async function removeTriggersOfWorkspace({ triggers, firings }: TriggerCollections, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await removeAll(triggers.closed, { where: { workspaceId }, sort: 'createdAt' }, watch);
  await removeAll(firings.closed, { where: { workspaceId }, sort: 'createdAt' }, watch);
}

/** What triggers of workspaces have fired, by when they did; one whose run goes on stays. */
export function firingsByAge({ firings }: TriggerCollections): Aged {
  // One that is still about to start after days was never acknowledged: its process was killed in that moment.
  const remove = async ({ id, state }: FiringDocument): Promise<boolean> => state !== 'started' && firings.closed.delete(id);
  const older = (workspaceId: string, before: number) => ({ where: { workspaceId, createdAt: { lt: before } }, sort: 'createdAt' }) as const;
  return {
    hasOlder: async (workspaceId, before) => (await firings.closed.find({ ...older(workspaceId, before), limit: 1 })).items.length > 0,
    removeOlder: (workspaceId, before, watch) => removeEach(firings.closed, older(workspaceId, before), remove, watch),
  };
}
