import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { authorizationQuery } from './oauth.ts';
import { appKinds } from './oauth-apps.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { appScopes } from './permissions.ts';

const tag = 'OAuth consent';

const scopes = z.array(z.enum(appScopes));
const named = z.object({ id, name: z.string() });

/** What a user is asked to agree to. */
const consent = z.object({
  app: z.object({
    id,
    name: z.string(),
    description: z.string(),
    kind: z.enum(appKinds),
    workspace_name: z.string().describe('Whose app it is'),
  }),
  scopes,
  workspace: named.optional().describe('The only one that is asked for; absent: all of the user’s'),
});

/** What a user is asked to agree to, as it is answered. */
export type Consent = z.input<typeof consent>;

const question = z.strictObject({ ...authorizationQuery.shape, workspace_id: idInRequest.optional() });

/** What a client asks the caller for. */
export const getConsent = endpoint('GET', '/api/oauth/consent', {
  name: 'getConsent',
  tag,
  summary: 'What an app asks the signed-in user for, with the parameters of the authorization endpoint',
  query: question,
  answer: consent.extend({
    redirect_host: z.string().describe('Where the answer goes; empty where nowhere'),
    remembered: z.boolean().describe('Whether the user has agreed to the same before, so that they need not be asked'),
  }),
});

/** Answers a client. */
export const giveConsent = endpoint('POST', '/api/oauth/consent', {
  name: 'giveConsent',
  tag,
  summary: 'Agree or refuse, in a browser session alone; the answer says where the browser goes next',
  body: question.extend({ allow: z.boolean() }),
  answer: z.object({ redirect_to: z.string().describe('Empty for a service, which needs no answer') }),
});

const userCode = z.string().trim().min(1).max(40).describe('With or without its hyphen, in either case');

/** What a device asks the caller for. */
export const getDeviceConsent = endpoint('GET', '/api/oauth/device', {
  name: 'getDeviceConsent',
  tag,
  summary: 'What the device that shows a user code asks the signed-in user for',
  query: z.strictObject({ user_code: userCode }),
  answer: consent,
});

/** Answers a device. */
export const giveDeviceConsent = endpoint('POST', '/api/oauth/device', {
  name: 'giveDeviceConsent',
  tag,
  summary: 'Let a device in or refuse it, in a browser session alone',
  body: z.strictObject({ user_code: userCode, allow: z.boolean() }),
});

/** What a user has agreed to. */
const authorization = z.object({
  id,
  app: named,
  scopes,
  workspace: named.optional().describe('Absent: all of the caller’s'),
  created_at: timestamp,
  last_used_at: timestamp.optional().describe('At most a minute old'),
});

export type Authorization = z.input<typeof authorization>;

/** The apps that the caller has let in. */
export const listAuthorizations = endpoint('GET', '/api/oauth/authorizations', {
  name: 'listAuthorizations',
  tag,
  summary: 'The apps that the caller has authorized',
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(authorization),
});

/** Takes an authorization back. */
export const revokeAuthorization = endpoint('DELETE', '/api/oauth/authorizations/{authorization_id}', {
  name: 'revokeAuthorization',
  tag,
  summary: 'Withdraw an authorization; the tokens that came of it end at once',
  params: z.object({ authorization_id: idInRequest }),
});
