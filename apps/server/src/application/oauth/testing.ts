import { createHash, randomBytes } from 'node:crypto';
import * as contract from '@buckle/contract';
import { type AppKind, type AppScope, type Endpoint, grantTypes } from '@buckle/contract';
import type { z } from 'zod';
import { type Audit, createAudit } from '#application/audit/index.ts';
import { Idempotency } from '#application/idempotency/index.ts';
import { createIdentity, type Identity, identityRoutes } from '#application/identity/index.ts';
import { MemoryCache } from '#data/cache/index.ts';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { Redirect, type Route } from '#kernel/route.ts';
import { Keyring } from '#services/storage/index.ts';
import { appTokens } from './bearer.ts';
import { type OAuthContext, openOAuthContext } from './context.ts';
import { oauthRoutes } from './routes.ts';

/** What a test's requests reach the server by. */
export const ORIGIN = 'http://127.0.0.1:8787';

/** Where the test's apps have their answers. */
export const REDIRECT = 'https://app.example.com/callback?from=buckle';

/** A request of a test. */
export interface TestCall {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly principal?: Principal;
  readonly authorization?: string;
  readonly isForm?: boolean;
  readonly origin?: string;
}

/** The module over documents in memory, with a clock that the test moves, and Ada, who owns the workspace Team. */
export class TestOAuth {
  readonly identity: Identity;
  readonly audit: Audit;
  readonly clock: ManualClock;
  readonly context: OAuthContext;
  readonly ada: Principal;
  readonly workspaceId: string;
  readonly #routes: readonly Route[];

  private constructor(parts: Pick<TestOAuth, 'identity' | 'audit' | 'clock' | 'context' | 'ada'>, routes: readonly Route[], workspaceId: string) {
    ({ identity: this.identity, audit: this.audit, clock: this.clock, context: this.context, ada: this.ada } = parts);
    this.#routes = routes;
    this.workspaceId = workspaceId;
  }

  static async open(): Promise<TestOAuth> {
    const clock = new ManualClock();
    const ids = new IdGenerator(clock, 1);
    const documents = await openMemoryDocuments();
    const keyring = await Keyring.open(documents, randomBytes(32));
    const idempotency = await Idempotency.open(documents, keyring, clock);
    const audit = await createAudit({ documents, keyring, clock, ids });
    const shared = { documents, keyring, audit, clock, ids, cache: new MemoryCache(clock) };
    const own = { idempotency, countRequest: async () => {}, registration: 'closed', secureCookies: false } as const;
    const identity = await createIdentity({ ...shared, ...own });
    const context = await openOAuthContext({ ...shared, identity, publicUrl: undefined });
    identity.acceptBearers(appTokens(context));
    await identity.bootstrap({});
    const { id = '' } = (await identity.firstAdministrator()) ?? {};
    const parts = { identity, audit, clock, context, ada: person(id, true) };
    const routes = [...identityRoutes(identity), ...oauthRoutes(context)];
    const team = await new TestOAuth(parts, routes, '').call(contract.createWorkspace, { body: { name: 'Team' } });
    return new TestOAuth(parts, routes, team.id);
  }

  /** Somebody else with an account. */
  async person(name: string): Promise<Principal> {
    const { user } = await this.call(contract.createUser, { body: { email: `${name.toLowerCase()}@example.com`, name } });
    return person(user.id, false);
  }

  /** The audited actions that were refused, oldest first. */
  async refusals(): Promise<string[]> {
    const { items } = await this.audit.stores.entries.find({ limit: 1000 });
    return items.filter((entry) => entry.outcome === 'refused').map((entry) => entry.action);
  }

  /** Calls an endpoint as the gateway does: validated on the way in, and the answer checked. */
  async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    request: TestCall = {},
  ): Promise<z.output<A>> {
    return endpoint.answer.parse(await this.#handle(endpoint, request));
  }

  /** Where a call sends the browser. */
  async redirect(endpoint: Endpoint, request: TestCall): Promise<string> {
    const answer = await this.#handle(endpoint, request);
    if (!(answer instanceof Redirect)) throw new Error('The browser was not sent elsewhere.');
    return answer.location;
  }

  #handle(endpoint: Endpoint, { params = {}, query = {}, body = {}, principal = this.ada, ...rest }: TestCall): Promise<unknown> {
    const route = this.#routes.find((each) => each.endpoint.name === endpoint.name);
    if (!route) throw new Error(`${endpoint.name} has no route.`);
    return route.handle({
      origin: ORIGIN,
      ...rest,
      params: endpoint.params.parse(params),
      query: endpoint.query.parse(query),
      body: endpoint.body.parse(body),
      principal,
      address: '192.0.2.7',
      userAgent: 'test',
      cookies: {},
      setCookie: () => undefined,
    });
  }

  /** Makes an app in Ada's workspace. */
  async app(kind: AppKind, changes: { readonly scopes?: readonly AppScope[]; readonly redirect_uris?: readonly string[]; readonly public_key?: string; readonly principal?: Principal } = {}) {
    const { principal, ...fields } = changes;
    const redirect_uris = kind === 'web' || kind === 'pkce' ? [REDIRECT] : [];
    const body = { name: `A ${kind} app`, kind, redirect_uris, scopes: ['bot.read', 'bot.chat', 'conversation.read'], ...fields };
    const { app, client_secret: secret = '', private_key: privateKey = '' } = await this.call(contract.createOAuthApp, {
      params: { workspace_id: this.workspaceId },
      body,
      ...(principal ? { principal } : {}),
    });
    return { app, secret, privateKey };
  }

  /** Agrees to what an app asks for, and returns the parameters with which the browser comes back to it. */
  async agree(query: object, principal = this.ada): Promise<URLSearchParams> {
    const body = { response_type: 'code', redirect_uri: REDIRECT, ...query, allow: true };
    const { redirect_to } = await this.call(contract.giveConsent, { body, principal });
    return new URL(redirect_to).searchParams;
  }

  /** Asks for tokens. */
  tokens(body: object, request: TestCall = {}) {
    return this.call(contract.createOAuthToken, { ...request, body });
  }

  /** A web app, its secret, and tokens that Ada has let it have. */
  async webTokens(scopes?: readonly AppScope[]) {
    const { app, secret } = await this.app('web', scopes ? { scopes } : {});
    const code = (await this.agree({ client_id: app.id })).get('code');
    const authorization = `Bearer ${secret}`;
    const issued = await this.tokens({ grant_type: grantTypes.code, client_id: app.id, redirect_uri: REDIRECT, code }, { authorization });
    const refresh = (refresh_token = issued.refresh_token) =>
      this.tokens({ grant_type: grantTypes.refresh, client_id: app.id, refresh_token }, { authorization });
    return { app, secret, authorization, issued, refresh };
  }

  /** Who shows a token. */
  who(bearer: string): Promise<Principal> {
    return this.identity.authenticate({ bearer, address: '192.0.2.7' });
  }
}

function person(userId: string, instanceAdmin: boolean): Principal {
  return { userId, instanceAdmin, via: 'session', credentialId: `session of ${userId}` };
}

/** A verifier and its challenge. */
export function proof(): { code_verifier: string; code_challenge: string; code_challenge_method: 'S256' } {
  const code_verifier = randomBytes(32).toString('base64url');
  return { code_verifier, code_challenge: createHash('sha256').update(code_verifier).digest('base64url'), code_challenge_method: 'S256' };
}
