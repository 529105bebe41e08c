import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import * as contract from '@buckle/contract';
import { grantTypes } from '@buckle/contract';
import { importPKCS8, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { OAuthRefusal, PermissionDenied, Unauthenticated } from '#kernel/errors.ts';
import { TestOAuth } from './testing.ts';

const HOST = '127.0.0.1:8787';
const HOUR = 3600;

/** A key pair as PEM. */
function makePair(): { readonly public_key: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

// Making keys takes long, so these are made once.
const { public_key, privateKey } = makePair();
const another = makePair();

let test: TestOAuth;
let appId: string;
let kid: string;
beforeEach(async () => {
  test = await TestOAuth.open();
  const { app } = await test.app('service', { public_key });
  appId = app.id;
  kid = app.keys[0]?.kid ?? '';
});

/** A JWT as the official clients sign it, with changes; an undefined claim is left out. */
async function jwt(claims: object = {}, header: object = {}, key = privateKey): Promise<string> {
  const now = Math.floor(test.clock.now() / 1000);
  const payload = { iss: appId, aud: HOST, iat: now, exp: now + HOUR, jti: randomUUID(), ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(payload))).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(await importPKCS8(key, 'RS256'));
}

const exchange = (bearer: string, body: object = {}, origin = `http://${HOST}`) =>
  test.tokens({ grant_type: grantTypes.jwt, ...body }, { authorization: `Bearer ${bearer}`, origin });

/** What OAuth calls the refusal of a call, and why. */
function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof OAuthRefusal ? `${error.error}: ${error.message}` : String(error)),
  );
}

describe('a service', () => {
  it('gets an access token for a JWT that it has signed', async () => {
    const tokens = await exchange(await jwt());
    const ends = Math.floor(test.clock.now() / 1000) + 900;
    expect(tokens).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: ends });
    expect(await test.who(tokens.access_token)).toMatchObject({
      userId: test.ada.userId,
      via: 'oauth',
      workspaceId: test.workspaceId,
      scopes: ['bot.read', 'bot.chat', 'conversation.read'],
    });
  });

  it('says how long it needs the token, up to a day', async () => {
    const { access_token } = await exchange(await jwt(), { duration_seconds: 86_399 });
    test.clock.advance(86_398_000);
    await test.who(access_token);
    test.clock.advance(1000);
    await expect(test.who(access_token)).rejects.toThrow(Unauthenticated);
    for (const duration_seconds of [0, -1, 86_400]) {
      expect(await refusal(exchange(await jwt(), { duration_seconds }))).toContain('invalid_request');
    }
  });

  it('can ask for less than it may have, never for more', async () => {
    const scope = (permission_list: string[], bot_id_list?: string[]) => ({
      account_permission: { permission_list },
      ...(bot_id_list ? { attribute_constraint: { connector_bot_chat_attribute: { bot_id_list } } } : {}),
    });
    const { access_token } = await exchange(await jwt(), { scope: scope(['Connector.botChat'], ['7']) });
    expect(await test.who(access_token)).toMatchObject({ scopes: ['bot.read', 'bot.chat', 'conversation.read'], botIds: ['7'] });
    expect(await refusal(exchange(await jwt(), { scope: scope(['Bot.publish']) }))).toContain('invalid_scope');
    expect(await refusal(exchange(await jwt(), { scope: 'account.manage' }))).toContain('invalid_scope');
    expect(await test.who((await exchange(await jwt(), { scope: 'bot.chat bot.edit' })).access_token)).toMatchObject({ scopes: ['bot.chat'] });
  });

  it('gets no more than its user agreed to, though the app may ask for more since', async () => {
    const params = { app_id: appId };
    await test.call(contract.updateOAuthApp, { params, body: { scopes: ['bot.read', 'bot.edit'] } });
    expect(await test.who((await exchange(await jwt())).access_token)).toMatchObject({ scopes: ['bot.read'] });
  });

  it('speaks for the users of its application, each by name', async () => {
    const { access_token } = await exchange(await jwt({ session_name: 'user 7' }));
    expect(await test.who(access_token)).toMatchObject({ sessionName: 'user 7' });
    for (const session_name of [7, 'x'.repeat(257), {}]) {
      expect(await refusal(exchange(await jwt({ session_name })))).toContain('session_name');
    }
  });

  it('acts for another account once its user has authorized it', async () => {
    const bob = await test.person('Bob');
    const forBob = async () =>
      test.call(contract.createOAuthTokenOfAccount, {
        params: { account_id: bob.userId },
        body: { grant_type: grantTypes.jwt },
        authorization: `Bearer ${await jwt()}`,
      });
    expect(await refusal(forBob())).toContain('has not authorized the service');
    expect(await test.redirect(contract.authorize, { query: { client_id: appId } })).toBe(`/oauth/consent?client_id=${appId}`);
    const body = { client_id: appId, allow: true };
    expect(await test.call(contract.giveConsent, { body, principal: bob })).toEqual({ redirect_to: '' });
    const principal = await test.who((await forBob()).access_token);
    expect(principal).toMatchObject({ userId: bob.userId });
    expect(principal).not.toHaveProperty('workspaceId');
  });

  it('is let in by a person, not by the token that made it', async () => {
    const principal = { ...test.ada, via: 'token' } as const;
    const { app } = await test.app('service', { principal, public_key });
    expect(await refusal(exchange(await jwt({ iss: app.id })))).toContain('has not authorized the service');
  });

  it('is let in no longer when its user withdraws', async () => {
    const { access_token } = await exchange(await jwt());
    const { items } = await test.call(contract.listAuthorizations);
    await test.call(contract.revokeAuthorization, { params: { authorization_id: items[0]?.id } });
    await expect(test.who(access_token)).rejects.toThrow(Unauthenticated);
    expect(await refusal(exchange(await jwt()))).toContain('has not authorized the service');
    await test.call(contract.giveConsent, { body: { client_id: appId, allow: true } });
    expect(await refusal(exchange(await jwt()))).toBe('none');
  });

  it('is given a key pair where it brings none, and can have more keys and lose them', async () => {
    const made = await test.app('service');
    const own = await jwt({ iss: made.app.id }, { kid: made.app.keys[0]?.kid }, made.privateKey);
    expect(await refusal(exchange(own))).toBe('none');
    const params = { app_id: appId };
    const { key, private_key } = await test.call(contract.createOAuthAppKey, { params, body: { public_key: another.public_key } });
    expect(private_key).toBeUndefined();
    const signed = () => jwt({}, { kid: key.kid }, another.privateKey);
    expect(await refusal(exchange(await signed()))).toBe('none');
    await test.call(contract.deleteOAuthAppKey, { params: { ...params, kid: key.kid } });
    expect(await refusal(exchange(await signed()))).toContain('kid');
    expect(await refusal(exchange(await jwt()))).toBe('none');
  });
});

describe('a JWT is refused', () => {
  it('when it comes a second time, also at the same time, and in another signature', async () => {
    const jti = randomUUID();
    const [first, second] = await Promise.all([jwt({ jti }), jwt({ jti, session_name: 'x' })]);
    const outcomes = await Promise.all([refusal(exchange(first)), refusal(exchange(second))]);
    expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(1);
    expect(await refusal(exchange(first))).toContain('used before');
  });

  it.each([
    ['another server', { aud: 'api.coze.cn' }, 'aud'],
    ['the same server at another port', { aud: '127.0.0.1:8788' }, 'aud'],
    ['nobody', { aud: undefined }, 'aud'],
    ['an unknown app', { iss: '12' }, 'no OAuth app'],
    ['no app', { iss: undefined }, 'no OAuth app'],
  ])('when it is for %s', async (_, claims, reason) => {
    const outcome = await refusal(exchange(await jwt(claims)));
    expect(outcome).toMatch(/^invalid_client/);
    expect(outcome).toContain(reason);
  });

  it.each([
    ['has expired', { iat: -2 * HOUR, exp: -61 }, 'expired'],
    ['comes from the future', { iat: 62, exp: HOUR }, 'iat'],
    ['is not valid yet', { nbf: 62 }, 'nbf'],
    ['would never end', { exp: 2 * 24 * HOUR }, '24 hours'],
  ])('when it %s', async (_, times, reason) => {
    const now = Math.floor(test.clock.now() / 1000);
    const claims = Object.fromEntries(Object.entries(times).map(([name, seconds]) => [name, now + seconds]));
    expect(await refusal(exchange(await jwt(claims)))).toContain(reason);
  });

  it('only beyond a minute, by which clocks may differ', async () => {
    const now = Math.floor(test.clock.now() / 1000);
    expect(await refusal(exchange(await jwt({ iat: now + 59, exp: now + HOUR })))).toBe('none');
    expect(await refusal(exchange(await jwt({ iat: now - HOUR, exp: now - 59 })))).toBe('none');
  });

  it.each(['iat', 'exp', 'jti'])('when it has no %s', async (claim) => {
    expect(await refusal(exchange(await jwt({ [claim]: undefined })))).toContain(claim);
  });

  it.each([[''], [7], [{}]])('when its jti is %j', async (jti) => {
    expect(await refusal(exchange(await jwt({ jti })))).toContain('jti');
  });

  it('when another key has signed it', async () => {
    expect(await refusal(exchange(await jwt({}, {}, another.privateKey)))).toContain('signature');
    expect(await refusal(exchange(await jwt({}, { kid: 'unknown' })))).toContain('kid');
    expect(await refusal(exchange(await jwt({}, { kid: undefined })))).toContain('kid');
  });

  it('when nobody has signed it, or the public key was used as a secret', async () => {
    const [, payload = ''] = (await jwt()).split('.');
    const encode = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url');
    expect(await refusal(exchange(`${encode({ alg: 'none', kid })}.${payload}.`))).toMatch(/^invalid_client: The JWT is refused/);
    for (const secret of [public_key, public_key.trim(), createPublicKey(public_key).export({ type: 'spki', format: 'der' })]) {
      const signed = `${encode({ alg: 'HS256', kid })}.${payload}`;
      const forged = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      expect(await refusal(exchange(forged))).toContain('RS256');
    }
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.', '..', 'pat_unknown'])('when it is %j', async (bearer) => {
    expect(await refusal(exchange(bearer))).toMatch(/^invalid_client/);
  });

  it('when the app is no service, or is not enabled', async () => {
    const { app } = await test.app('web');
    expect(await refusal(exchange(await jwt({ iss: app.id })))).toContain('no service');
    await test.call(contract.updateOAuthApp, { params: { app_id: appId }, body: { enabled: false } });
    expect(await refusal(exchange(await jwt()))).toContain('unauthorized_client');
  });
});

it('the account in the path goes with a JWT alone', async () => {
  const body = { grant_type: grantTypes.refresh, client_id: appId, refresh_token: 'x' };
  const call = test.call(contract.createOAuthTokenOfAccount, { params: { account_id: test.ada.userId }, body });
  expect(await refusal(call)).toContain('unsupported_grant_type');
});

it.each([
  ['a private key', () => privateKey],
  ['a short key', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['another kind of key', () => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['no key', () => 'x'],
])('%s is not taken for a public key', async (_, pem) => {
  await expect(test.app('service', { public_key: pem() })).rejects.toThrow(/public_key/);
});

it('a service has at most three keys, each once', async () => {
  const params = { app_id: appId };
  await expect(test.call(contract.createOAuthAppKey, { params, body: { public_key } })).rejects.toThrow(/already/);
  await test.call(contract.createOAuthAppKey, { params, body: { public_key: another.public_key } });
  await test.call(contract.createOAuthAppKey, { params });
  await expect(test.call(contract.createOAuthAppKey, { params })).rejects.toThrow(/at most 3/);
  const web = await test.app('web');
  await expect(test.call(contract.createOAuthAppKey, { params: { app_id: web.app.id } })).rejects.toThrow(/no keys/);
});

it('who may not do all that a service may cannot sign for it', async () => {
  const principal = { ...test.ada, via: 'token', scopes: ['workspace.manage', 'bot.read'] } as const;
  await expect(test.call(contract.createOAuthAppKey, { params: { app_id: appId }, principal })).rejects.toThrow(PermissionDenied);
});
