import { type createOAuthToken, grantTypes } from '@buckle/contract';
import type { z } from 'zod';
import { OAuthRefusal } from '#kernel/errors.ts';
import { exchangeCode } from './authorization-codes.ts';
import { authenticateClient, bearerToken } from './client.ts';
import type { OAuthContext } from './context.ts';
import { pollDevice } from './device-requests.ts';
import { type IssuedTokens, refreshGrant } from './grants.ts';
import { exchangeJwt } from './jwt-bearer.ts';

/** A request for tokens. */
export interface TokenRequest {
  readonly body: z.output<typeof createOAuthToken.body>;
  readonly authorization: string | undefined;
  /** How the request reached this server. */
  readonly origin: string;
  readonly address: string;
  /** Of the path: the account that a service acts for. */
  readonly accountId?: string | undefined;
}

/** Gives tokens for a code, a refresh token, a device code or a JWT. Throws `OAuthRefusal`. */
export async function createTokens(context: OAuthContext, request: TokenRequest): Promise<IssuedTokens> {
  const { body, authorization, accountId, address } = request;
  if (body.grant_type === grantTypes.jwt) {
    return exchangeJwt(context, {
      jwt: body.assertion ?? bearerToken(authorization),
      accountId,
      durationSeconds: body.duration_seconds,
      scope: body.scope,
      hosts: hostsOf(context, request.origin),
    });
  }
  if (accountId !== undefined) throw unsupported([grantTypes.jwt]);
  const client = () => authenticateClient(context, { authorization, clientId: body.client_id, clientSecret: body.client_secret, address });
  switch (body.grant_type) {
    case grantTypes.code: {
      const { code, redirect_uri: redirectUri, code_verifier: verifier } = body;
      return exchangeCode(context, await client(), { code, redirectUri, verifier, address });
    }
    case grantTypes.refresh:
      return refreshGrant(context, await client(), body.refresh_token ?? '', address);
    case grantTypes.device:
      return pollDevice(context, await client(), body.device_code);
    default:
      throw unsupported(Object.values(grantTypes));
  }
}

function unsupported(possible: readonly string[]): OAuthRefusal {
  return new OAuthRefusal('unsupported_grant_type', `grant_type must be ${possible.join(' or ')}.`);
}

/** By which hosts, with their ports, a client may have called this server. */
function hostsOf({ publicUrl }: OAuthContext, origin: string): string[] {
  return [...new Set([publicUrl, origin].flatMap((url) => (url === undefined ? [] : [new URL(url).host])))];
}
