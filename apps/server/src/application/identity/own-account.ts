import type { AuditAction } from '@buckle/contract';
import type { Page } from '#data/documents/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { enabled } from './authenticate.ts';
import { authorizeAccount, authorizeCredentials } from './authorize.ts';
import type { IdentityParts } from './parts.ts';
import { endingSessions, outlives } from './sessions.ts';
import type { Session, User } from './stores.ts';

/** The caller's account. */
export async function ownProfile(parts: IdentityParts, principal: Principal): Promise<User> {
  await authorizeAccount(parts, principal, 'account.read');
  return enabled(await parts.stores.users.get(principal.userId));
}

/** Changes what others see of the caller. */
export async function updateProfile(
  parts: IdentityParts,
  principal: Principal,
  set: Partial<Pick<User, 'name' | 'nickName' | 'avatarUrl'>>,
): Promise<User> {
  await authorizeAccount(parts, principal, 'account.manage');
  const id = principal.userId;
  const details = { fields: Object.keys(set).join(' ') };
  const updating = () => parts.stores.users.update(id, { set });
  const [user] = await parts.audit.change(principal, 'user.update', { type: 'user', id }, [updating], details);
  return user;
}

/** Makes sure that the caller knows their password; `action` names what for. Throws `BadRequest` and `TooManyRequests`. */
export async function checkOwnPassword(parts: IdentityParts, principal: Principal, user: User, password: string, action: AuditAction): Promise<void> {
  const refused = (reason: string) => parts.audit.record(principal, action, { type: 'user', id: user.id }, 'refused', { reason });
  const attempt = { account: user.email, address: principal.address ?? '', knownBy: 'being signed in' };
  await parts.throttle.begin(attempt, () => refused('too many attempts'));
  if (!(await parts.passwords.verify(user.passwordHash, password))) {
    await refused('wrong password');
    throw new BadRequest('The current password is wrong.');
  }
  await parts.throttle.succeed(attempt);
}

/**
 * Changes the caller's password and ends their other sessions. Throws `BadRequest` where the current
 * one is wrong, and `TooManyRequests`.
 */
export async function changePassword(
  parts: IdentityParts,
  principal: Principal,
  given: { readonly current: string; readonly next: string },
): Promise<void> {
  await authorizeAccount(parts, principal, 'account.manage');
  const user = enabled(await parts.stores.users.get(principal.userId));
  const resource = { type: 'user', id: user.id };
  await checkOwnPassword(parts, principal, user, given.current, 'password.change');
  const changes = endingSessions({ passwordHash: await parts.passwords.hash(given.next) }, principal.credentialId);
  await parts.audit.change(principal, 'password.change', resource, [() => parts.stores.users.update(user.id, changes)]);
  await parts.sessions.forgetAll(user.id, principal.credentialId);
}

/** A page of the caller's sessions. */
export async function listSessions(
  parts: IdentityParts,
  principal: Principal,
  page: { readonly limit: number; readonly after?: string },
): Promise<Page<Session>> {
  await authorizeCredentials(parts, principal);
  const user = enabled(await parts.stores.users.get(principal.userId));
  const found = await parts.stores.sessions.find({ where: { userId: user.id }, ...page });
  return { ...found, items: found.items.filter((session) => outlives(session, user)) };
}

/** Ends a session of the caller's at once. Throws `NotFound`. */
export async function revokeSession(parts: IdentityParts, principal: Principal, id: string): Promise<void> {
  await authorizeAccount(parts, principal, 'account.manage');
  const session = await parts.stores.sessions.get(id);
  if (session?.userId !== principal.userId) throw new NotFound('session', id);
  await parts.audit.change(principal, 'session.revoke', { type: 'session', id }, [() => parts.sessions.end(id)]);
}
