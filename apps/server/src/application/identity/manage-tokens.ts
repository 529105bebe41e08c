import { BadRequest, NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorizeAccount } from './authorize.ts';
import { systemPrincipal } from './bootstrap.ts';
import { issuePersonalToken } from './issue-token.ts';
import type { IdentityParts } from './parts.ts';
import type { IssuedToken, NewToken } from './personal-tokens.ts';
import { memberId } from './stores.ts';

/**
 * Makes a personal access token of the caller's. One made with a token can do no more and lives no
 * longer than that token. Throws `PermissionDenied`, `NotFound` of a workspace that the caller is not
 * in, and `BadRequest` for a time in the past.
 */
export async function createToken(parts: IdentityParts, principal: Principal, wanted: NewToken): Promise<IssuedToken> {
  await authorizeAccount(parts, principal, 'account.manage');
  const { scopes, workspaceId, expiresAt } = wanted;
  if (expiresAt !== undefined && expiresAt <= parts.clock.now()) {
    throw new BadRequest('expires_at lies in the past: give a later time in seconds, or none.');
  }
  if (workspaceId !== undefined && !(await parts.stores.members.get(memberId(workspaceId, principal.userId)))) {
    throw new NotFound('workspace', workspaceId);
  }
  const own = principal.via === 'token' ? await parts.stores.tokens.get(principal.credentialId) : undefined;
  const wider = own?.scopes && !scopes?.every((scope) => own.scopes?.includes(scope));
  const longer = own?.expiresAt !== undefined && (expiresAt === undefined || expiresAt > own.expiresAt);
  if (wider || longer) {
    throw new PermissionDenied('A token made with a token can have no other scopes and no later end: sign in to make it.');
  }
  return issuePersonalToken(parts, principal, principal.userId, wanted);
}

/** Makes a token for a user on the operator's word. Throws `NotFound`. */
export async function issueToken(parts: IdentityParts, userId: string, wanted: NewToken): Promise<IssuedToken> {
  const user = await parts.stores.users.get(userId);
  if (!user) throw new NotFound('user', userId);
  return issuePersonalToken(parts, systemPrincipal(user), userId, wanted);
}

/** Revokes a token of the caller's. Throws `NotFound`. */
export async function revokeToken(parts: IdentityParts, principal: Principal, id: string): Promise<void> {
  await authorizeAccount(parts, principal, 'account.manage');
  const revoking = await parts.tokens.revoking(principal.userId, id);
  if (!revoking) throw new NotFound('token', id);
  await parts.audit.change(principal, 'token.revoke', { type: 'token', id }, [revoking]);
}
