import type { User } from '#application/identity/index.ts';
import type { Principal } from '#kernel/principal.ts';
import { INSTANCE_SCOPE } from '#services/storage/index.ts';
import { startRemoval } from '#services/work/index.ts';
import type { DeletionContext } from './context.ts';
import { shutDoors } from './remove-workspace.ts';

/** Deletes the caller's account; see `remove`. Throws `BadRequest` for a wrong password. */
export async function deleteOwnAccount(context: DeletionContext, principal: Principal, password: string): Promise<string> {
  return remove(context, principal, await context.identity.ownDeletableAccount(principal, password));
}

/** Deletes another's account, for administrators of the instance; see `remove`. Throws `NotFound`, `PermissionDenied`, and `BadRequest` for their own. */
export async function deleteUser(context: DeletionContext, principal: Principal, userId: string): Promise<string> {
  return remove(context, principal, await context.identity.deletableAccount(principal, userId));
}

/**
 * Deletes an account: it can do nothing any more when this resolves, and its personal workspace is
 * removed by durable work, whose id is returned. What it said in team workspaces is theirs and stays.
 * Throws `Conflict` for the last owner of a team workspace and for the last administrator.
 */
async function remove(context: DeletionContext, principal: Principal, user: User): Promise<string> {
  const { identity, audit, work, ids, userKind } = context;
  const { id: userId, personalWorkspaceId, email } = user;
  const id = ids.next();
  const start = {
    id,
    workspaceId: INSTANCE_SCOPE,
    actorId: principal.userId,
    slot: `user/${userId}`,
    input: { userId, personalWorkspaceId },
    here: false,
  };
  await audit.attempt(principal, 'user.delete', { type: 'user', id: userId }, async () => {
    await identity.letGo(principal, user);
    await startRemoval(work, userKind, start, { type: 'user', id: userId });
    await identity.closeAccount(userId);
    await shutDoors(context, personalWorkspaceId);
  }, { email });
  return id;
}
