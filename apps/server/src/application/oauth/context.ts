import type { Audit } from '#application/audit/index.ts';
import { type Identity, KeyedHash, Throttle } from '#application/identity/index.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Documents, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Keyring } from '#services/storage/index.ts';
import { GrantTokens } from './grant-tokens.ts';
import { type App, type OAuthStores, openOAuthStores } from './stores.ts';

/** What this module is given when it is built. */
export interface OAuthDependencies {
  readonly documents: Documents;
  readonly cache: Pick<Cache, 'get' | 'set' | 'increment'>;
  readonly keyring: Pick<Keyring, 'secret'>;
  readonly identity: Identity;
  readonly audit: Pick<Audit, 'record' | 'change'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** Where users reach this server, if the operator has said so. */
  readonly publicUrl: string | undefined;
}

/** What each operation works with. */
export interface OAuthContext extends Omit<OAuthDependencies, 'documents' | 'keyring'> {
  readonly stores: OAuthStores;
  readonly hash: KeyedHash;
  readonly tokens: GrantTokens;
  readonly throttle: Throttle;
}

/** Opens what the operations work with. */
export async function openOAuthContext({ documents, keyring, ...rest }: OAuthDependencies): Promise<OAuthContext> {
  const hash = new KeyedHash(await keyring.secret('oauth'));
  return {
    ...rest,
    stores: await openOAuthStores(documents),
    hash,
    tokens: new GrantTokens(hash),
    throttle: new Throttle(rest.cache, rest.clock),
  };
}

/** An app that the principal may manage. Throws `NotFound` and `PermissionDenied`. */
export async function findApp(context: OAuthContext, principal: Principal, appId: string): Promise<Read<App>> {
  const app = await context.stores.apps.get(appId);
  if (!app) throw new NotFound('OAuth app', appId);
  await authorizeApp(context, principal, app);
  return app;
}

/**
 * Checks that the principal may manage an app with these scopes: whoever does can get tokens that have
 * them. Throws `NotFound` and `PermissionDenied`.
 */
export async function authorizeApp(
  { identity }: OAuthContext,
  principal: Principal,
  app: Pick<App, 'id' | 'workspaceId' | 'scopes'>,
): Promise<void> {
  await identity.authorize(principal, 'workspace.manage', appResource(app));
  const missing = app.scopes.find((scope) => principal.scopes?.includes(scope) === false);
  if (missing === undefined) return;
  throw new PermissionDenied(`This access token lacks the scope ${missing}, which the app has: use one that has all of its scopes.`);
}

/** An app as the audit log and the check of permissions name it. */
export function appResource(app: Pick<App, 'id' | 'workspaceId'>): { type: string; id: string; workspaceId: string } {
  return { type: 'OAuth app', id: app.id, workspaceId: app.workspaceId };
}
