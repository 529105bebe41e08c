import { seconds } from '#kernel/clock.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { OAuthContext } from './context.ts';
import type { IssuedTokens } from './grants.ts';
import type { App, Authorization, ServiceKey } from './stores.ts';

/** An app without its secret. */
export function showApp(app: App) {
  return {
    id: app.id,
    workspace_id: app.workspaceId,
    name: app.name,
    description: app.description,
    kind: app.kind,
    redirect_uris: [...app.redirectUris],
    scopes: [...app.scopes],
    enabled: app.enabled,
    keys: app.keys.map(showKey),
    owner_id: app.ownerId,
    created_at: seconds(app.createdAt),
    updated_at: seconds(app.updatedAt),
  };
}

/** A key of a service. */
export function showKey({ kid, createdAt }: ServiceKey) {
  return { kid, created_at: seconds(createdAt) };
}

/** What a user is asked to agree to. */
export async function showQuestion({ identity }: OAuthContext, { app, scopes, workspaceId }: Pick<AuthorizationRequest, 'scopes' | 'workspaceId'> & { readonly app: App }) {
  const names = await identity.workspaceNamesOf([app.workspaceId, workspaceId]);
  const { id, name, description, kind } = app;
  return {
    app: { id, name, description, kind, workspace_name: names.get(app.workspaceId) ?? '' },
    scopes: [...scopes],
    ...(workspaceId === '' ? {} : { workspace: { id: workspaceId, name: names.get(workspaceId) ?? '' } }),
  };
}

/** Authorizations, with the names of their apps and workspaces. */
export async function namesFor({ stores, identity }: OAuthContext, authorizations: readonly Authorization[]) {
  const [apps, workspaces] = await Promise.all([
    stores.apps.getMany([...new Set(authorizations.map(({ appId }) => appId))]),
    identity.workspaceNamesOf(authorizations.map(({ workspaceId }) => workspaceId)),
  ]);
  return { apps: new Map(apps.map(({ id, name }) => [id, name])), workspaces };
}

/** An authorization as its user sees it. */
export function showAuthorization(authorization: Authorization, { apps, workspaces }: Awaited<ReturnType<typeof namesFor>>) {
  const { id, appId, workspaceId, scopes, createdAt, lastUsedAt } = authorization;
  return {
    id,
    app: { id: appId, name: apps.get(appId) ?? '' },
    scopes: [...scopes],
    ...(workspaceId === '' ? {} : { workspace: { id: workspaceId, name: workspaces.get(workspaceId) ?? '' } }),
    created_at: seconds(createdAt),
    ...(lastUsedAt === undefined ? {} : { last_used_at: seconds(lastUsedAt) }),
  };
}

/** Tokens as Coze answers them: `expires_in` is the time when they end, but a form is answered as RFC 6749 has it. */
export function showTokens({ accessToken, expiresAt, refreshToken }: IssuedTokens, isForm: boolean, now: number) {
  return {
    access_token: accessToken,
    token_type: 'Bearer' as const,
    expires_in: isForm ? seconds(expiresAt - now) : seconds(expiresAt),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  };
}
