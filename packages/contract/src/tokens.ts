import { z } from 'zod';
import { displayName } from './account-fields.ts';
import { idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { scopes } from './permissions.ts';

const tag = 'Tokens and sessions';

/** A personal access token, without its secret. */
export const personalToken = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)).optional().describe('Absent: everything that its user may do'),
  workspace_id: z.string().optional().describe('Absent: all workspaces of its user'),
  created_at: timestamp,
  expires_at: timestamp.optional().describe('Absent: never'),
  last_used_at: timestamp.optional(),
});

export type PersonalToken = z.input<typeof personalToken>;

/** The caller's tokens. */
export const listTokens = endpoint('GET', '/api/tokens', {
  name: 'listTokens',
  tag,
  summary: "The caller's personal access tokens",
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(personalToken),
});

/** Makes a token. */
export const createToken = endpoint('POST', '/api/tokens', {
  name: 'createToken',
  tag,
  summary: 'Make a personal access token; its secret is shown this once',
  body: z.strictObject({
    name: displayName,
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).optional(),
    workspace_id: idInRequest.optional(),
    expires_at: timestamp.optional(),
  }),
  answer: personalToken.extend({ token: z.string() }),
});

/** Ends a token at once. */
export const revokeToken = endpoint('DELETE', '/api/tokens/{token_id}', {
  name: 'revokeToken',
  tag,
  summary: 'Revoke a personal access token',
  params: z.object({ token_id: idInRequest }),
});

/** The caller's sessions. */
export const listSessions = endpoint('GET', '/api/sessions', {
  name: 'listSessions',
  tag,
  summary: "The caller's sessions",
  query: z.strictObject(tokenPageQuery),
  answer: tokenPage(
    z.object({
      id: z.string(),
      address: z.string(),
      user_agent: z.string(),
      created_at: timestamp,
      last_used_at: timestamp,
      expires_at: timestamp,
      current: z.boolean(),
    }),
  ),
});

/** Ends a session at once. */
export const revokeSession = endpoint('DELETE', '/api/sessions/{session_id}', {
  name: 'revokeSession',
  tag,
  summary: 'End a session; its access token stops at once',
  params: z.object({ session_id: idInRequest }),
});
