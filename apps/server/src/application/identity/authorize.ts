import type { AuditAction, Permission, Role, Scope } from '@buckle/contract';
import { NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { IdentityParts } from './parts.ts';
import { rolePermissions, rolesWith } from './roles.ts';
import { memberId } from './stores.ts';

const REFUSALS = 100;
const MINUTE = 60_000;

/** What a permission is asked for: a thing of a workspace, or the workspace itself. */
export interface Resource {
  /** As an error names it: `bot`, `conversation`, `workspace`. */
  readonly type: string;
  readonly id: string;
  readonly workspaceId: string;
  /** The bot that it belongs to, if to one. */
  readonly botId?: string;
}

/**
 * The one check of every protected operation: the caller's role in the resource's workspace, which it
 * returns, and the credential's scopes and binding. Throws `NotFound` of the resource where the caller
 * is no member, so that nobody learns what exists, `PermissionDenied`, and
 * `TooManyRequests` where the workspace makes more than it may. Refusals are recorded.
 */
export async function authorize(
  parts: IdentityParts,
  principal: Principal,
  permission: Permission,
  resource: Resource,
): Promise<Role> {
  const member = principal.via === 'trigger' ? serviceIn(principal, resource) : await parts.stores.members.get(memberId(resource.workspaceId, principal.userId));
  if (!member) {
    await recordRefusal(parts, principal, permission, resource, 'not a member');
    throw new NotFound(resource.type, resource.id);
  }
  if (principal.workspaceId !== undefined && principal.workspaceId !== resource.workspaceId) {
    await recordRefusal(parts, principal, permission, resource, 'bound to another workspace');
    throw new PermissionDenied('This access token is bound to another workspace: use one of this workspace.');
  }
  if (!rolePermissions[member.role].has(permission)) {
    await recordRefusal(parts, principal, permission, resource, `role ${member.role}`);
    throw new PermissionDenied(
      `This needs the permission ${permission}, which the role ${member.role} does not have; ` +
        `these have it: ${rolesWith(permission).join(', ')}.`,
    );
  }
  if (!hasScope(principal, permission)) {
    await recordRefusal(parts, principal, permission, resource, 'scope');
    throw scopeMissing(permission);
  }
  if (!isOfBots(principal, permission, resource)) {
    await recordRefusal(parts, principal, permission, resource, 'limited to other bots');
    throw new PermissionDenied('This access token is limited to certain bots: name one of these.');
  }
  if (!isOfOneUser(principal, permission, resource)) {
    await recordRefusal(parts, principal, permission, resource, 'limited to a session');
    throw new PermissionDenied('This access token speaks for one user of an application, and this would show what others do.');
  }
  await parts.countRequest(principal, resource.workspaceId);
  return member.role;
}

/** What a trigger, which is a member nowhere, is in its own workspace; its scopes say the rest. */
function serviceIn({ workspaceId, scopes }: Principal, resource: Resource): { readonly role: Role } | undefined {
  return workspaceId === resource.workspaceId && scopes !== undefined ? { role: 'operator' } : undefined;
}

/** Whether a credential that is limited to bots may reach a resource: theirs, and files, which belong to no bot, but not their list. */
function isOfBots({ botIds }: Principal, permission: Permission, { type, id, botId }: Resource): boolean {
  if (botIds !== undefined && permission === 'file.read' && type === 'workspace') return false;
  if (botIds === undefined || permission === 'file.read' || permission === 'file.write') return true;
  return botIds.includes(type === 'bot' ? id : (botId ?? ''));
}

/** What shows what all users of a workspace do. */
const ofAllUsers: ReadonlySet<Permission> = new Set(['trace.read', 'work.read', 'work.manage', 'usage.read', 'audit.read']);

/** Whether a credential that speaks for one user of an application sees no other's doings by this. */
function isOfOneUser({ sessionName }: Principal, permission: Permission, { type }: Resource): boolean {
  if (sessionName === undefined || type === 'chat') return true;
  return !ofAllUsers.has(permission) && !((permission === 'conversation.read' || permission === 'file.read') && type === 'workspace');
}

/**
 * The check of what belongs to the instance and to no workspace: users, registration, shared models.
 * Throws `PermissionDenied`, which is recorded.
 */
export async function authorizeInstance(parts: IdentityParts, principal: Principal, action: AuditAction): Promise<void> {
  const instance = { type: 'instance', id: 'instance' };
  if (!principal.instanceAdmin) {
    await recordRefusal(parts, principal, action, instance, 'no instance administrator');
    throw new PermissionDenied('Only administrators of this instance may do this.');
  }
  if (principal.workspaceId !== undefined || !hasScope(principal, 'instance.manage')) {
    await recordRefusal(parts, principal, action, instance, 'scope');
    throw scopeMissing('instance.manage');
  }
}

/**
 * The check of what belongs to the caller's own account. A token bound to a workspace may read it and
 * never manage it. Throws `PermissionDenied`, which is recorded.
 */
export async function authorizeAccount(
  parts: IdentityParts,
  principal: Principal,
  scope: 'account.read' | 'account.manage' | 'workspace.read',
): Promise<void> {
  const bound = principal.workspaceId !== undefined && scope === 'account.manage';
  if (!bound && hasScope(principal, scope)) return;
  await recordRefusal(parts, principal, scope, { type: 'user', id: principal.userId }, 'scope');
  throw scopeMissing(scope);
}

/**
 * The check of the list of the caller's own tokens and sessions, which a token bound to a workspace
 * and an app do not see: these are others' hands. Throws `PermissionDenied`.
 */
export async function authorizeCredentials(parts: IdentityParts, principal: Principal): Promise<void> {
  const isOthers = principal.workspaceId !== undefined || principal.via === 'oauth';
  await authorizeAccount(parts, principal, isOthers ? 'account.manage' : 'account.read');
}

function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes === undefined || principal.scopes.includes(scope);
}

function scopeMissing(scope: Scope): PermissionDenied {
  return new PermissionDenied(
    `This access token lacks the scope ${scope}: use a token that has it and is bound to no other workspace.`,
  );
}

/** Records a refusal; of one credential at most a hundred a minute, so that nobody fills the log. */
async function recordRefusal(
  parts: IdentityParts,
  principal: Principal,
  action: AuditAction,
  resource: { readonly type: string; readonly id: string; readonly workspaceId?: string },
  reason: string,
): Promise<void> {
  if (!(await parts.throttle.allows(`refused:${principal.credentialId}`, REFUSALS, MINUTE))) return;
  await parts.audit.record(principal, action, resource, 'refused', { reason });
}
