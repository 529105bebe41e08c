import { createPublicKey } from 'node:crypto';
import type { createOAuthToken } from '@buckle/contract';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { z } from 'zod';
import { UniqueConflict } from '#data/documents/port.ts';
import { OAuthRefusal } from '#kernel/errors.ts';
import { usableApp } from './client.ts';
import type { OAuthContext } from './context.ts';
import { type IssuedTokens, issueAccess, requireUsableAccount } from './grants.ts';
import { namesIn, scopesFor } from './scopes.ts';
import type { App, Authorization } from './stores.ts';

/** Seconds by which two clocks may differ. */
const SKEW = 60;

/** Seconds: a JWT is good for no longer, since it is remembered until it ends. */
const JWT_LIFETIME = 24 * 3600;

/** Seconds. */
const USUAL_DURATION = 900;
const LONGEST_DURATION = 86_399;

const SESSION_NAME_CHARACTERS = 256;

/** What a service asks for with a JWT. */
export interface JwtRequest {
  readonly jwt: string | undefined;
  /** The account to act for; the app's owner's where absent. */
  readonly accountId: string | undefined;
  readonly durationSeconds: number | undefined;
  readonly scope: z.output<typeof createOAuthToken.body>['scope'];
  /** The hosts, with their ports, by which this server is called. */
  readonly hosts: readonly string[];
}

/**
 * Exchanges a JWT that a service has signed for an access token, once (RFC 7523). The user must have
 * authorized the service. Throws `OAuthRefusal`.
 */
export async function exchangeJwt(context: OAuthContext, request: JwtRequest): Promise<IssuedTokens> {
  const { jwt, durationSeconds = USUAL_DURATION, scope } = request;
  if (jwt === undefined) throw new OAuthRefusal('invalid_client', 'There is no JWT: send it as "Authorization: Bearer <JWT>".');
  if (durationSeconds < 1 || durationSeconds > LONGEST_DURATION) {
    throw new OAuthRefusal('invalid_request', `duration_seconds must be 1 to ${LONGEST_DURATION}.`);
  }
  const { app, claims } = await verifyJwt(context, jwt, request.hosts);
  const sessionName = readSessionName(claims);
  await useUp(context, app, claims);
  const userId = request.accountId ?? app.ownerId;
  const authorization = await authorizationOf(context, app, userId);
  await requireUsableAccount(context, userId);
  const asked = typeof scope === 'object' ? scope.account_permission?.permission_list : namesIn(scope);
  const botIds = typeof scope === 'object' ? scope.attribute_constraint?.connector_bot_chat_attribute?.bot_id_list : undefined;
  const allowed = { scopes: authorization.scopes.filter((each) => app.scopes.includes(each)) };
  const grant = {
    authorizationId: authorization.id,
    userId,
    appId: app.id,
    workspaceId: authorization.workspaceId,
    scopes: scopesFor(allowed, asked),
    ...(botIds && botIds.length > 0 ? { botIds } : {}),
    ...(sessionName === undefined ? {} : { sessionName }),
  };
  return issueAccess(context, grant, durationSeconds * 1000);
}

/** What a JWT claims, once its signature, its times and its audience are found right. */
async function verifyJwt(context: OAuthContext, jwt: string, hosts: readonly string[]): Promise<{ app: App; claims: JWTPayload }> {
  const { issuer, kid } = readUnverified(jwt);
  const app = await usableApp(context, issuer);
  if (app.kind !== 'service') throw invalid(`the app ${JSON.stringify(app.name)} is no service`);
  const key = app.keys.find((each) => each.kid === kid);
  if (!key) throw invalid('its kid is that of no key of the app');
  const now = context.clock.now();
  try {
    const { payload } = await jwtVerify(jwt, createPublicKey(key.publicKey), {
      algorithms: ['RS256'],
      issuer: app.id,
      audience: [...hosts],
      clockTolerance: SKEW,
      currentDate: new Date(now),
      requiredClaims: ['iat', 'exp', 'jti'],
    });
    const ahead = now / 1000 + SKEW;
    if ((payload.iat ?? 0) > ahead) throw invalid('its iat lies in the future: set the clock of the service right');
    if ((payload.exp ?? 0) > ahead + JWT_LIFETIME) throw invalid('its exp is more than 24 hours away');
    return { app, claims: payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalid(reasonOf(error, hosts));
    throw error;
  }
}

/** Whose JWT it says to be. Nothing of it is believed yet. */
function readUnverified(jwt: string): { issuer: string; kid: string | undefined } {
  try {
    const { iss: issuer = '' } = decodeJwt(jwt);
    return { issuer, kid: decodeProtectedHeader(jwt).kid };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) throw invalid('it cannot be read');
    throw error;
  }
}

/** Remembers a JWT until it ends. Throws `OAuthRefusal` where it was used before. */
async function useUp({ stores, hash }: OAuthContext, app: App, { jti, exp = 0 }: JWTPayload): Promise<void> {
  if (typeof jti !== 'string' || jti === '') throw invalid('its jti must be a text that is new each time');
  try {
    await stores.usedJwts.insert({ id: hash.of('service-jwt', `${app.id}\n${jti}`), expiresAt: (exp + SKEW) * 1000 });
  } catch (error) {
    if (error instanceof UniqueConflict) throw invalid('it was used before: sign a new one each time, with a jti of its own');
    throw error;
  }
}

function readSessionName({ session_name: name }: JWTPayload): string | undefined {
  if (name === undefined || name === '') return undefined;
  if (typeof name === 'string' && name.length <= SESSION_NAME_CHARACTERS) return name;
  throw invalid(`its session_name must be a text of at most ${SESSION_NAME_CHARACTERS} characters`);
}

/** What a user has allowed a service: in all workspaces rather than in one, else what they have allowed last. */
async function authorizationOf({ stores }: OAuthContext, app: App, userId: string): Promise<Authorization> {
  const { items } = await stores.authorizations.find({ where: { userId, appId: app.id }, sort: 'workspaceId', limit: 100 });
  const authorization = items.find(({ workspaceId }) => workspaceId === '') ?? items.toSorted((one, other) => other.createdAt - one.createdAt)[0];
  if (authorization) return authorization;
  throw new OAuthRefusal(
    'invalid_grant',
    `The account ${JSON.stringify(userId)} has not authorized the service, or has withdrawn it: ` +
      `its user opens /api/permission/oauth2/authorize?client_id=${app.id} of this server in a browser.`,
  );
}

function reasonOf(error: errors.JOSEError, hosts: readonly string[]): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not that of the key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it must be signed with RS256';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'aud' ? `its aud must be ${hosts.join(' or ')}` : `its ${error.claim} is missing or wrong`;
  }
  return 'it cannot be read';
}

function invalid(reason: string): OAuthRefusal {
  return new OAuthRefusal('invalid_client', `The JWT is refused: ${reason}.`);
}
