import { z } from 'zod';
import { idInRequest } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'OAuth';

/** What a token is asked for with, by the names that OAuth gives them. */
export const grantTypes = {
  code: 'authorization_code',
  refresh: 'refresh_token',
  jwt: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  device: 'urn:ietf:params:oauth:grant-type:device_code',
} as const;

/** What OAuth calls its refusals (RFC 6749, 4.1.2.1 and 5.2; RFC 8628, 3.5). */
export const oauthErrors = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_response_type',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'authorization_pending',
  'slow_down',
  'expired_token',
  'temporarily_unavailable',
  'server_error',
] as const;

export type OAuthError = (typeof oauthErrors)[number];

/** A refusal in OAuth's form. Where a device is to go on waiting, or to give up, `code` and `msg` are absent, as Coze's clients want it. */
export const oauthFailure = z
  .object({
    error: z.enum(oauthErrors),
    error_description: z.string(),
    error_code: z.enum(oauthErrors).describe('The same as `error`'),
    error_message: z.string().describe('The same as `error_description`'),
    code: z.int().min(1).optional(),
    msg: z.string().min(1).optional(),
    detail: z.object({ logid: z.string() }),
  })
  .meta({ id: 'OAuthFailure' });

const text = z.string().max(2000);
const name = z.string().min(1).max(64);
const workspaceParams = z.object({ workspace_id: idInRequest });

/** What a client asks a user for: sent to the authorization endpoint, and by its page to the server again. */
export const authorizationQuery = z.object({
  client_id: name,
  response_type: z.string().max(64).optional().describe('`code`'),
  redirect_uri: text.optional(),
  state: text.optional(),
  scope: text.optional().describe('Names of permissions, separated by spaces; all that the app may ask for where absent'),
  code_challenge: z.string().max(200).optional(),
  code_challenge_method: z.string().max(64).optional().describe('`S256`, or `plain`, which is meant where absent'),
});

/** Begins the authorization by a user, in their browser. */
export const authorize = endpoint('GET', '/api/permission/oauth2/authorize', {
  name: 'authorizeApp',
  tag,
  summary: 'Send a browser here to ask its user for access: it is sent on to the consent page',
  authentication: 'none',
  query: authorizationQuery.partial(),
  place: 'redirect',
});

/** As `authorize`, for one workspace. */
export const authorizeInWorkspace = endpoint('GET', '/api/permission/oauth2/workspace_id/{workspace_id}/authorize', {
  name: 'authorizeAppInWorkspace',
  tag,
  summary: 'As the call without a workspace; the tokens are good for this workspace alone',
  authentication: 'none',
  params: workspaceParams,
  query: authorizationQuery.partial(),
  place: 'redirect',
});

const deviceBody = z.object({ client_id: name, scope: text.optional() });

const deviceCode = z.object({
  device_code: z.string(),
  user_code: z.string().describe('What the user enters at `verification_uri`'),
  verification_uri: z.string(),
  expires_in: z.int().describe('Seconds from now'),
  interval: z.int().describe('Seconds to wait between two polls'),
});

/** Begins the authorization of a device. */
export const createDeviceCode = endpoint('POST', '/api/permission/oauth2/device/code', {
  name: 'createDeviceCode',
  tag,
  summary: 'Get the codes with which a device without a browser asks for access',
  authentication: 'none',
  oauth: true,
  body: deviceBody,
  answer: deviceCode,
});

/** As `createDeviceCode`, for one workspace. */
export const createDeviceCodeInWorkspace = endpoint('POST', '/api/permission/oauth2/workspace_id/{workspace_id}/device/code', {
  name: 'createDeviceCodeInWorkspace',
  tag,
  summary: 'As the call without a workspace; the tokens are good for this workspace alone',
  authentication: 'none',
  oauth: true,
  params: workspaceParams,
  body: deviceBody,
  answer: deviceCode,
});

/** Coze's form of a scope: permissions by name, and the bots that a token is limited to. */
const cozeScope = z.object({
  account_permission: z.object({ permission_list: z.array(z.string().max(100)).max(100) }).optional(),
  attribute_constraint: z
    .object({ connector_bot_chat_attribute: z.object({ bot_id_list: z.array(idInRequest).max(100) }).optional() })
    .optional(),
});

const tokenBody = z
  .object({
    grant_type: z.string().max(200).describe(Object.values(grantTypes).join(', ')),
    client_id: name.optional(),
    client_secret: text.optional().describe('Where it is not the bearer token, as Coze has it, nor in HTTP Basic'),
    code: text.optional(),
    redirect_uri: text.optional(),
    code_verifier: z.string().max(200).optional(),
    refresh_token: text.optional(),
    device_code: text.optional(),
    assertion: z.string().max(8000).optional().describe('The JWT, where it is not the bearer token'),
    duration_seconds: z.coerce.number().int().optional().describe('For a JWT: how long the access token lives, 1 to 86399; 900 where absent'),
    scope: z.union([text, cozeScope]).optional().describe('For a JWT: what of its app’s permissions the token gets, and for which bots'),
  })
  .meta({ id: 'TokenRequest' });

const token = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z
      .int()
      .describe('When the access token ends, in seconds since 1970, as Coze has it; in answer to a form the seconds until then, as RFC 6749 has it'),
    refresh_token: z.string().optional().describe('Good once, for 30 days; none for a JWT'),
  })
  .meta({ id: 'Token' });

/** Gives tokens for what a client holds. */
export const createOAuthToken = endpoint('POST', '/api/permission/oauth2/token', {
  name: 'createOAuthToken',
  tag,
  summary: 'Exchange a code, a device code, a refresh token or a JWT for tokens',
  authentication: 'none',
  oauth: true,
  body: tokenBody,
  answer: token,
});

/** As `createOAuthToken` with a JWT, for the account of another user of the app. */
export const createOAuthTokenOfAccount = endpoint('POST', '/api/permission/oauth2/account/{account_id}/token', {
  name: 'createOAuthTokenOfAccount',
  tag,
  summary: 'Exchange a JWT for a token of a user who has authorized the service',
  authentication: 'none',
  oauth: true,
  params: z.object({ account_id: idInRequest }),
  body: tokenBody,
  answer: token,
});
