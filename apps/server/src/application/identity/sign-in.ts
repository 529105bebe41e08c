import { Unauthenticated } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { enabled, holderOf } from './authenticate.ts';
import { findByEmail } from './create-account.ts';
import type { IdentityParts } from './parts.ts';
import { RefreshTokenReused, type SessionTokens } from './sessions.ts';
import type { User } from './stores.ts';

/** The device that a session starts on. */
export interface Device {
  readonly address: string;
  readonly userAgent: string;
  /** What it keeps where an account was signed in to on it before; see `KnownDevices`. */
  readonly deviceToken?: string | undefined;
}

/** Somebody who has just proved who they are. */
export interface SignedIn {
  readonly user: User;
  readonly tokens: SessionTokens;
}

/**
 * Signs in with e-mail and password. Throws `Unauthenticated`, after the same work whether or not there
 * is such an account, and `TooManyRequests`.
 */
export async function signIn(
  parts: IdentityParts,
  given: { readonly email: string; readonly password: string },
  device: Device,
): Promise<SignedIn> {
  const { email, password } = given;
  const { address } = device;
  const refused = (userId: string, reason: string) =>
    parts.audit.record({ address }, 'session.start', { type: 'user', id: userId }, 'refused', { email, reason });
  const knownBy = parts.knownDevices.recognise(email, device.deviceToken);
  const instead = knownBy === undefined ? { instead: 'in a browser that has signed in to the account before' } : {};
  const attempt = { account: email, address, knownBy, ...instead };
  await parts.throttle.begin(attempt, () => refused('', 'too many attempts'));
  const user = await findByEmail(parts, email);
  if (!(await parts.passwords.verify(user?.passwordHash, password)) || !user) {
    await refused(user?.id ?? '', 'wrong e-mail or password');
    throw new Unauthenticated('The e-mail or the password is wrong.');
  }
  if (user.disabled) await refused(user.id, 'disabled');
  enabled(user);
  await parts.throttle.succeed(attempt);
  return startSession(parts, user, device);
}

/** Starts a session for somebody who has proved who they are. */
export async function startSession(parts: IdentityParts, user: User, device: Device): Promise<SignedIn> {
  const tokens = await parts.sessions.start(user, device);
  const { id } = tokens.session;
  const principal = sessionPrincipal(user, id, device.address);
  await parts.audit.record(principal, 'session.start', { type: 'session', id }, 'done', { user_agent: tokens.session.userAgent });
  return { user, tokens };
}

/** Renews a session. Throws `Unauthenticated`; where an old refresh token came back, the session ends. */
export async function refreshSession(parts: IdentityParts, refreshToken: string, address: string): Promise<SignedIn> {
  try {
    const tokens = await parts.sessions.refresh(refreshToken);
    return { user: holderOf(tokens.session, await parts.stores.users.get(tokens.session.userId)), tokens };
  } catch (error) {
    if (error instanceof RefreshTokenReused) {
      const { id, userId } = error.session;
      const details = { user_id: userId, reason: 'an old refresh token was used again: the session was ended' };
      await parts.audit.record({ address }, 'session.refresh', { type: 'session', id }, 'refused', details);
    }
    throw error;
  }
}

/** Ends the session that a refresh token belongs to. One that has ended already is no error. */
export async function signOut(parts: IdentityParts, refreshToken: string, address: string): Promise<void> {
  try {
    const { id, userId } = await parts.sessions.ofRefreshToken(refreshToken);
    const user = enabled(await parts.stores.users.get(userId));
    const principal = sessionPrincipal(user, id, address);
    await parts.audit.change(principal, 'session.end', { type: 'session', id }, [() => parts.sessions.end(id)]);
  } catch (error) {
    if (!(error instanceof Unauthenticated)) throw error;
  }
}

function sessionPrincipal(user: User, sessionId: string, address: string): Principal {
  return { userId: user.id, instanceAdmin: user.instanceAdmin, via: 'session', credentialId: sessionId, address };
}
