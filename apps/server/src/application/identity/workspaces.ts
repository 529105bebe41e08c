import type { Role } from '@buckle/contract';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorize, authorizeAccount } from './authorize.ts';
import type { IdentityParts } from './parts.ts';
import { type Member, memberId, type Workspace } from './stores.ts';

/** A workspace and the caller's role in it. */
export interface JoinedWorkspace {
  readonly workspace: Workspace;
  readonly role: Role;
}

/** Which page of a list: from a cursor, or from a number of entries on. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
  readonly skip?: number;
}

/** A page of the caller's workspaces, oldest first, and how many there are. A bound token sees its own alone. */
export async function listWorkspaces(
  parts: IdentityParts,
  principal: Principal,
  page: PageRequest,
): Promise<{ items: JoinedWorkspace[]; next?: string; total: number }> {
  await authorizeAccount(parts, principal, 'workspace.read');
  const { members, workspaces } = parts.stores;
  const { userId, workspaceId } = principal;
  const where = workspaceId === undefined ? { userId } : { userId, id: memberId(workspaceId, userId) };
  const [found, total] = await Promise.all([members.find({ where, ...page }), members.count(where)]);
  const byId = new Map((await workspaces.getMany(found.items.map((member) => member.workspaceId))).map((w) => [w.id, w]));
  const items = found.items.flatMap(({ workspaceId: id, role }) => {
    const workspace = byId.get(id);
    return workspace ? [{ workspace, role }] : [];
  });
  return { items, total, ...(found.next !== undefined ? { next: found.next } : {}) };
}

/** One workspace. Throws `NotFound`. */
export async function getWorkspace(parts: IdentityParts, principal: Principal, id: string): Promise<JoinedWorkspace> {
  const role = await authorize(parts, principal, 'workspace.read', { type: 'workspace', id, workspaceId: id });
  const workspace = await parts.stores.workspaces.get(id);
  if (!workspace) throw new NotFound('workspace', id);
  return { workspace, role };
}

/**
 * Makes a team workspace that the caller owns. The membership comes last: nobody sees half of it. A call
 * repeated with its key finds what the first made, or finishes it.
 */
export async function createWorkspace(
  parts: IdentityParts,
  principal: Principal,
  wanted: { readonly name: string; readonly iconUrl: string },
  key?: string,
): Promise<JoinedWorkspace> {
  await authorizeAccount(parts, principal, 'account.manage');
  const { stores, clock, ids, idempotency } = parts;
  const { userId } = principal;
  const call = { operation: 'createWorkspace', key, body: wanted };
  return idempotency.create<JoinedWorkspace>(principal, call, () => ids.next(), {
    async find(id) {
      const [workspace, member] = await Promise.all([stores.workspaces.get(id), stores.members.get(memberId(id, userId))]);
      return workspace && member && { workspace, role: member.role };
    },
    async make(id) {
      const now = clock.now();
      const workspace: Workspace = { ...wanted, id, kind: 'team', createdAt: now };
      const member: Member = { id: memberId(id, userId), workspaceId: id, userId, role: 'owner', joinedAt: now };
      const writes = [() => stores.workspaces.ensure(workspace), () => stores.members.insert(member)];
      await parts.audit.change(principal, 'workspace.create', { type: 'workspace', id, workspaceId: id }, writes, { name: wanted.name });
      return { workspace, role: 'owner' };
    },
  });
}

/** Changes the name or the picture of a workspace. Throws `NotFound` and `PermissionDenied`. */
export async function updateWorkspace(
  parts: IdentityParts,
  principal: Principal,
  id: string,
  set: Partial<Pick<Workspace, 'name' | 'iconUrl'>>,
): Promise<JoinedWorkspace> {
  const resource = { type: 'workspace', id, workspaceId: id };
  const role = await authorize(parts, principal, 'workspace.manage', resource);
  const updating = () => parts.stores.workspaces.update(id, { set });
  const details = { fields: Object.keys(set).join(' ') };
  const [workspace] = await parts.audit.change(principal, 'workspace.update', resource, [updating], details);
  return { workspace, role };
}
