import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorize } from './authorize.ts';
import type { IdentityParts } from './parts.ts';
import type { Workspace } from './stores.ts';

/** A workspace that the principal may delete. Throws `NotFound`, `PermissionDenied`, and `BadRequest` for a personal one. */
export async function deletableWorkspace(parts: IdentityParts, principal: Principal, id: string): Promise<Workspace> {
  await authorize(parts, principal, 'workspace.own', { type: 'workspace', id, workspaceId: id });
  const workspace = await parts.stores.workspaces.get(id);
  if (!workspace) throw new NotFound('workspace', id);
  if (workspace.kind === 'personal') {
    throw new BadRequest('A personal workspace goes with its account: delete the account, or what the workspace holds.');
  }
  return workspace;
}

/** Lets nobody into a workspace any more: all members, owners too, and its own document are removed. */
export async function closeWorkspace({ stores }: IdentityParts, id: string, watch?: RemovalWatch): Promise<void> {
  await stores.workspaces.delete(id);
  await removeAll(stores.members, { where: { workspaceId: id } }, watch);
}

/** Removes the access tokens that are bound to a closed workspace, which they let nobody into. */
export async function removeBoundTokens({ stores }: IdentityParts, workspaceId: string, watch: RemovalWatch): Promise<void> {
  await removeAll(stores.tokens, { where: { workspaceId } }, watch);
}
