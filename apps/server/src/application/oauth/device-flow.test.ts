import * as contract from '@buckle/contract';
import { grantTypes } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadRequest, NotFound, OAuthRefusal, PermissionDenied, TooManyRequests } from '#kernel/errors.ts';
import { ORIGIN, TestOAuth } from './testing.ts';

let test: TestOAuth;
let clientId: string;
beforeEach(async () => {
  test = await TestOAuth.open();
  clientId = (await test.app('device')).app.id;
});

const begin = (body: object = {}) => test.call(contract.createDeviceCode, { body: { client_id: clientId, ...body } });
const answer = (user_code: string, allow: boolean, principal = test.ada) =>
  test.call(contract.giveDeviceConsent, { body: { user_code, allow }, principal });

/** What a poll is told: OAuth's word, or `tokens`. */
async function poll(device_code: string): Promise<string> {
  try {
    await test.tokens({ grant_type: grantTypes.device, client_id: clientId, device_code });
    return 'tokens';
  } catch (error) {
    if (error instanceof OAuthRefusal) return error.error;
    throw error;
  }
}

describe('a device', () => {
  it('is let in by a user who enters its code', async () => {
    const codes = await begin();
    expect(codes).toMatchObject({
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${ORIGIN}/device`,
      expires_in: 600,
      interval: 5,
    });
    expect(await poll(codes.device_code)).toBe('authorization_pending');
    const query = { user_code: codes.user_code.toLowerCase().replace('-', ' ') };
    expect(await test.call(contract.getDeviceConsent, { query })).toMatchObject({ app: { id: clientId, kind: 'device' }, scopes: expect.arrayContaining(['bot.chat']) });
    await answer(codes.user_code, true);
    const tokens = await test.tokens({ grant_type: grantTypes.device, client_id: clientId, device_code: codes.device_code });
    expect(await test.who(tokens.access_token)).toMatchObject({ userId: test.ada.userId, via: 'oauth' });
    expect(await poll(codes.device_code)).toBe('invalid_grant');
  });

  it('is refused by a user', async () => {
    const { device_code, user_code } = await begin();
    await answer(user_code, false);
    expect(await poll(device_code)).toBe('access_denied');
    await expect(answer(user_code, true)).rejects.toThrow(BadRequest);
  });

  it('learns that its time is over', async () => {
    const { device_code, user_code } = await begin();
    test.clock.advance(600_000);
    expect(await poll(device_code)).toBe('expired_token');
    await expect(answer(user_code, true)).rejects.toThrow(BadRequest);
  });

  it('that polls too often is told to slow down, and more so each time', async () => {
    const { device_code } = await begin();
    const after = async (seconds: number) => {
      test.clock.advance(seconds * 1000);
      return poll(device_code);
    };
    expect(await after(0)).toBe('authorization_pending');
    expect(await after(5)).toBe('authorization_pending');
    expect(await after(1)).toBe('slow_down');
    expect(await after(5)).toBe('slow_down');
    expect(await after(15)).toBe('authorization_pending');
  });

  it('gets no tokens for a code of another app, or for none', async () => {
    const { device_code } = await begin();
    const { app } = await test.app('device');
    const stolen = test.tokens({ grant_type: grantTypes.device, client_id: app.id, device_code });
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await poll('unknown')).toBe('invalid_grant');
  });

  it('is an app for devices, and may ask for what that has', async () => {
    const { app } = await test.app('web');
    await expect(begin({ client_id: app.id })).rejects.toMatchObject({ error: 'unauthorized_client' });
    await expect(begin({ client_id: '12' })).rejects.toMatchObject({ error: 'invalid_client' });
    await expect(begin({ scope: 'member.manage' })).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('is bound to the workspace that it asked for, which must be its user’s', async () => {
    const params = { workspace_id: test.workspaceId };
    const { device_code, user_code } = await test.call(contract.createDeviceCodeInWorkspace, { params, body: { client_id: clientId } });
    const principal = await test.person('Bob');
    await expect(answer(user_code, true, principal)).rejects.toThrow(NotFound);
    await answer(user_code, true);
    const { access_token } = await test.tokens({ grant_type: grantTypes.device, client_id: clientId, device_code });
    expect(await test.who(access_token)).toMatchObject({ workspaceId: test.workspaceId });
  });
});

describe('the code of a device', () => {
  it('is answered in a browser session alone', async () => {
    const { user_code } = await begin();
    await expect(answer(user_code, true, { ...test.ada, via: 'token' })).rejects.toThrow(PermissionDenied);
  });

  it('cannot be guessed: twenty attempts in a quarter of an hour are all', async () => {
    const { user_code } = await begin();
    for (let attempt = 0; attempt < 20; attempt += 1) await expect(answer('BBBB-BBBB', true)).rejects.toThrow(BadRequest);
    await expect(answer(user_code, true)).rejects.toThrow(TooManyRequests);
  });

  it('is not asked for without end', async () => {
    for (let attempt = 0; attempt < 30; attempt += 1) await begin();
    await expect(begin()).rejects.toThrow(TooManyRequests);
  });

  it('stands nowhere in the documents, nor does that of the device', async () => {
    const { user_code, device_code } = await begin();
    const stored = JSON.stringify((await test.context.stores.devices.find({ limit: 10 })).items);
    expect(stored).not.toContain(user_code.replace('-', ''));
    expect(stored).not.toContain(device_code);
  });
});
