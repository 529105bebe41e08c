import { Unauthenticated } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { IdentityParts } from './parts.ts';
import { TOKEN_PREFIX } from './personal-tokens.ts';
import { outlives, SESSION_ENDED } from './sessions.ts';
import type { Session, User } from './stores.ts';

/** What a request shows of its sender; the bearer token counts where there are both. */
export interface Credentials {
  /** The token of `Authorization: Bearer`. */
  readonly bearer?: string;
  /** The value of the access cookie. */
  readonly accessCookie?: string;
  readonly address: string;
}

/** Whom a bearer token of another module speaks for, and how far. */
export type BearerGrant = Pick<Principal, 'userId' | 'credentialId' | 'scopes' | 'workspaceId' | 'botIds' | 'sessionName'>;

/** A kind of bearer tokens that another module gives out. */
export interface BearerKind {
  /** What they begin with. */
  readonly prefix: string;
  /** Throws `Unauthenticated`, saying what is wrong with the token. */
  read(token: string): Promise<BearerGrant>;
  /** Ends those of a user for good: the account was disabled. */
  endAll(userId: string): Promise<void>;
}

/** A refused token is recorded once in this time, however often it is tried. */
const REFUSAL_PAUSE = 60_000;

/** Finds out who sends a request. Throws `Unauthenticated`, saying what is wrong with the credential. */
export async function authenticate(parts: IdentityParts, credentials: Credentials): Promise<Principal> {
  const { bearer, accessCookie, address } = credentials;
  if (bearer?.startsWith(TOKEN_PREFIX)) return byToken(parts, bearer, address);
  const kind = parts.bearerKinds.find(({ prefix }) => bearer?.startsWith(prefix));
  if (bearer && kind) return byGrant(parts, await kind.read(bearer), address);
  if (bearer) throw new Unauthenticated('The access token is unknown: a personal access token begins with "pat_".');
  if (accessCookie) return bySession(parts, accessCookie, address);
  throw new Unauthenticated();
}

async function byToken(parts: IdentityParts, token: string, address: string): Promise<Principal> {
  const stored = await parts.tokens.find(token);
  const user = await parts.stores.users.get(stored.userId);
  const defect = parts.tokens.defectOf(stored);
  if (defect) {
    if (await parts.throttle.once(`token-refused:${stored.id}`, REFUSAL_PAUSE)) {
      const { id, name } = stored;
      await parts.audit.record({ address }, 'token.use', { type: 'token', id }, 'refused', { name, reason: defect });
    }
    throw new Unauthenticated(`The access token ${JSON.stringify(stored.name)} is ${defect}: make a new one.`);
  }
  const { id: userId, instanceAdmin } = enabled(user);
  await parts.tokens.noteUse(stored);
  return {
    userId,
    instanceAdmin,
    via: 'token',
    credentialId: stored.id,
    ...(stored.scopes ? { scopes: stored.scopes } : {}),
    ...(stored.workspaceId ? { workspaceId: stored.workspaceId } : {}),
    address,
  };
}

/** An app that a user has authorized never administers the instance, whatever its user may do. */
async function byGrant(parts: IdentityParts, grant: BearerGrant, address: string): Promise<Principal> {
  enabled(await parts.stores.users.get(grant.userId));
  return { ...grant, instanceAdmin: false, via: 'oauth', address };
}

async function bySession(parts: IdentityParts, accessToken: string, address: string): Promise<Principal> {
  const { userId, sessionId } = await parts.accessTokens.read(accessToken);
  const [session, user] = await Promise.all([parts.sessions.get(sessionId), parts.stores.users.get(userId)]);
  return { userId, instanceAdmin: holderOf(session, user).instanceAdmin, via: 'session', credentialId: session.id, address };
}

/** The account of a session, if both may be used. Throws `Unauthenticated`. */
export function holderOf<T extends User>(session: Session, user: T | undefined): T {
  const account = enabled(user);
  if (!outlives(session, account)) throw new Unauthenticated(SESSION_ENDED);
  return account;
}

/** The account, if it may be used. Throws `Unauthenticated`. */
export function enabled<T extends User>(user: T | undefined): T {
  if (!user) throw new Unauthenticated('The account no longer exists.');
  if (user.disabled) throw new Unauthenticated('This account is disabled: ask an administrator of this instance.');
  return user;
}
