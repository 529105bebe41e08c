import { createHash, timingSafeEqual } from 'node:crypto';
import { randomToken } from '#application/identity/index.ts';
import { OAuthRefusal } from '#kernel/errors.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { OAuthContext } from './context.ts';
import { endGrant, type IssuedTokens, prepareGrant } from './grants.ts';
import { type App, type Authorization, type AuthorizationCode, unlessChanged } from './stores.ts';

/** How long a code may take from the browser to the app, in milliseconds. */
const LIFETIME = 5 * 60_000;

/** How long it is known that a code was used, in milliseconds. */
const REMEMBERED = 24 * 3_600_000;

/** What an app brings to exchange a code. */
export interface CodeExchange {
  readonly code: string | undefined;
  readonly redirectUri: string | undefined;
  readonly verifier: string | undefined;
  readonly address: string;
}

/** Makes a code for what a user has agreed to. */
export async function issueCode(
  { stores, hash, clock }: OAuthContext,
  { id: authorizationId, userId, appId }: Authorization,
  { redirectUri, scopes, challenge, workspaceId }: AuthorizationRequest & { readonly redirectUri: string },
): Promise<string> {
  const code = `code_${randomToken()}`;
  const now = clock.now();
  await stores.codes.insert({
    id: hash.of('authorization-code', code),
    authorizationId,
    userId,
    appId,
    workspaceId,
    scopes,
    redirectUri,
    ...(challenge ? { challenge } : {}),
    goodUntil: now + LIFETIME,
    expiresAt: now + REMEMBERED,
  });
  return code;
}

/**
 * Exchanges a code for tokens, once. Throws `OAuthRefusal`; where the code was used before, somebody
 * else may have had it, so what it was exchanged for has ended.
 */
export async function exchangeCode(context: OAuthContext, app: App, given: CodeExchange): Promise<IssuedTokens> {
  const { stores, hash, clock } = context;
  if (given.code === undefined) throw new OAuthRefusal('invalid_request', 'code is missing.');
  const id = hash.of('authorization-code', given.code);
  const code = await stores.codes.get(id);
  if (code?.appId !== app.id) throw refused('The code is unknown or has expired: begin again with the authorization endpoint.');
  if (code.grantId !== undefined) return usedAgain(context, code, given.address);
  if (code.goodUntil <= clock.now()) throw refused('The code has expired: begin again with the authorization endpoint.');
  if (code.redirectUri !== given.redirectUri) throw refused('The redirect_uri is not the one that the code was asked for with.');
  checkVerifier(code, given.verifier);
  const { grant, tokens, write } = prepareGrant(context, code);
  const exchange = stores.inOrder([() => stores.codes.update(id, { set: { grantId: grant.id } }, { revision: code.revision }), write]);
  if (await unlessChanged(exchange.then(() => true))) return tokens;
  const used = await stores.codes.get(id);
  return usedAgain(context, used ?? code, given.address);
}

async function usedAgain(context: OAuthContext, { grantId, appId, userId }: AuthorizationCode, address: string): Promise<never> {
  if (grantId !== undefined) await endGrant(context, { id: grantId, appId, userId }, 'a code was used again', address);
  throw refused('This code was used before, so its tokens have ended: ask the user again.');
}

/** Checks that who brings a code is who asked for it. Throws `OAuthRefusal`. */
function checkVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
  if (!challenge && verifier === undefined) return;
  // RFC 9700, 2.1.1: a code that was asked for without a challenge must not pass for one with.
  if (!challenge) throw refused('This code was asked for without a code_challenge, so no code_verifier goes with it.');
  if (verifier === undefined) throw new OAuthRefusal('invalid_request', 'code_verifier is missing.');
  const answer = challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  const [given, expected] = [Buffer.from(answer), Buffer.from(challenge.value)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused('The code_verifier is not the one of this code.');
}

function refused(message: string): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', message);
}
