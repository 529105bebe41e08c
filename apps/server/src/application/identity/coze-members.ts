import { Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorize } from './authorize.ts';
import { addMember, removeMember } from './members.ts';
import type { IdentityParts } from './parts.ts';
import { memberId } from './stores.ts';

/**
 * Adds users one by one, each with an outcome of its own, as Coze answers it. Its role of `member`
 * becomes `editor`: it may build and publish there. Nobody is invited first, so those lists stay empty.
 */
export async function addCozeMembers(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  users: readonly { readonly user_id: string; readonly role_type: 'admin' | 'member' }[],
) {
  const outcome = {
    added_success_user_ids: [] as string[],
    invited_success_user_ids: [],
    not_exist_user_ids: [] as string[],
    already_joined_user_ids: [] as string[],
    already_invited_user_ids: [],
  };
  await authorize(parts, principal, 'member.manage', { type: 'workspace', id: workspaceId, workspaceId });
  for (const { user_id: userId, role_type: role } of users) {
    try {
      await addMember(parts, principal, workspaceId, { userId }, role === 'admin' ? 'admin' : 'editor');
      outcome.added_success_user_ids.push(userId);
    } catch (error) {
      if (error instanceof NotFound) outcome.not_exist_user_ids.push(userId);
      else if (error instanceof Conflict) outcome.already_joined_user_ids.push(userId);
      else throw error;
    }
  }
  return outcome;
}

/** Removes users one by one, as Coze answers it: owners stay. */
export async function removeCozeMembers(
  parts: IdentityParts,
  principal: Principal,
  workspaceId: string,
  userIds: readonly string[],
) {
  const outcome = {
    removed_success_user_ids: [] as string[],
    not_in_workspace_user_ids: [] as string[],
    owner_not_support_remove_user_ids: [] as string[],
  };
  await authorize(parts, principal, 'member.manage', { type: 'workspace', id: workspaceId, workspaceId });
  for (const userId of userIds) {
    const member = await parts.stores.members.get(memberId(workspaceId, userId));
    if (!member) outcome.not_in_workspace_user_ids.push(userId);
    else if (member.role === 'owner') outcome.owner_not_support_remove_user_ids.push(userId);
    else {
      await removeMember(parts, principal, workspaceId, userId);
      outcome.removed_success_user_ids.push(userId);
    }
  }
  return outcome;
}
