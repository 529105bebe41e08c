import { removeAll, type RemovalWatch } from '#data/documents/remove-all.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorizeAccount, authorizeInstance } from './authorize.ts';
import { enabled } from './authenticate.ts';
import { checkOwnPassword } from './own-account.ts';
import { leaveAsOwner } from './members.ts';
import { endBearers, leaveAdministration } from './manage-users.ts';
import type { IdentityParts } from './parts.ts';
import type { Member, User } from './stores.ts';

/** How many workspaces a refusal names. */
const NAMED = 10;

/** The caller's own account, to be deleted. Throws `PermissionDenied`, `BadRequest` for a wrong password, and `TooManyRequests`. */
export async function ownDeletableAccount(parts: IdentityParts, principal: Principal, password: string): Promise<User> {
  await authorizeAccount(parts, principal, 'account.manage');
  const user = enabled(await parts.stores.users.get(principal.userId));
  await checkOwnPassword(parts, principal, user, password, 'user.delete');
  return user;
}

/** An account that an administrator of the instance wants to delete. Throws `PermissionDenied`, `NotFound`, and `BadRequest` for their own. */
export async function deletableAccount(parts: IdentityParts, principal: Principal, id: string): Promise<User> {
  await authorizeInstance(parts, principal, 'user.delete');
  if (id === principal.userId) throw new BadRequest('This is your own account: delete it on the page of your account, with your password.');
  const user = await parts.stores.users.get(id);
  if (!user) throw new NotFound('user', id);
  return user;
}

/**
 * Lets an account go that is about to be deleted: it leaves the team workspaces that it owns, and the
 * administration of the instance. Throws `Conflict` where it is the last owner or administrator,
 * which is looked at before anything is changed.
 */
export async function letGo(parts: IdentityParts, principal: Principal, user: User): Promise<void> {
  const owned = await ownedByOthersToo(parts, user);
  if (user.instanceAdmin && !user.disabled) await leaveAdministration(parts, principal, user);
  for (const member of owned) await leaveAsOwner(parts, principal, member);
}

/** The places of an owner in team workspaces. Throws `Conflict`, naming them, where there are some with no other owner. */
async function ownedByOthersToo({ stores }: IdentityParts, user: User): Promise<Member[]> {
  const owned: Member[] = [];
  const alone: string[] = [];
  let after: string | undefined;
  do {
    const page = await stores.members.find({ where: { userId: user.id }, limit: 500, after });
    for (const member of page.items) {
      const { workspaceId } = member;
      if (member.role !== 'owner' || workspaceId === user.personalWorkspaceId) continue;
      if ((await stores.members.count({ workspaceId, role: 'owner' })) > 1) owned.push(member);
      else alone.push(workspaceId);
    }
    after = page.next;
  } while (after !== undefined);
  if (alone.length > 0) throw await lastOwner({ stores }, alone);
  return owned;
}

async function lastOwner({ stores }: Pick<IdentityParts, 'stores'>, workspaceIds: readonly string[]): Promise<Conflict> {
  const workspaces = await stores.workspaces.getMany(workspaceIds.slice(0, NAMED));
  const names = workspaces.map(({ id, name }) => `${JSON.stringify(name)} (${id})`);
  const more = workspaceIds.length > NAMED ? ` and ${workspaceIds.length - NAMED} more` : '';
  return new Conflict(`The last owner of team workspaces cannot be deleted: make another member an owner of ${names.join(', ')}${more}, or delete what is not needed.`);
}

/** Removes all that a deleted account could act with, and its places in workspaces. Its own document goes first: without it nothing else is good. */
export async function closeAccount(parts: IdentityParts, userId: string, watch: RemovalWatch = {}): Promise<void> {
  const { stores } = parts;
  await stores.users.delete(userId);
  await removeAll(stores.members, { where: { userId } }, watch);
  await removeAll(stores.sessions, { where: { userId } }, watch);
  await removeAll(stores.tokens, { where: { userId, revoked: { in: [false, true] } } }, watch);
  await endBearers(parts, userId);
}
