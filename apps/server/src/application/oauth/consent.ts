import type { Principal } from '#kernel/principal.ts';
import { PermissionDenied } from '#kernel/errors.ts';
import { type AuthorizationParameters, type AuthorizationRequest, readAuthorizationRequest, requireOwnWorkspace } from './authorization-request.ts';
import { issueCode } from './authorization-codes.ts';
import { authorizeAppFor, findAuthorization } from './authorizations.ts';
import type { OAuthContext } from './context.ts';
import { withParameters } from './redirect-uris.ts';
import type { App } from './stores.ts';

/**
 * Checks that a person sits before a browser: nothing that holds a token may let others into the
 * account. Throws `PermissionDenied`.
 */
export function requireSession(principal: Principal): void {
  if (principal.via === 'session') return;
  throw new PermissionDenied('Only a signed-in user can do this, in the browser: an access token cannot let an app in.');
}

/** What an app asks the user for. */
export interface Question {
  readonly request: AuthorizationRequest;
  /** Whether the user has agreed to the same before, so that they need not be asked. */
  readonly remembered: boolean;
}

/** Reads what an app asks the user for. Throws `PermissionDenied`, `NotFound`, and `BadRequest` for what no app may ask so. */
export async function readQuestion(context: OAuthContext, principal: Principal, given: AuthorizationParameters): Promise<Question> {
  requireSession(principal);
  const request = await readAuthorizationRequest(context, given);
  await requireOwnWorkspace(context, principal, request.workspaceId);
  const { app, workspaceId, scopes } = request;
  // An app without a secret is asked about each time, since another program can pass for it (RFC 8252, 8.6).
  const known = app.kind === 'web' ? await findAuthorization(context, principal.userId, app.id, workspaceId) : undefined;
  return { request, remembered: scopes.every((scope) => known?.scopes.includes(scope)) };
}

/**
 * Answers an app in the name of the user, and returns where their browser goes next; empty for a
 * service. Throws as `readQuestion` does.
 */
export async function answerQuestion(
  context: OAuthContext,
  principal: Principal,
  given: AuthorizationParameters,
  allow: boolean,
): Promise<string> {
  const { request } = await readQuestion(context, principal, given);
  const { app, redirectUri, state } = request;
  if (!allow) {
    await recordRefusal(context, principal, app);
    return redirectUri === undefined
      ? ''
      : withParameters(redirectUri, { error: 'access_denied', error_description: 'The user has refused.', state });
  }
  const authorization = await authorizeAppFor(context, principal, request);
  if (redirectUri === undefined) return '';
  return withParameters(redirectUri, { code: await issueCode(context, authorization, { ...request, redirectUri }), state });
}

/** Records that a user did not let an app in. */
export function recordRefusal({ audit }: OAuthContext, principal: Principal, { id, name }: App): Promise<void> {
  return audit.record(principal, 'authorization.refuse', { type: 'OAuth app', id }, 'done', { app: name });
}
