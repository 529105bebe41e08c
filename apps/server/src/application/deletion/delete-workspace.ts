import type { Principal } from '#kernel/principal.ts';
import { INSTANCE_SCOPE } from '#services/storage/index.ts';
import { startRemoval } from '#services/work/index.ts';
import type { DeletionContext } from './context.ts';
import { shutDoors } from './remove-workspace.ts';

/**
 * Deletes a team workspace: nobody is let into it any more when this resolves, and what it holds is
 * removed by durable work, whose id is returned. That belongs to the instance, since it outlives the
 * workspace; its caller and the instance's administrators may watch it. Throws `NotFound`,
 * `PermissionDenied`, and `BadRequest` for a personal workspace.
 */
export async function deleteWorkspace(context: DeletionContext, principal: Principal, workspaceId: string): Promise<string> {
  const { identity, audit, work, ids, workspaceKind } = context;
  const { name } = await identity.deletableWorkspace(principal, workspaceId);
  const id = ids.next();
  const start = { id, workspaceId: INSTANCE_SCOPE, actorId: principal.userId, slot: `workspace/${workspaceId}`, input: { workspaceId }, here: false };
  // In the log of the instance: nobody can read that of the workspace as its member any more.
  await audit.attempt(principal, 'workspace.delete', { type: 'workspace', id: workspaceId }, async () => {
    await startRemoval(work, workspaceKind, start, { type: 'workspace', id: workspaceId });
    await shutDoors(context, workspaceId);
  }, { name });
  return id;
}
