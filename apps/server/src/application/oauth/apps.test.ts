import * as contract from '@buckle/contract';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BadRequest, Conflict, NotFound, PermissionDenied, Unauthenticated } from '#kernel/errors.ts';
import { REDIRECT, TestOAuth } from './testing.ts';
import { removeExpired } from './upkeep.ts';

let test: TestOAuth;
beforeEach(async () => {
  test = await TestOAuth.open();
});

const paramsOf = (app: { readonly id: string }) => ({ app_id: app.id });

describe('an app', () => {
  it('is listed, changed and removed by those who manage its workspace', async () => {
    const { app } = await test.app('web');
    const list = () => test.call(contract.listOAuthApps, { params: { workspace_id: test.workspaceId } });
    expect((await list()).items).toEqual([app]);
    const body = { name: 'Another', scopes: ['bot.read'], redirect_uris: ['https://b.example/'], enabled: false };
    expect(await test.call(contract.updateOAuthApp, { params: paramsOf(app), body })).toMatchObject(body);
    expect(await test.call(contract.getOAuthApp, { params: paramsOf(app) })).toMatchObject(body);
    await test.call(contract.deleteOAuthApp, { params: paramsOf(app) });
    expect((await list()).items).toEqual([]);
    const { items } = await test.audit.stores.entries.find({ limit: 100 });
    expect(items.map(({ action }) => action).filter((action) => action.startsWith('oauth_app'))).toEqual(['oauth_app.create', 'oauth_app.update', 'oauth_app.delete']);
    expect(items.filter(({ action, workspaceId }) => action.startsWith('oauth_app') && workspaceId !== test.workspaceId)).toEqual([]);
  });

  it('has a secret that is shown once, kept as a hash, and replaced', async () => {
    const { app, secret, refresh } = await test.webTokens();
    expect(secret).toMatch(/^ocs_[\w-]{43}$/);
    expect(JSON.stringify(await test.context.stores.apps.get(app.id))).not.toContain(secret.slice(4));
    const { client_secret } = await test.call(contract.rotateOAuthAppSecret, { params: paramsOf(app) });
    expect(client_secret).not.toBe(secret);
    await expect(refresh()).rejects.toMatchObject({ error: 'invalid_client' });
    for (const kind of ['pkce', 'device', 'service'] as const) {
      const other = await test.app(kind);
      expect(other.secret).toBe('');
      await expect(test.call(contract.rotateOAuthAppSecret, { params: paramsOf(other.app) })).rejects.toThrow(BadRequest);
    }
  });

  it('has only addresses that it may have', async () => {
    await expect(test.app('web', { redirect_uris: ['javascript:alert(1)'] })).rejects.toThrow(BadRequest);
    const { app } = await test.app('web');
    await expect(test.call(contract.updateOAuthApp, { params: paramsOf(app), body: { redirect_uris: [] } })).rejects.toThrow(BadRequest);
    await expect(test.app('web', { public_key: 'x' })).rejects.toThrow(BadRequest);
  });

  it.each(['account.manage', 'workspace.manage', 'workspace.own', 'instance.manage'])('cannot ask for %s', async (scope) => {
    // The test says what no type allows.
    await expect(test.app('web', { scopes: [scope as 'bot.read'] })).rejects.toThrow(/scopes/);
  });

  it('that two change at once is changed by one of them', async () => {
    const { app } = await test.app('web');
    const rename = (name: string) => test.call(contract.updateOAuthApp, { params: paramsOf(app), body: { name } });
    const outcomes = await Promise.allSettled([rename('One'), rename('Two')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toBeInstanceOf(Conflict);
  });

  it('is closed to other workspaces, to editors, and to tokens that may do less', async () => {
    const { app } = await test.app('web');
    const params = paramsOf(app);
    const stranger = await test.person('Eve');
    await expect(test.call(contract.getOAuthApp, { params, principal: stranger })).rejects.toThrow(NotFound);
    await expect(test.call(contract.rotateOAuthAppSecret, { params, principal: stranger })).rejects.toThrow(NotFound);
    await expect(test.app('web', { principal: stranger })).rejects.toThrow(NotFound);

    const editor = await test.person('Ed');
    const member = { user_id: editor.userId, role: 'editor' };
    await test.call(contract.addMember, { params: { workspace_id: test.workspaceId }, body: member });
    await expect(test.call(contract.getOAuthApp, { params, principal: editor })).rejects.toThrow(PermissionDenied);

    const limited = { ...test.ada, via: 'token', scopes: ['workspace.manage', 'bot.read'] } as const;
    await expect(test.call(contract.rotateOAuthAppSecret, { params, principal: limited })).rejects.toThrow(PermissionDenied);
    await expect(test.app('web', { principal: limited })).rejects.toThrow(PermissionDenied);
    const { app: small } = await test.app('web', { principal: limited, scopes: ['bot.read'] });
    const widen = test.call(contract.updateOAuthApp, { params: paramsOf(small), body: { scopes: ['bot.edit'] }, principal: limited });
    await expect(widen).rejects.toThrow(PermissionDenied);
  });
});

describe('the tokens of an app', () => {
  it('are listed as one authorization, and end when it is withdrawn', async () => {
    const { app, issued, refresh } = await test.webTokens();
    const next = await refresh();
    test.clock.advance(60_000);
    await test.who(next.access_token);
    const { items } = await test.call(contract.listAuthorizations);
    expect(items).toEqual([
      {
        id: expect.any(String),
        app: { id: app.id, name: 'A web app' },
        scopes: ['bot.read', 'bot.chat', 'conversation.read'],
        created_at: expect.any(Number),
        last_used_at: Math.floor(test.clock.now() / 1000),
      },
    ]);
    const params = { authorization_id: items[0]?.id };
    const eve = await test.person('Eve');
    await expect(test.call(contract.revokeAuthorization, { params, principal: eve })).rejects.toThrow(NotFound);
    await test.call(contract.revokeAuthorization, { params });
    for (const token of [issued.access_token, next.access_token]) await expect(test.who(token)).rejects.toThrow(Unauthenticated);
    await expect(refresh(next.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await test.call(contract.listAuthorizations)).items).toEqual([]);
    expect((await test.context.stores.grants.find({ limit: 10 })).items).toEqual([]);
  });

  it('withdrawn and allowed again, stay ended', async () => {
    const { app, issued } = await test.webTokens();
    const { items } = await test.call(contract.listAuthorizations);
    await test.call(contract.revokeAuthorization, { params: { authorization_id: items[0]?.id } });
    await test.agree({ client_id: app.id });
    await expect(test.who(issued.access_token)).rejects.toThrow(Unauthenticated);
  });

  it('end with the app, and rest while it is not enabled', async () => {
    const { app, issued, refresh } = await test.webTokens();
    const params = paramsOf(app);
    await test.call(contract.updateOAuthApp, { params, body: { enabled: false } });
    await expect(test.who(issued.access_token)).rejects.toThrow(/not enabled/);
    await expect(refresh()).rejects.toMatchObject({ error: 'unauthorized_client' });
    await test.call(contract.updateOAuthApp, { params, body: { enabled: true } });
    await test.who(issued.access_token);
    await test.call(contract.deleteOAuthApp, { params });
    await expect(test.who(issued.access_token)).rejects.toThrow(Unauthenticated);
    expect((await test.call(contract.listAuthorizations)).items).toEqual([]);
  });

  it('lose at once what the app may no longer ask for', async () => {
    const { app, issued } = await test.webTokens();
    await test.call(contract.updateOAuthApp, { params: paramsOf(app), body: { scopes: ['bot.read', 'bot.edit'] } });
    expect((await test.who(issued.access_token)).scopes).toEqual(['bot.read']);
  });

  describe('of an account that is disabled', () => {
    const bobsTokens = async () => {
      const bob = await test.person('Bob');
      const { app, secret } = await test.app('web');
      const ask = (body: Readonly<Record<string, unknown>>) => test.tokens({ client_id: app.id, ...body }, { authorization: `Bearer ${secret}` });
      const code = (await test.agree({ client_id: app.id }, bob)).get('code');
      const { access_token, refresh_token } = await ask({ grant_type: 'authorization_code', redirect_uri: REDIRECT, code });
      await test.who(access_token);
      const disable = (disabled: boolean) => test.call(contract.updateUser, { params: { user_id: bob.userId }, body: { disabled } });
      return { accessToken: access_token, refresh: () => ask({ grant_type: 'refresh_token', refresh_token }), disable };
    };

    it('end with it, for good', async () => {
      const { accessToken, refresh, disable } = await bobsTokens();
      await disable(true);
      await expect(test.who(accessToken)).rejects.toThrow(Unauthenticated);
      await disable(false);
      await expect(test.who(accessToken)).rejects.toThrow(Unauthenticated);
      await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant' });
    });

    it('do not come back with it where a kill left them', async () => {
      const { accessToken, refresh, disable } = await bobsTokens();
      vi.spyOn(test.context.stores.authorizations, 'delete').mockRejectedValueOnce(new Error('killed'));
      await expect(disable(true)).rejects.toThrow('killed');
      await expect(test.who(accessToken)).rejects.toThrow(/disabled/);
      await disable(false);
      await expect(test.who(accessToken)).rejects.toThrow(Unauthenticated);
      await expect(refresh()).rejects.toMatchObject({ error: 'invalid_grant' });
    });
  });

  it('do not administer the instance, nor see what else acts for the account', async () => {
    const { issued } = await test.webTokens(['account.read', 'bot.read']);
    const principal = await test.who(issued.access_token);
    expect(test.ada.instanceAdmin).toBe(true);
    expect(principal).toMatchObject({ userId: test.ada.userId, instanceAdmin: false });
    await expect(test.call(contract.listAuthorizations, { principal })).rejects.toThrow(PermissionDenied);
    await expect(test.call(contract.listTokens, { principal })).rejects.toThrow(PermissionDenied);
    await expect(test.call(contract.listUsers, { principal })).rejects.toThrow(PermissionDenied);
    expect(await test.call(contract.getProfile, { principal })).toMatchObject({ id: test.ada.userId });
  });

  it('are derived: nothing that could be used is stored', async () => {
    const { issued } = await test.webTokens();
    const { items } = await test.context.stores.grants.find({ limit: 10 });
    for (const token of [issued.access_token, issued.refresh_token ?? '']) {
      expect(JSON.stringify(items)).not.toContain(token.slice(token.lastIndexOf('.') + 1));
    }
  });
});

it('a token for certain bots reaches these alone', async () => {
  const { identity } = test;
  const principal = { ...test.ada, via: 'oauth', scopes: ['bot.read', 'bot.chat', 'conversation.read', 'file.read'], botIds: ['1'] } as const;
  const workspaceId = test.workspaceId;
  const allowed = (permission: 'bot.read' | 'conversation.read' | 'file.read', resource: { type: string; id: string; botId?: string }) =>
    identity.authorize(principal, permission, { ...resource, workspaceId }).then(() => true, (error: unknown) => !(error instanceof PermissionDenied));
  expect(await allowed('bot.read', { type: 'bot', id: '1' })).toBe(true);
  expect(await allowed('bot.read', { type: 'bot', id: '2' })).toBe(false);
  expect(await allowed('bot.read', { type: 'workspace', id: workspaceId })).toBe(false);
  expect(await allowed('conversation.read', { type: 'conversation', id: '3', botId: '1' })).toBe(true);
  expect(await allowed('conversation.read', { type: 'conversation', id: '3', botId: '2' })).toBe(false);
  expect(await allowed('conversation.read', { type: 'conversation', id: '1' })).toBe(false);
  expect(await allowed('file.read', { type: 'file', id: '4' })).toBe(true);
});

it('what has expired is removed in time, and nothing else', async () => {
  const { issued } = await test.webTokens();
  const { app } = await test.app('device');
  await test.call(contract.createDeviceCode, { body: { client_id: app.id } });
  const counts = async () => {
    const { grants, codes, devices } = test.context.stores;
    return Promise.all([grants, codes, devices].map(async (collection) => (await collection.find({ limit: 10 })).items.length));
  };
  await removeExpired(test.context);
  expect(await counts()).toEqual([1, 1, 1]);
  test.clock.advance(24 * 3_600_000 + 1);
  await removeExpired(test.context);
  expect(await counts()).toEqual([1, 0, 0]);
  test.clock.advance(30 * 24 * 3_600_000);
  await removeExpired(test.context);
  expect(await counts()).toEqual([0, 0, 0]);
  await expect(test.who(issued.access_token)).rejects.toThrow(Unauthenticated);
});
