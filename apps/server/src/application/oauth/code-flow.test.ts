import * as contract from '@buckle/contract';
import { grantTypes } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadRequest, NotFound, OAuthRefusal, PermissionDenied, Unauthenticated } from '#kernel/errors.ts';
import { proof, REDIRECT, TestOAuth } from './testing.ts';

const MINUTE = 60_000;

let test: TestOAuth;
beforeEach(async () => {
  test = await TestOAuth.open();
});

/** What OAuth calls the refusal of a call. */
function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof OAuthRefusal ? error.error : String(error)),
  );
}

/** A web app, a code that Ada has given it, and how it is exchanged. */
async function withCode(query: object = {}) {
  const { app, secret } = await test.app('web');
  const code = (await test.agree({ client_id: app.id, ...query })).get('code') ?? '';
  const exchange = (body: object = {}, authorization = `Bearer ${secret}`) =>
    test.tokens({ grant_type: grantTypes.code, client_id: app.id, redirect_uri: REDIRECT, code, ...body }, { authorization });
  return { app, secret, code, exchange };
}

describe('the authorization endpoint', () => {
  it('sends the browser to the page of consent, with what was asked for', async () => {
    const { app } = await test.app('web');
    const query = { client_id: app.id, response_type: 'code', redirect_uri: REDIRECT, state: 'a&b' };
    expect(await test.redirect(contract.authorize, { query })).toBe(`/oauth/consent?${new URLSearchParams(query).toString()}`);
    const params = { workspace_id: test.workspaceId };
    expect(await test.redirect(contract.authorizeInWorkspace, { query, params })).toContain(`workspace_id=${test.workspaceId}`);
  });

  it('never sends it to an address that is not the app’s', async () => {
    const { app } = await test.app('web');
    const { app: disabled } = await test.app('web');
    await test.call(contract.updateOAuthApp, { params: { app_id: disabled.id }, body: { enabled: false } });
    const { app: device } = await test.app('device');
    const ask = (query: object) => test.redirect(contract.authorize, { query: { response_type: 'code', redirect_uri: REDIRECT, ...query } });
    expect(await ask({ client_id: app.id, redirect_uri: 'https://evil.example/' })).toBe('/oauth/consent?error=wrong_redirect');
    expect(await ask({ client_id: app.id, redirect_uri: undefined })).toBe('/oauth/consent?error=wrong_redirect');
    expect(await ask({ client_id: '12' })).toBe('/oauth/consent?error=unknown_app');
    expect(await ask({})).toBe('/oauth/consent?error=unknown_app');
    expect(await ask({ client_id: disabled.id })).toBe('/oauth/consent?error=disabled_app');
    expect(await ask({ client_id: device.id })).toBe('/oauth/consent?error=unknown_app');
  });

  it.each([
    ['unsupported_response_type', 'web', { response_type: 'token' }],
    ['invalid_scope', 'web', { scope: 'no.such' }],
    ['invalid_scope', 'web', { scope: 'member.manage' }],
    ['invalid_request', 'pkce', {}],
    ['invalid_request', 'pkce', { code_challenge: 'x'.repeat(43), code_challenge_method: 'S512' }],
    ['invalid_request', 'pkce', { code_challenge: 'short', code_challenge_method: 'plain' }],
  ] as const)('tells a known app of %s at its own address', async (error, kind, query) => {
    const { app } = await test.app(kind);
    const location = await test.redirect(contract.authorize, {
      query: { client_id: app.id, response_type: 'code', redirect_uri: REDIRECT, state: 's', ...query },
    });
    expect(location.startsWith(`${REDIRECT}&`)).toBe(true);
    expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({ error, state: 's', from: 'buckle' });
  });
});

describe('consent', () => {
  it('shows who asks for what', async () => {
    const { app } = await test.app('web');
    const query = { client_id: app.id, response_type: 'code', redirect_uri: REDIRECT, workspace_id: test.workspaceId };
    expect(await test.call(contract.getConsent, { query })).toEqual({
      app: { id: app.id, name: 'A web app', description: '', kind: 'web', workspace_name: 'Team' },
      scopes: ['bot.read', 'bot.chat', 'conversation.read'],
      workspace: { id: test.workspaceId, name: 'Team' },
      redirect_host: 'app.example.com',
      remembered: false,
    });
  });

  it('is given in a browser session alone', async () => {
    const { app } = await test.app('web');
    const body = { client_id: app.id, response_type: 'code', redirect_uri: REDIRECT, allow: true };
    const principal = { ...test.ada, via: 'token' } as const;
    await expect(test.call(contract.giveConsent, { body, principal })).rejects.toThrow(PermissionDenied);
    await expect(test.call(contract.giveConsent, { body, principal: { ...principal, via: 'oauth' } })).rejects.toThrow(PermissionDenied);
  });

  it('is refused for an address, and for a workspace, that are not theirs', async () => {
    const { app } = await test.app('web');
    const body = { client_id: app.id, response_type: 'code', redirect_uri: 'https://evil.example/', allow: true };
    await expect(test.call(contract.giveConsent, { body })).rejects.toThrow(BadRequest);
    const principal = await test.person('Bob');
    const foreign = { ...body, redirect_uri: REDIRECT, workspace_id: test.workspaceId };
    await expect(test.call(contract.giveConsent, { body: foreign, principal })).rejects.toThrow(NotFound);
  });

  it('that is not given is told to the app', async () => {
    const { app } = await test.app('web');
    const body = { client_id: app.id, response_type: 'code', redirect_uri: REDIRECT, state: 's', allow: false };
    const { redirect_to } = await test.call(contract.giveConsent, { body });
    expect(Object.fromEntries(new URL(redirect_to).searchParams)).toMatchObject({ error: 'access_denied', state: 's' });
    expect((await test.call(contract.listAuthorizations)).items).toEqual([]);
  });

  it('is remembered for the same permissions of an app that has a secret, and for no other', async () => {
    const remembered = async (query: object) =>
      (await test.call(contract.getConsent, { query: { response_type: 'code', redirect_uri: REDIRECT, ...query } })).remembered;
    const { app } = await test.app('web');
    await test.agree({ client_id: app.id, scope: 'bot.read' });
    expect(await remembered({ client_id: app.id, scope: 'bot.read' })).toBe(true);
    expect(await remembered({ client_id: app.id })).toBe(false);
    expect(await remembered({ client_id: app.id, scope: 'bot.read', workspace_id: test.workspaceId })).toBe(false);
    const { app: native } = await test.app('pkce');
    const { code_verifier: _, ...challenge } = proof();
    await test.agree({ client_id: native.id, ...challenge });
    expect(await remembered({ client_id: native.id, ...challenge })).toBe(false);
  });
});

describe('a code', () => {
  it('is exchanged for tokens that say whom they speak for, and no more than was agreed to', async () => {
    const { exchange } = await withCode({ scope: 'bot.read', workspace_id: test.workspaceId });
    const tokens = await exchange();
    const ends = Math.floor((test.clock.now() + 15 * MINUTE) / 1000);
    expect(tokens).toEqual({ access_token: expect.any(String), refresh_token: expect.any(String), token_type: 'Bearer', expires_in: ends });
    expect(await test.who(tokens.access_token)).toEqual({
      userId: test.ada.userId,
      instanceAdmin: false,
      via: 'oauth',
      credentialId: expect.stringMatching(/^\d+$/),
      scopes: ['bot.read'],
      workspaceId: test.workspaceId,
      address: '192.0.2.7',
    });
  });

  it('is good once: used again, its tokens end', async () => {
    const { exchange } = await withCode();
    const { access_token, refresh_token } = await exchange();
    await test.who(access_token);
    expect(await errorOf(exchange())).toBe('invalid_grant');
    await expect(test.who(access_token)).rejects.toThrow(Unauthenticated);
    expect(await errorOf(exchange({ grant_type: grantTypes.refresh, refresh_token }))).toBe('invalid_grant');
    expect(await test.refusals()).toContain('grant.end');
  });

  it('is good once, also for two who bring it at the same time', async () => {
    const { exchange } = await withCode();
    const outcomes = await Promise.all([errorOf(exchange()), errorOf(exchange())]);
    expect(outcomes.toSorted()).toEqual(['invalid_grant', 'none']);
  });

  it('is good for five minutes', async () => {
    const { exchange } = await withCode();
    test.clock.advance(5 * MINUTE);
    expect(await errorOf(exchange())).toBe('invalid_grant');
  });

  it('is good for its own app, at the address it was asked for with', async () => {
    const { exchange } = await withCode();
    expect(await errorOf(exchange({ redirect_uri: 'https://app.example.com/callback' }))).toBe('invalid_grant');
    expect(await errorOf(exchange({ redirect_uri: undefined }))).toBe('invalid_grant');
    const other = await test.app('web');
    expect(await errorOf(exchange({ client_id: other.app.id }, `Bearer ${other.secret}`))).toBe('invalid_grant');
    expect(await errorOf(exchange())).toBe('none');
  });

  it('is nothing without the secret of the app, in any of the places where clients put it', async () => {
    const { app, secret, exchange } = await withCode();
    for (const authorization of ['', 'Bearer', 'Bearer ocs_wrong', `Basic ${Buffer.from(`${app.id}:wrong`).toString('base64')}`]) {
      expect(await errorOf(exchange({}, authorization))).toBe('invalid_client');
    }
    expect(await test.refusals()).toEqual(['oauth_app.use']);
    expect(await errorOf(exchange({ client_secret: secret }, ''))).toBe('none');
    const basic = `Basic ${Buffer.from(`${app.id}:${secret}`).toString('base64')}`;
    expect(await errorOf(exchange({ client_id: undefined, code: 'unknown' }, basic))).toBe('invalid_grant');
    expect(await errorOf(exchange({ client_id: '12' }))).toBe('invalid_client');
    expect(await errorOf(exchange({ client_id: undefined }))).toBe('invalid_request');
  });

  it('of a disabled app is good for nothing', async () => {
    const { app, exchange } = await withCode();
    await test.call(contract.updateOAuthApp, { params: { app_id: app.id }, body: { enabled: false } });
    expect(await errorOf(exchange())).toBe('unauthorized_client');
  });

  it('stands nowhere in the documents', async () => {
    const { code } = await withCode();
    const { items } = await test.context.stores.codes.find({ limit: 10 });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(code.slice(5));
  });
});

describe('an app without a secret', () => {
  async function begin(challenge: object) {
    const { app } = await test.app('pkce');
    const code = (await test.agree({ client_id: app.id, ...challenge })).get('code');
    return (body: object) => test.tokens({ grant_type: grantTypes.code, client_id: app.id, redirect_uri: REDIRECT, code, ...body });
  }

  it('proves with each code that it asked for it', async () => {
    const { code_verifier, ...challenge } = proof();
    const exchange = await begin(challenge);
    expect(await errorOf(exchange({}))).toBe('invalid_request');
    expect(await errorOf(exchange({ code_verifier: proof().code_verifier }))).toBe('invalid_grant');
    expect(await errorOf(exchange({ code_verifier: challenge.code_challenge }))).toBe('invalid_grant');
    expect(await errorOf(exchange({ code_verifier }))).toBe('none');
  });

  it('may do so with the plain text, which is meant where it does not say', async () => {
    const code_challenge = 'a-verifier-of-some-length';
    expect(await errorOf((await begin({ code_challenge, code_challenge_method: 'plain' }))({ code_verifier: code_challenge }))).toBe('none');
    expect(await errorOf((await begin({ code_challenge }))({ code_verifier: `${code_challenge}x` }))).toBe('invalid_grant');
  });

  it('cannot pass a code off that was asked for without a challenge', async () => {
    const { exchange } = await withCode();
    expect(await errorOf(exchange({ code_verifier: proof().code_verifier }))).toBe('invalid_grant');
  });
});

describe('a refresh token', () => {
  it('is exchanged for its successor; the access token from before stays good for its time', async () => {
    const { issued, refresh } = await test.webTokens();
    test.clock.advance(10 * MINUTE);
    const next = await refresh();
    expect(next.refresh_token).not.toBe(issued.refresh_token);
    await test.who(next.access_token);
    await test.who(issued.access_token);
    test.clock.advance(5 * MINUTE);
    await expect(test.who(issued.access_token)).rejects.toThrow(/expired/);
    await test.who(next.access_token);
  });

  it('that comes back ends everything that came of it', async () => {
    const { issued, refresh } = await test.webTokens();
    const next = await refresh();
    expect(await errorOf(refresh(issued.refresh_token))).toBe('invalid_grant');
    expect(await errorOf(refresh(next.refresh_token))).toBe('invalid_grant');
    await expect(test.who(next.access_token)).rejects.toThrow(Unauthenticated);
    expect(await test.refusals()).toContain('grant.end');
  });

  it('is good for thirty days', async () => {
    const { refresh } = await test.webTokens();
    test.clock.advance(30 * 24 * 60 * MINUTE);
    expect(await errorOf(refresh())).toBe('invalid_grant');
  });

  it('is good for its own app alone, with its secret', async () => {
    const { issued, app } = await test.webTokens();
    const other = await test.app('web');
    const body = { grant_type: grantTypes.refresh, refresh_token: issued.refresh_token };
    expect(await errorOf(test.tokens({ ...body, client_id: other.app.id }, { authorization: `Bearer ${other.secret}` }))).toBe('invalid_grant');
    expect(await errorOf(test.tokens({ ...body, client_id: app.id }))).toBe('invalid_client');
  });

  it.each([
    ['the other kind', (token: string) => token.replace('oat_', 'ort_')],
    ['another number', (token: string) => token.replace(/\.\d+\./, '.99.')],
    ['another signature', (token: string) => `${token.slice(0, -3)}AAA`],
    ['nothing', () => ''],
  ])('cannot be made of %s', async (_, change) => {
    const { issued, refresh } = await test.webTokens();
    const forged = [issued.access_token, issued.refresh_token ?? ''].map(change).filter((token) => token !== issued.refresh_token);
    for (const token of forged) expect(await errorOf(refresh(token))).toBe('invalid_grant');
    expect(await errorOf(refresh())).toBe('none');
  });
});

it('a form is answered with the seconds that are left, as RFC 6749 has it', async () => {
  const { app, authorization, issued } = await test.webTokens();
  const body = { grant_type: grantTypes.refresh, client_id: app.id, refresh_token: issued.refresh_token };
  expect(await test.tokens(body, { authorization, isForm: true })).toMatchObject({ expires_in: 900 });
});

it.each(['password', 'client_credentials', '', 'constructor'])('tokens are not given for %j', async (grant_type) => {
  expect(await errorOf(test.tokens({ grant_type, client_id: '1' }))).toBe('unsupported_grant_type');
});
