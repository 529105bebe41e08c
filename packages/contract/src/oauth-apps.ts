import { z } from 'zod';
import { displayName } from './account-fields.ts';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { appScopes } from './permissions.ts';

const tag = 'OAuth apps';

/**
 * How an app proves what it is: `web` with a secret; `pkce`, for phones, desktops and pages, with a
 * proof of its own for each code; `device` with none; `service` signs JWTs and needs no user present.
 */
export const appKinds = ['web', 'pkce', 'device', 'service'] as const;

export type AppKind = (typeof appKinds)[number];

const serviceKey = z.object({
  kid: z.string().describe('The thumbprint of the public key, which stands in the header of each JWT'),
  created_at: timestamp,
});

const app = z
  .object({
    id: id.describe('The client_id, and the issuer of JWTs'),
    workspace_id: id,
    name: z.string(),
    description: z.string(),
    kind: z.enum(appKinds),
    redirect_uris: z.array(z.string()),
    scopes: z.array(z.enum(appScopes)),
    enabled: z.boolean(),
    keys: z.array(serviceKey),
    owner_id: id.describe('Whom a service acts for where it names nobody'),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'OAuthApp' });

export type OAuthApp = z.input<typeof app>;

const description = z.string().trim().max(500);
const redirectUris = z
  .array(z.string().min(1).max(2000))
  .max(10)
  .describe('Compared as they are; a `pkce` app may use any port of a loopback address');
const scopes = z.array(z.enum(appScopes)).min(1).max(appScopes.length);
const publicKey = z.string().min(1).max(4000).describe('PEM (SPKI) of an RSA key of 2048 bits or more; a pair is made where absent');

const workspaceParams = z.object({ workspace_id: idInRequest });
const params = z.object({ app_id: idInRequest });

/** The apps of a workspace. */
export const listOAuthApps = endpoint('GET', '/api/workspaces/{workspace_id}/oauth-apps', {
  name: 'listOAuthApps',
  tag,
  summary: 'The OAuth apps of a workspace',
  permission: 'workspace.manage',
  params: workspaceParams,
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(app),
});

/** Makes an app. */
export const createOAuthApp = endpoint('POST', '/api/workspaces/{workspace_id}/oauth-apps', {
  name: 'createOAuthApp',
  tag,
  summary: 'Make an OAuth app; its secret or private key is shown this once',
  permission: 'workspace.manage',
  params: workspaceParams,
  body: z.strictObject({
    name: displayName,
    description: description.default(''),
    kind: z.enum(appKinds),
    redirect_uris: redirectUris.default([]),
    scopes,
    public_key: publicKey.optional(),
  }),
  answer: z.object({
    app,
    client_secret: z.string().optional().describe('Of a `web` app'),
    private_key: z.string().optional().describe('PEM (PKCS #8), of a `service` that brought no public key'),
  }),
});

/** One app. */
export const getOAuthApp = endpoint('GET', '/api/oauth-apps/{app_id}', {
  name: 'getOAuthApp',
  tag,
  summary: 'An OAuth app',
  permission: 'workspace.manage',
  params,
  answer: app,
});

/** Changes an app. */
export const updateOAuthApp = endpoint('PATCH', '/api/oauth-apps/{app_id}', {
  name: 'updateOAuthApp',
  tag,
  summary: 'Change an OAuth app; tokens lose the scopes that are taken away at once, and are refused while it is not enabled',
  permission: 'workspace.manage',
  params,
  body: z.strictObject({
    name: displayName.optional(),
    description: description.optional(),
    redirect_uris: redirectUris.optional(),
    scopes: scopes.optional(),
    enabled: z.boolean().optional(),
  }),
  answer: app,
});

/** Removes an app. */
export const deleteOAuthApp = endpoint('DELETE', '/api/oauth-apps/{app_id}', {
  name: 'deleteOAuthApp',
  tag,
  summary: 'Delete an OAuth app; its tokens end at once',
  permission: 'workspace.manage',
  params,
});

/** Gives an app another secret. */
export const rotateOAuthAppSecret = endpoint('POST', '/api/oauth-apps/{app_id}/secret', {
  name: 'rotateOAuthAppSecret',
  tag,
  summary: 'Replace the secret of a `web` app; it is shown this once, and the one before ends at once',
  permission: 'workspace.manage',
  params,
  answer: z.object({ client_secret: z.string() }),
});

/** Gives a service one more key. */
export const createOAuthAppKey = endpoint('POST', '/api/oauth-apps/{app_id}/keys', {
  name: 'createOAuthAppKey',
  tag,
  summary: 'Add a key to a `service`, up to three; a private key made here is shown this once',
  permission: 'workspace.manage',
  params,
  body: z.strictObject({ public_key: publicKey.optional() }),
  answer: z.object({ key: serviceKey, private_key: z.string().optional() }),
});

/** Takes a key from a service. */
export const deleteOAuthAppKey = endpoint('DELETE', '/api/oauth-apps/{app_id}/keys/{kid}', {
  name: 'deleteOAuthAppKey',
  tag,
  summary: 'Remove a key of a `service`: JWTs that it signed are refused from then on',
  permission: 'workspace.manage',
  params: z.object({ app_id: idInRequest, kid: idInRequest }),
});
