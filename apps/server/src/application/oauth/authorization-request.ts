import type { AppScope, authorizationQuery } from '@buckle/contract';
import type { z } from 'zod';
import type { Read } from '#data/documents/port.ts';
import { BadRequest, NotFound, OAuthRefusal } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { usableApp } from './client.ts';
import type { OAuthContext } from './context.ts';
import { isRedirectUriOf, withParameters } from './redirect-uris.ts';
import { namesIn, scopesFor } from './scopes.ts';
import type { App, CodeChallenge } from './stores.ts';

/** The parameters of the authorization endpoint, wherever they come from. */
export type AuthorizationParameters = Partial<z.output<typeof authorizationQuery>> & { readonly workspace_id?: string | undefined };

/** What an app asks a user for. */
export interface AuthorizationRequest {
  readonly app: Read<App>;
  /** Where the answer goes; absent for a service, which needs none. */
  readonly redirectUri?: string;
  readonly state?: string;
  readonly scopes: readonly AppScope[];
  readonly challenge?: CodeChallenge;
  /** Empty for all workspaces of the user. */
  readonly workspaceId: string;
}

/** Who asks cannot be told, or not where the answer goes: the user learns of it, and nobody else. */
export class UntrustedRequest extends BadRequest {
  /** What the page says in its own words. */
  readonly reason: 'unknown_app' | 'disabled_app' | 'wrong_redirect';

  constructor(reason: UntrustedRequest['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The request is wrong, and the app is to learn of it at its own address. */
export class WrongRequest extends BadRequest {
  /** That address, with what is wrong. */
  readonly location: string;

  constructor({ error, message }: OAuthRefusal, redirectUri: string, state: string | undefined) {
    super(message);
    this.location = withParameters(redirectUri, { error, error_description: message, state });
  }
}

/** Reads what an app asks for. Throws `UntrustedRequest`, and once it is known who asks `WrongRequest`. */
export async function readAuthorizationRequest(context: OAuthContext, given: AuthorizationParameters): Promise<AuthorizationRequest> {
  const app = await trustedApp(context, given.client_id ?? '');
  const { redirect_uri: redirectUri, state } = given;
  const workspaceId = given.workspace_id ?? '';
  if (app.kind === 'service') return { app, scopes: app.scopes, workspaceId };
  if (redirectUri === undefined || !isRedirectUriOf(app, redirectUri)) {
    throw new UntrustedRequest('wrong_redirect', `The redirect_uri is not one of the app ${JSON.stringify(app.name)}: it must be written as it stands in the app.`);
  }
  try {
    return { app, redirectUri, workspaceId, ...readTerms(app, given), ...(state === undefined ? {} : { state }) };
  } catch (error) {
    if (error instanceof OAuthRefusal) throw new WrongRequest(error, redirectUri, state);
    throw error;
  }
}

/** Checks that a user can let an app into a workspace: it is theirs. Throws `NotFound`. */
export async function requireOwnWorkspace({ identity }: OAuthContext, { userId }: Principal, workspaceId: string): Promise<void> {
  if (workspaceId !== '' && !(await identity.roleIn(workspaceId, userId))) throw new NotFound('workspace', workspaceId);
}

async function trustedApp(context: OAuthContext, clientId: string): Promise<Read<App>> {
  try {
    const app = await usableApp(context, clientId);
    if (app.kind !== 'device') return app;
  } catch (error) {
    if (!(error instanceof OAuthRefusal)) throw error;
    throw new UntrustedRequest(error.error === 'unauthorized_client' ? 'disabled_app' : 'unknown_app', error.message);
  }
  throw new UntrustedRequest('unknown_app', 'This app is one for devices: its user enters a code at /device.');
}

/** What is asked for, and what proves who asked. Throws `OAuthRefusal`. */
function readTerms(app: App, given: AuthorizationParameters): Pick<AuthorizationRequest, 'scopes' | 'challenge'> {
  if (given.response_type !== 'code') throw new OAuthRefusal('unsupported_response_type', 'response_type must be code.');
  const scopes = scopesFor(app, namesIn(given.scope));
  const { code_challenge: value, code_challenge_method: method = 'plain' } = given;
  if (value === undefined) {
    if (app.kind !== 'pkce') return { scopes };
    throw new OAuthRefusal('invalid_request', 'code_challenge is missing: this app has no secret, so it needs one (RFC 7636).');
  }
  if (method !== 'S256' && method !== 'plain') throw new OAuthRefusal('invalid_request', 'code_challenge_method must be S256 or plain.');
  // RFC 7636 asks for 43; clients of Coze send shorter ones, which nobody can guess either.
  if (!/^[\w.~-]{16,128}$/.test(value)) {
    throw new OAuthRefusal('invalid_request', 'code_challenge must have 16 to 128 characters: letters, digits, - . _ ~');
  }
  return { scopes, challenge: { method, value } };
}
