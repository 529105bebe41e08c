import type { BearerGrant, BearerKind } from '#application/identity/index.ts';
import { Unauthenticated } from '#kernel/errors.ts';
import { endAuthorizations, noteUse } from './authorizations.ts';
import type { OAuthContext } from './context.ts';
import { ACCESS_PREFIX } from './grant-tokens.ts';

/** The access tokens of apps, as the identity module lets them in. */
export function appTokens(context: OAuthContext): BearerKind {
  return {
    prefix: ACCESS_PREFIX,
    read: (token) => readAccessToken(context, token),
    endAll: (userId) => endAuthorizations(context, { userId }),
  };
}

/** What an app may do with a token: what its user agreed to, as far as the app may still ask for it. */
async function readAccessToken(context: OAuthContext, token: string): Promise<BearerGrant> {
  const { stores, clock, tokens } = context;
  const claims = tokens.readAccess(token);
  if (!claims) throw new Unauthenticated('The access token is unknown: check that it was copied whole.');
  if (claims.expiresAt <= clock.now()) throw new Unauthenticated('The access token has expired: refresh it, or get a new one.');
  const grant = await stores.grants.get(claims.grantId);
  if (!grant) throw ended();
  const [authorization, app] = await Promise.all([stores.authorizations.get(grant.authorizationId), stores.apps.get(grant.appId)]);
  if (!authorization || !app) throw ended();
  if (!app.enabled) throw new Unauthenticated(`The app ${JSON.stringify(app.name)} is not enabled: ask who runs it.`);
  await noteUse(context, authorization);
  return {
    userId: grant.userId,
    credentialId: grant.id,
    scopes: grant.scopes.filter((scope) => app.scopes.includes(scope)),
    ...(grant.workspaceId === '' ? {} : { workspaceId: grant.workspaceId }),
    ...(grant.botIds ? { botIds: grant.botIds } : {}),
    ...(grant.sessionName === undefined ? {} : { sessionName: grant.sessionName }),
  };
}

function ended(): Unauthenticated {
  return new Unauthenticated('The access token has ended: it was revoked, or what it came of. Ask the user again.');
}
