import type { Retention } from '@buckle/contract';
import { RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { RetentionContext } from './context.ts';

/** How long a workspace wants to keep what it holds. Throws `NotFound` and `PermissionDenied`. */
export async function readRetention({ identity, retentions }: RetentionContext, principal: Principal, workspaceId: string): Promise<Retention> {
  await identity.authorize(principal, 'workspace.read', { type: 'workspace', id: workspaceId, workspaceId });
  return (await retentions.get(workspaceId))?.own ?? {};
}

/** Sets it. Throws `NotFound`, `PermissionDenied`, and `Conflict` where others set it at the same time. */
export async function changeRetention({ identity, retentions, audit }: RetentionContext, principal: Principal, workspaceId: string, own: Retention): Promise<void> {
  const workspace = { type: 'workspace', id: workspaceId, workspaceId };
  await identity.authorize(principal, 'workspace.manage', workspace);
  const before = await retentions.get(workspaceId);
  const write = () =>
    before ? retentions.update(workspaceId, { set: { own } }, { revision: before.revision }) : retentions.insert({ id: workspaceId, own });
  try {
    await audit.change(principal, 'workspace.retain', workspace, [write], { ...own });
  } catch (error) {
    if (!(error instanceof RevisionConflict || error instanceof UniqueConflict)) throw error;
    throw new Conflict('Somebody else has just set this retention: look at it again, and repeat the call.');
  }
}
