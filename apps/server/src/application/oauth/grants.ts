import type { Write } from '#data/documents/port.ts';
import { OAuthRefusal, Unauthenticated } from '#kernel/errors.ts';
import type { OAuthContext } from './context.ts';
import { type App, type Grant, unlessChanged } from './stores.ts';

/** How long an access token is good for, in milliseconds, where nothing else was asked for. */
export const ACCESS_LIFETIME = 15 * 60_000;

/** How long a refresh token is good for, in milliseconds. */
const REFRESH_LIFETIME = 30 * 24 * 3_600_000;

/** Tokens as they are handed over. */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string;
}

/** What a grant is made of. */
export type NewGrant = Pick<Grant, 'authorizationId' | 'userId' | 'appId' | 'workspaceId' | 'scopes' | 'botIds' | 'sessionName'>;

/** A grant that is about to be written, and its first tokens. */
interface PreparedGrant {
  readonly grant: Grant;
  readonly tokens: IssuedTokens;
  readonly write: Write;
}

/** Prepares a grant whose tokens can be refreshed. */
export function prepareGrant(context: OAuthContext, { authorizationId, userId, appId, workspaceId, scopes }: NewGrant): PreparedGrant {
  const now = context.clock.now();
  const fields = { authorizationId, userId, appId, workspaceId, scopes };
  const grant: Grant = { ...fields, id: context.ids.next(), generation: 0, createdAt: now, expiresAt: now + REFRESH_LIFETIME };
  return { grant, tokens: tokensOf(context, grant, now + ACCESS_LIFETIME), write: () => context.stores.grants.insert(grant) };
}

/** Makes a grant of one access token, for `lifetime` milliseconds. */
export async function issueAccess(context: OAuthContext, wanted: NewGrant, lifetime: number): Promise<IssuedTokens> {
  const now = context.clock.now();
  const expiresAt = now + lifetime;
  const grant = await context.stores.grants.insert({ ...wanted, id: context.ids.next(), createdAt: now, expiresAt });
  return tokensOf(context, grant, expiresAt);
}

/**
 * Exchanges a refresh token for its successor and a new access token. Throws `OAuthRefusal`; where the
 * token was used before, somebody else may hold a copy, so its grant has ended.
 */
export async function refreshGrant(context: OAuthContext, app: App, refreshToken: string, address: string): Promise<IssuedTokens> {
  const { stores, clock } = context;
  const claims = context.tokens.readRefresh(refreshToken);
  const grant = claims && (await stores.grants.get(claims.grantId));
  const now = clock.now();
  if (!claims || grant?.appId !== app.id || grant.expiresAt <= now || !(await stores.authorizations.get(grant.authorizationId))) {
    throw new OAuthRefusal('invalid_grant', 'The refresh token is unknown, has expired or was revoked: ask the user again.');
  }
  await requireUsableAccount(context, grant.userId);
  if (claims.generation === grant.generation) {
    const set = { generation: claims.generation + 1, expiresAt: now + REFRESH_LIFETIME };
    const refreshed = await unlessChanged(stores.grants.update(grant.id, { set }, { revision: grant.revision }));
    if (refreshed) return tokensOf(context, refreshed, now + ACCESS_LIFETIME);
  }
  await endGrant(context, grant, 'a refresh token was used again', address);
  throw new OAuthRefusal('invalid_grant', 'This refresh token was used before, so its tokens have ended: ask the user again.');
}

/** Ends a grant because something of it came twice; the audit log says what. */
export async function endGrant(
  { stores, audit }: OAuthContext,
  { id, appId, userId }: Pick<Grant, 'id' | 'appId' | 'userId'>,
  reason: string,
  address: string,
): Promise<void> {
  await stores.grants.delete(id);
  await audit.record({ address }, 'grant.end', { type: 'grant', id }, 'refused', { app_id: appId, user_id: userId, reason });
}

/** Ends all grants of an authorization. */
export async function endGrants({ stores }: OAuthContext, authorizationId: string): Promise<void> {
  for (;;) {
    const { items } = await stores.grants.find({ where: { authorizationId }, limit: 100 });
    if (items.length === 0) return;
    for (const { id } of items) await stores.grants.delete(id);
  }
}

/** Checks that the account of a grant may be used. Throws `OAuthRefusal`. */
export async function requireUsableAccount({ identity }: OAuthContext, userId: string): Promise<void> {
  try {
    await identity.usableAccount(userId);
  } catch (error) {
    if (error instanceof Unauthenticated) throw new OAuthRefusal('invalid_grant', error.message);
    throw error;
  }
}

function tokensOf({ tokens }: OAuthContext, { id, generation }: Grant, expiresAt: number): IssuedTokens {
  return {
    accessToken: tokens.access({ grantId: id, expiresAt }),
    expiresAt,
    ...(generation === undefined ? {} : { refreshToken: tokens.refresh({ grantId: id, generation }) }),
  };
}
