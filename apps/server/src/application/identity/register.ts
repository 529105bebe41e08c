import { BadRequest, NotFound, PermissionDenied } from '#kernel/errors.ts';
import { createAccount, emailTaken, findByEmail, type NewAccount } from './create-account.ts';
import { unusableToken } from './one-time-tokens.ts';
import type { IdentityParts } from './parts.ts';
import { endingSessions } from './sessions.ts';
import { type Device, type SignedIn, startSession } from './sign-in.ts';
import { claimAccount, findUnclaimed } from './unclaimed-account.ts';

/** What somebody who creates an account gives. */
export type Registrant = Required<Pick<NewAccount, 'email' | 'password'>> & Pick<NewAccount, 'name'>;

/** Claims the instance's first account with the one-time set-up token, and signs in. Throws `BadRequest`. */
export async function setUp(parts: IdentityParts, token: string, person: Registrant, device: Device): Promise<SignedIn> {
  await parts.oneTimeTokens.use('set-up', token);
  const unclaimed = await findUnclaimed(parts);
  if (!unclaimed) throw new BadRequest('The first account has been claimed already: sign in, or ask its user.');
  const user = await claimAccount(parts, unclaimed, person, { address: device.address });
  return startSession(parts, user, device);
}

/**
 * Creates an account and signs in, where registration is open or with an invitation. Throws
 * `PermissionDenied`, `BadRequest` for an invitation that does not hold, `Conflict` where the e-mail
 * is taken, and `TooManyRequests`.
 */
export async function register(
  parts: IdentityParts,
  person: Registrant,
  invitation: string | undefined,
  device: Device,
): Promise<SignedIn> {
  const { address } = device;
  const refused = (reason: string) =>
    parts.audit.record({ address }, 'user.register', { type: 'instance', id: 'instance' }, 'refused', { reason });
  await parts.throttle.begin({ address }, () => refused('too many attempts'));
  // Until the first account is claimed, only the set-up link lets somebody in.
  if ((await findUnclaimed(parts)) || parts.registration === 'closed') {
    await refused('closed');
    throw new PermissionDenied('Registration is closed: ask an administrator of this instance for an account.');
  }
  // An invitation is not to be used up by a registration that cannot succeed.
  if (await findByEmail(parts, person.email)) throw emailTaken(person.email);
  if (parts.registration === 'invite') await useInvitation(parts, person.email, invitation, refused);
  const user = await createAccount(parts, { ...person, instanceAdmin: false }, () => ({ address }));
  return startSession(parts, user, device);
}

async function useInvitation(
  parts: IdentityParts,
  email: string,
  invitation: string | undefined,
  refused: (reason: string) => Promise<void>,
): Promise<void> {
  if (invitation === undefined) {
    await refused('no invitation');
    throw new PermissionDenied('Registration needs an invitation: ask an administrator of this instance for one.');
  }
  const { email: invited } = await parts.oneTimeTokens.check('invitation', invitation);
  if (invited !== undefined && invited !== email) {
    await refused('invitation for another address');
    throw new PermissionDenied('This invitation is for another e-mail address.');
  }
  await parts.oneTimeTokens.use('invitation', invitation);
}

/** Sets a new password with a one-time token, unless it was changed since that was made; every session of the account ends. Throws `BadRequest`. */
export async function resetPassword(parts: IdentityParts, token: string, password: string, address: string): Promise<void> {
  const { userId = '', sessionEpoch = 0 } = await parts.oneTimeTokens.use('password-reset', token);
  const user = await parts.stores.users.get(userId);
  if (!user) throw new NotFound('user', userId);
  if (sessionEpoch !== (user.sessionEpoch ?? 0)) throw unusableToken('password-reset');
  const changes = endingSessions({ passwordHash: await parts.passwords.hash(password) });
  const updating = () => parts.stores.users.update(userId, changes);
  await parts.audit.change({ address }, 'password.reset', { type: 'user', id: userId }, [updating]);
  await parts.sessions.forgetAll(userId);
}
