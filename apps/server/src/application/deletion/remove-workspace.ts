import type { RemovalWatch } from '#data/documents/remove-all.ts';
import { isSecondLook, removalKind, SECOND_LOOK, type WorkContext, type WorkKind } from '#services/work/index.ts';
import type { DeletionDependencies, UserDeletionInput, WorkspaceDeletionInput, WorkspacePart } from './context.ts';

/** The removal of a deleted workspace. */
export function workspaceDeletionKind(dependencies: DeletionDependencies): WorkKind<WorkspaceDeletionInput, undefined> {
  return removalKind('workspace.delete', (work) => removeWorkspace(dependencies, work.input.workspaceId, work));
}

/** The removal of a deleted user, with their personal workspace. */
export function userDeletionKind(dependencies: DeletionDependencies): WorkKind<UserDeletionInput, undefined> {
  return removalKind('user.delete', async (work) => {
    const { userId, personalWorkspaceId } = work.input;
    const { identity } = dependencies;
    await onePart(work, { name: 'account', remove: (_, watch) => identity.closeAccount(userId, watch) }, personalWorkspaceId);
    return removeWorkspace(dependencies, personalWorkspaceId, work);
  });
}

/** Lets nobody into a workspace any more. What is done after a kill again, is right when it is done twice. */
export async function shutDoors({ identity, doors }: DeletionDependencies, workspaceId: string, watch: RemovalWatch = {}): Promise<void> {
  await identity.closeWorkspace(workspaceId, watch);
  for (const door of doors) await door.remove(workspaceId, watch);
}

/** Removes all that a workspace holds and at last its key. Returns when to look once more, after the first time; only then the key goes. */
async function removeWorkspace(dependencies: DeletionDependencies, workspaceId: string, work: WorkContext<unknown>): Promise<number | undefined> {
  const { work: works, identity, clock, keyring, parts } = dependencies;
  await onePart(work, { name: 'members', remove: (id, watch) => shutDoors(dependencies, id, watch) }, workspaceId);
  await onePart(work, { name: 'running', remove: (id) => works.ofWorkspaces.endAll(id) }, workspaceId);
  for (const part of parts) await onePart(work, part, workspaceId);
  await onePart(work, { name: 'tokens', remove: (id, watch) => identity.removeBoundTokens(id, watch) }, workspaceId);
  await onePart(work, { name: 'work', remove: (id, watch) => works.ofWorkspaces.removeAll(id, watch) }, workspaceId);
  if (!isSecondLook(work)) return clock.now() + SECOND_LOOK;
  await onePart(work, { name: 'key', remove: (id) => keyring.shred(id) }, workspaceId);
  return undefined;
}

/** Removes one part, telling those who watch how many things are gone in all. */
async function onePart(work: WorkContext<unknown>, { name, remove }: WorkspacePart, workspaceId: string): Promise<void> {
  work.signal.throwIfAborted();
  const { done = 0 } = work.progress ?? {};
  let removed = 0;
  await work.report({ step: name, done });
  const onRemoved = async (count: number): Promise<void> => {
    removed += count;
    await work.report({ step: name, done: done + removed });
  };
  await remove(workspaceId, { signal: work.signal, onRemoved });
}
