import { type Permission, permissions, type Role, roles } from '@buckle/contract';

const viewer: readonly Permission[] = ['workspace.read', 'member.read', 'bot.read', 'workflow.read', 'knowledge.read', 'file.read', 'model.read'];

const operator: readonly Permission[] = [
  ...viewer,
  'bot.chat',
  'workflow.run',
  'knowledge.search',
  'conversation.read',
  'conversation.write',
  'trace.read',
  'file.write',
  'variable.read',
  'variable.write',
  'work.read',
  'usage.read',
];

const editor: readonly Permission[] = [...operator, 'bot.edit', 'bot.publish', 'workflow.edit', 'workflow.publish', 'knowledge.edit', 'work.manage'];

/** What each role in a workspace may do. */
export const rolePermissions: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(permissions),
  admin: new Set(permissions.filter((permission) => permission !== 'workspace.own')),
  editor: new Set(editor),
  operator: new Set(operator),
  viewer: new Set(viewer),
};

/** The roles that have a permission, for the message of a refusal. */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((role) => rolePermissions[role].has(permission));
}

/** A role as Coze's clients know it. */
export function cozeRole(role: Role): 'owner' | 'admin' | 'member' {
  return role === 'owner' || role === 'admin' ? role : 'member';
}
