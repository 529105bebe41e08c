import type { Changes, Page } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorizeInstance } from './authorize.ts';
import { createAccount, type NewAccount } from './create-account.ts';
import { type InOrder, leaveUnlessLast } from './keep-one.ts';
import type { IssuedOneTimeToken } from './one-time-tokens.ts';
import type { IdentityParts } from './parts.ts';
import { endingSessions } from './sessions.ts';
import type { User } from './stores.ts';

const DAY = 24 * 3600_000;

/** How long links live that are handed over: to choose a password, to register. */
const RESET_LIFETIME = DAY;
const INVITATION_LIFETIME = 7 * DAY;

/** A page of all accounts, oldest first, or of those whose e-mail begins with `email`, by e-mail. */
export async function listUsers(
  parts: IdentityParts,
  principal: Principal,
  query: { readonly email?: string; readonly limit: number; readonly after?: string },
): Promise<Page<User>> {
  await authorizeInstance(parts, principal, 'user.read');
  const { email, limit, after } = query;
  if (email === undefined) return parts.stores.users.find({ limit, after });
  return parts.stores.users.find({
    where: { email: { gte: email, lt: `${email}\u{10ffff}` } },
    sort: 'email',
    limit,
    after,
  });
}

/** An account. Throws `NotFound`. */
export async function getUser(parts: IdentityParts, principal: Principal, id: string): Promise<User> {
  await authorizeInstance(parts, principal, 'user.read');
  return existing(parts, id);
}

/** Adds an account; without a password, with a one-time token to choose one. Throws `Conflict`. */
export async function createUser(
  parts: IdentityParts,
  principal: Principal,
  wanted: NewAccount,
): Promise<{ user: User; passwordReset?: IssuedOneTimeToken }> {
  await authorizeInstance(parts, principal, 'user.create');
  const user = await createAccount(parts, wanted, () => principal);
  if (wanted.password !== undefined) return { user };
  return { user, passwordReset: await issueReset(parts, principal, user) };
}

/**
 * Disables or enables an account, gives it the administration of the instance or takes it. Sessions of
 * a disabled account end, and the tokens of apps that it has authorized. Throws `NotFound`, and `Conflict` for the last administrator.
 */
export async function updateUser(
  parts: IdentityParts,
  principal: Principal,
  id: string,
  wanted: Partial<Pick<User, 'disabled' | 'instanceAdmin'>>,
): Promise<User> {
  await authorizeInstance(parts, principal, 'user.update');
  const { users } = parts.stores;
  const before = await existing(parts, id);
  const set = {
    ...(wanted.disabled !== undefined ? { disabled: wanted.disabled } : {}),
    ...(wanted.instanceAdmin !== undefined ? { instanceAdmin: wanted.instanceAdmin } : {}),
  };
  const details = {
    ...(wanted.disabled !== undefined ? { disabled: wanted.disabled } : {}),
    ...(wanted.instanceAdmin !== undefined ? { instance_admin: wanted.instanceAdmin } : {}),
  };
  const changes = wanted.disabled ? endingSessions(set) : { set };
  // Those that a kill left when the account was disabled do not come back with it.
  if (before.disabled && wanted.disabled === false) await endBearers(parts, id);
  const change: InOrder = (writes) => parts.audit.change(principal, 'user.update', { type: 'user', id }, writes, details);
  const stays = { ...before, ...set };
  if (before.instanceAdmin && !before.disabled && (stays.disabled || !stays.instanceAdmin)) {
    await leaveAdministrators(parts, change, id, changes);
  } else {
    await change([() => users.update(id, changes)]);
  }
  if (wanted.disabled) {
    await parts.sessions.forgetAll(id);
    await endBearers(parts, id);
  }
  return existing(parts, id);
}

/** Takes the administration of the instance from an account. Throws `Conflict` for the last administrator. */
export async function leaveAdministration(parts: IdentityParts, principal: Principal, { id }: User): Promise<void> {
  const details = { instance_admin: false };
  const change: InOrder = (writes) => parts.audit.change(principal, 'user.update', { type: 'user', id }, writes, details);
  await leaveAdministrators(parts, change, id, { set: { instanceAdmin: false } });
}

function leaveAdministrators({ stores: { users } }: IdentityParts, inOrder: InOrder, id: string, changes: Changes<User>): Promise<void> {
  return leaveUnlessLast({
    inOrder,
    collection: users,
    id,
    holders: async () => (await users.find({ where: { instanceAdmin: true, disabled: false }, limit: 2 })).items,
    touch: (holder) => ({ set: { instanceAdmin: holder.instanceAdmin } }),
    leave: (revision) => users.update(id, changes, { revision }),
    refusal: 'This is the last administrator of the instance: make another account one first.',
  });
}

/** Ends the tokens of apps that a user has authorized. */
export async function endBearers({ bearerKinds }: IdentityParts, userId: string): Promise<void> {
  for (const kind of bearerKinds) await kind.endAll(userId);
}

/** A one-time token that sets a new password. Throws `NotFound`. */
export async function createPasswordReset(parts: IdentityParts, principal: Principal, id: string): Promise<IssuedOneTimeToken> {
  await authorizeInstance(parts, principal, 'password.reset');
  return issueReset(parts, principal, await existing(parts, id));
}

/** A one-time token to register with; with `email`, for that address alone. */
export async function createInvitation(
  parts: IdentityParts,
  principal: Principal,
  email: string | undefined,
): Promise<IssuedOneTimeToken> {
  await authorizeInstance(parts, principal, 'invitation.create');
  const holder = email === undefined ? {} : { email };
  const { issued, storing } = await parts.oneTimeTokens.make('invitation', INVITATION_LIFETIME, holder);
  const instance = { type: 'instance', id: 'instance' };
  await parts.audit.change(principal, 'invitation.create', instance, [storing], { email: email ?? 'any' });
  return issued;
}

async function issueReset(parts: IdentityParts, principal: Principal, { id, sessionEpoch = 0 }: User): Promise<IssuedOneTimeToken> {
  const { issued, storing } = await parts.oneTimeTokens.make('password-reset', RESET_LIFETIME, { userId: id, sessionEpoch });
  await parts.audit.change(principal, 'password.reset-link', { type: 'user', id }, [storing]);
  return issued;
}

async function existing(parts: IdentityParts, id: string): Promise<User> {
  const user = await parts.stores.users.get(id);
  if (!user) throw new NotFound('user', id);
  return user;
}
