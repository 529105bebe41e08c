import type { AuditAction, Role } from '@buckle/contract';
import type { AuditDetails } from '#application/audit/index.ts';
import { RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorize, authorizeAccount } from './authorize.ts';
import { findByEmail } from './create-account.ts';
import { type InOrder, leaveUnlessLast } from './keep-one.ts';
import type { IdentityParts } from './parts.ts';
import { type Member, memberId, type User } from './stores.ts';
import type { PageRequest } from './workspaces.ts';

/** A member and their account. */
export interface KnownMember {
  readonly member: Member;
  readonly user: User;
}

/** Who is meant: by id or by e-mail. */
export type UserReference = { readonly userId: string } | { readonly email: string };

const LAST_OWNER = 'This is the last owner of the workspace: make another member an owner first.';

/** A page of the members of a workspace, and how many there are. */
export async function listMembers(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  page: PageRequest,
): Promise<{ items: KnownMember[]; next?: string; total: number }> {
  await authorize(parts, principal, 'member.read', workspaceResource(workspaceId));
  const where = { workspaceId };
  const [found, total] = await Promise.all([
    parts.stores.members.find({ where, ...page }),
    parts.stores.members.count(where),
  ]);
  const users = await parts.stores.users.getMany(found.items.map((member) => member.userId));
  const byId = new Map(users.map((user) => [user.id, user]));
  const items = found.items.flatMap((member) => {
    const user = byId.get(member.userId);
    return user ? [{ member, user }] : [];
  });
  return { items, total, ...(found.next !== undefined ? { next: found.next } : {}) };
}

/**
 * Adds an account to a team workspace; only owners make owners. Throws `NotFound` of the user,
 * `Conflict` for a member, and `BadRequest` for a personal workspace.
 */
export async function addMember(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  who: UserReference,
  role: Role,
): Promise<KnownMember> {
  await authorizeChange(parts, principal, workspaceId, [role]);
  const workspace = await parts.stores.workspaces.get(workspaceId);
  if (workspace?.kind !== 'team') {
    throw new BadRequest('A personal workspace has no other members: make a team workspace for that.');
  }
  const user = 'email' in who ? await findByEmail(parts, who.email) : await parts.stores.users.get(who.userId);
  if (!user) throw new NotFound('user', 'email' in who ? who.email : who.userId);
  try {
    const id = memberId(workspaceId, user.id);
    const joinedAt = parts.clock.now();
    const member: Member = { id, workspaceId, userId: user.id, role, joinedAt };
    await audited(parts, principal, 'member.add', member, { role })([() => parts.stores.members.insert(member)]);
    // Whoever deletes one of them removes members after that: what came later is seen here.
    const [place, account] = await Promise.all([parts.stores.workspaces.get(workspaceId), parts.stores.users.get(user.id)]);
    if (!place || !account) {
      await parts.stores.members.delete(id);
      throw new NotFound(place ? 'user' : 'workspace', place ? user.id : workspaceId);
    }
    return { member, user };
  } catch (error) {
    if (!(error instanceof UniqueConflict)) throw error;
    throw new Conflict('This user is a member of the workspace already.');
  }
}

/** Changes a member's role. Throws `NotFound`, and `Conflict` for the last owner. */
export async function updateMember(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  userId: string,
  role: Role,
): Promise<KnownMember> {
  await authorizeChange(parts, principal, workspaceId, [role]);
  const before = await existingMember(parts, workspaceId, userId);
  await authorizeChange(parts, principal, workspaceId, [before.role]);
  const inOrder = audited(parts, principal, 'member.update', before, { role, former_role: before.role });
  const change = (revision: number) => parts.stores.members.update(before.id, { set: { role } }, { revision });
  if (before.role === 'owner' && role !== 'owner') await leaveOwners(parts, inOrder, before, change);
  else await unchanged(inOrder([() => change(before.revision)]));
  const user = await parts.stores.users.get(userId);
  if (!user) throw new NotFound('user', userId);
  return { member: { ...before, role }, user };
}

/** Removes a member; everyone may remove themselves. Throws `NotFound`, and `Conflict` for the last owner. */
export async function removeMember(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  userId: string,
): Promise<void> {
  const leaves = userId === principal.userId;
  if (leaves) {
    await authorize(parts, principal, 'workspace.read', workspaceResource(workspaceId));
    await authorizeAccount(parts, principal, 'account.manage');
  } else {
    await authorizeChange(parts, principal, workspaceId, []);
  }
  const member = await existingMember(parts, workspaceId, userId);
  if (!leaves) await authorizeChange(parts, principal, workspaceId, [member.role]);
  if (member.role === 'owner') await leaveAsOwner(parts, principal, member);
  else await unchanged(removing(parts, principal, member)([() => parts.stores.members.delete(member.id, { revision: member.revision })]));
}

/** Managing members needs `member.manage`; giving or taking the role of owner needs `workspace.own` too. */
async function authorizeChange(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  roles: readonly Role[],
): Promise<void> {
  await authorize(parts, principal, 'member.manage', workspaceResource(workspaceId));
  if (roles.includes('owner')) await authorize(parts, principal, 'workspace.own', workspaceResource(workspaceId));
}

async function existingMember(parts: IdentityParts, workspaceId: string, userId: string) {
  const member = await parts.stores.members.get(memberId(workspaceId, userId));
  if (!member) throw new NotFound('member', userId);
  return member;
}

/** Takes an owner out of a workspace. Throws `Conflict` for the last one. */
export async function leaveAsOwner(parts: IdentityParts, principal: Principal, owner: Member): Promise<void> {
  await leaveOwners(parts, removing(parts, principal, owner), owner, (revision) => parts.stores.members.delete(owner.id, { revision }));
}

function leaveOwners(
  parts: IdentityParts,
  inOrder: InOrder,
  owner: Member,
  leave: (revision: number) => Promise<unknown>,
): Promise<void> {
  const { members } = parts.stores;
  const where = { workspaceId: owner.workspaceId, role: 'owner' } as const;
  return leaveUnlessLast({
    inOrder,
    collection: members,
    id: owner.id,
    holders: async () => (await members.find({ where, limit: 2 })).items,
    touch: (holder) => ({ set: { role: holder.role } }),
    leave,
    refusal: LAST_OWNER,
  });
}

/** The outcome of a write at a revision. Throws `Conflict` where somebody else wrote first. */
async function unchanged(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    throw new Conflict('Somebody else has just changed this member: look again and repeat.');
  }
}

function workspaceResource(workspaceId: string) {
  return { type: 'workspace', id: workspaceId, workspaceId };
}

/** Makes writes in order, with the audit entry of what they do to a member. */
function audited(parts: IdentityParts, principal: Principal, action: AuditAction, member: Member, details: AuditDetails): InOrder {
  const resource = { type: 'member', id: member.userId, workspaceId: member.workspaceId };
  return (writes) => parts.audit.change(principal, action, resource, writes, details);
}

function removing(parts: IdentityParts, principal: Principal, member: Member): InOrder {
  return audited(parts, principal, 'member.remove', member, { role: member.role });
}
