import type { Profile, Workspace } from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import type { KnownMember } from './members.ts';
import type { IssuedOneTimeToken } from './one-time-tokens.ts';
import { cozeRole, rolePermissions } from './roles.ts';
import type { PersonalToken, Session, User } from './stores.ts';
import type { JoinedWorkspace } from './workspaces.ts';

/** The name that others see. */
function nickNameOf(user: User): string {
  return user.nickName || user.name;
}

/** An account as the management API has it. */
export function showUser(user: User): Profile {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    nick_name: nickNameOf(user),
    avatar_url: user.avatarUrl,
    instance_admin: user.instanceAdmin,
    disabled: user.disabled,
    personal_workspace_id: user.personalWorkspaceId,
    created_at: seconds(user.createdAt),
  };
}

/** An account as Coze has it. */
export function showCozeUser(user: User) {
  return { user_id: user.id, user_name: user.name, nick_name: nickNameOf(user), avatar_url: user.avatarUrl };
}

/** A one-time token and the page that takes it. */
export function showLink(page: '/reset-password' | '/register', { token, expiresAt }: IssuedOneTimeToken) {
  return { token, path: `${page}?token=${token}`, expires_at: seconds(expiresAt) };
}

/** A personal access token without its secret. */
export function showToken(token: PersonalToken) {
  return {
    id: token.id,
    name: token.name,
    ...(token.scopes ? { scopes: [...token.scopes] } : {}),
    ...(token.workspaceId ? { workspace_id: token.workspaceId } : {}),
    created_at: seconds(token.createdAt),
    ...(token.expiresAt !== undefined ? { expires_at: seconds(token.expiresAt) } : {}),
    ...(token.lastUsedAt !== undefined ? { last_used_at: seconds(token.lastUsedAt) } : {}),
  };
}

/** A session; `currentId` is the one that asks. */
export function showSession(session: Session, currentId: string) {
  return {
    id: session.id,
    address: session.address,
    user_agent: session.userAgent,
    created_at: seconds(session.createdAt),
    last_used_at: seconds(session.rotatedAt),
    expires_at: seconds(session.expiresAt),
    current: session.id === currentId,
  };
}

/** A workspace as the management API has it. */
export function showWorkspace({ workspace, role }: JoinedWorkspace): Workspace {
  return {
    id: workspace.id,
    name: workspace.name,
    icon_url: workspace.iconUrl,
    kind: workspace.kind,
    role,
    permissions: [...rolePermissions[role]],
    created_at: seconds(workspace.createdAt),
  };
}

/** A workspace as Coze has it. */
export function showCozeWorkspace({ workspace, role }: JoinedWorkspace) {
  return {
    id: workspace.id,
    name: workspace.name,
    icon_url: workspace.iconUrl,
    role_type: cozeRole(role),
    workspace_type: workspace.kind,
    enterprise_id: '',
  };
}

/** A member as the management API has it. */
export function showMember({ member, user }: KnownMember) {
  return {
    user_id: user.id,
    name: user.name,
    nick_name: nickNameOf(user),
    avatar_url: user.avatarUrl,
    email: user.email,
    role: member.role,
    joined_at: seconds(member.joinedAt),
  };
}

/** A member as Coze has it. */
export function showCozeMember({ member, user }: KnownMember) {
  return {
    user_id: user.id,
    role_type: cozeRole(member.role),
    user_nickname: nickNameOf(user),
    user_unique_name: user.name,
    avatar_url: user.avatarUrl,
  };
}
