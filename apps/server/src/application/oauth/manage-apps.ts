import type { AppKind, AuditAction } from '@buckle/contract';
import type { AuditDetails } from '#application/audit/index.ts';
import { randomToken } from '#application/identity/index.ts';
import { type Page, type Read, RevisionConflict } from '#data/documents/port.ts';
import { BadRequest, Conflict, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { authorizeAppFor, endAuthorizations } from './authorizations.ts';
import { appResource, authorizeApp, findApp, type OAuthContext } from './context.ts';
import { checkRedirectUris } from './redirect-uris.ts';
import { KEYS_AT_MOST, newServiceKey, type NewServiceKey } from './service-keys.ts';
import type { App } from './stores.ts';

/** What an app is made of. */
export interface NewApp extends Pick<App, 'workspaceId' | 'name' | 'description' | 'kind' | 'redirectUris' | 'scopes'> {
  /** Of a `service`: PEM; a pair is made where absent. */
  readonly publicKey: string | undefined;
}

/** An app, and what is shown of it this once. */
export interface CreatedApp {
  readonly app: App;
  readonly secret?: string;
  readonly privateKey?: string;
}

/** The apps of a workspace, oldest first. */
export async function listApps(
  context: OAuthContext,
  principal: Principal,
  workspaceId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<Page<App>> {
  await context.identity.authorize(principal, 'workspace.manage', { type: 'workspace', id: workspaceId, workspaceId });
  return context.stores.apps.find({ where: { workspaceId }, ...page });
}

/**
 * Makes an app. Who makes a service in a browser session has authorized it for this workspace by that;
 * an access token authorizes nothing. Throws `PermissionDenied`, `NotFound` and `BadRequest`.
 */
export async function createApp(context: OAuthContext, principal: Principal, wanted: NewApp): Promise<CreatedApp> {
  const { stores, ids, clock, hash, audit } = context;
  const { publicKey, ...fields } = wanted;
  const id = ids.next();
  const scopes = [...new Set(wanted.scopes)];
  await authorizeApp(context, principal, { id, workspaceId: wanted.workspaceId, scopes });
  checkRedirectUris(wanted.kind, wanted.redirectUris);
  if (publicKey !== undefined && wanted.kind !== 'service') throw noKeys(wanted.kind);
  const now = clock.now();
  const made = wanted.kind === 'service' ? await newServiceKey(publicKey, now) : undefined;
  const secret = wanted.kind === 'web' ? newSecret() : undefined;
  const app: App = {
    ...fields,
    id,
    scopes,
    ...(secret === undefined ? {} : { secretHash: hash.of('client-secret', secret) }),
    keys: made ? [made.key] : [],
    ownerId: principal.userId,
    enabled: true,
    createdAt: now,
    updatedAt: now,
  };
  const details = { name: app.name, kind: app.kind, scopes: scopes.join(' ') };
  await audit.change(principal, 'oauth_app.create', appResource(app), [() => stores.apps.insert(app)], details);
  if (app.kind === 'service' && principal.via === 'session') {
    await authorizeAppFor(context, principal, { app, workspaceId: app.workspaceId, scopes });
  }
  return { app, ...(secret === undefined ? {} : { secret }), ...(made?.privateKey === undefined ? {} : { privateKey: made.privateKey }) };
}

/** Changes an app. Throws `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` where somebody else changes it at this moment. */
export async function updateApp(
  context: OAuthContext,
  principal: Principal,
  id: string,
  set: Partial<Pick<App, 'name' | 'description' | 'redirectUris' | 'scopes' | 'enabled'>>,
): Promise<App> {
  const app = await findApp(context, principal, id);
  if (set.scopes) await authorizeApp(context, principal, { ...app, scopes: set.scopes });
  if (set.redirectUris) checkRedirectUris(app.kind, set.redirectUris);
  return save(context, principal, app, 'oauth_app.update', set, { fields: Object.keys(set).join(' ') });
}

/** Removes an app; its tokens end at once. Throws `NotFound` and `PermissionDenied`. */
export async function deleteApp(context: OAuthContext, principal: Principal, id: string): Promise<void> {
  const app = await findApp(context, principal, id);
  // The app goes first: without it no token is good.
  await context.audit.change(principal, 'oauth_app.delete', appResource(app), [() => context.stores.apps.delete(id)], { name: app.name });
  await endAuthorizations(context, { appId: id });
}

/** Gives an app another secret, which is shown this once. Throws `NotFound`, `PermissionDenied`, `BadRequest` and `Conflict`. */
export async function rotateSecret(context: OAuthContext, principal: Principal, id: string): Promise<string> {
  const app = await findApp(context, principal, id);
  if (app.kind !== 'web') throw new BadRequest(`An app of the kind ${app.kind} has no secret.`);
  const secret = newSecret();
  await save(context, principal, app, 'oauth_app.rotate-secret', { secretHash: context.hash.of('client-secret', secret) });
  return secret;
}

/** Gives a service one more key. Throws `NotFound`, `PermissionDenied`, `BadRequest` and `Conflict`. */
export async function addKey(context: OAuthContext, principal: Principal, id: string, publicKey: string | undefined): Promise<NewServiceKey> {
  const app = await findApp(context, principal, id);
  if (app.kind !== 'service') throw noKeys(app.kind);
  if (app.keys.length >= KEYS_AT_MOST) throw new BadRequest(`A service has at most ${KEYS_AT_MOST} keys: remove one first.`);
  const made = await newServiceKey(publicKey, context.clock.now());
  if (app.keys.some(({ kid }) => kid === made.key.kid)) throw new Conflict('The app has this key already.');
  await save(context, principal, app, 'oauth_app.add-key', { keys: [...app.keys, made.key] }, { kid: made.key.kid });
  return made;
}

/** Takes a key from a service. Throws `NotFound`, `PermissionDenied` and `Conflict`. */
export async function removeKey(context: OAuthContext, principal: Principal, id: string, kid: string): Promise<void> {
  const app = await findApp(context, principal, id);
  if (!app.keys.some((key) => key.kid === kid)) throw new NotFound('key', kid);
  await save(context, principal, app, 'oauth_app.remove-key', { keys: app.keys.filter((key) => key.kid !== kid) }, { kid });
}

/** Changes an app as it was read, with its audit entry. Throws `Conflict`. */
async function save(
  { stores, clock, audit }: OAuthContext,
  principal: Principal,
  app: Read<App>,
  action: AuditAction,
  set: Partial<Omit<App, 'id'>>,
  details: AuditDetails = {},
): Promise<App> {
  const update = () => stores.apps.update(app.id, { set: { ...set, updatedAt: clock.now() } }, { revision: app.revision });
  try {
    const [saved] = await audit.change(principal, action, appResource(app), [update], details);
    return saved;
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    throw new Conflict('Somebody else has just changed this app: load it again.');
  }
}

function newSecret(): string {
  return `ocs_${randomToken()}`;
}

function noKeys(kind: AppKind): BadRequest {
  return new BadRequest(`An app of the kind ${kind} has no keys: only a service signs.`);
}
