import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteDocuments } from '#data/documents/index.ts';
import { Unauthenticated } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { Keyring } from '#services/storage/index.ts';
import { createToken, revokeToken } from './manage-tokens.ts';
import { updateUser } from './manage-users.ts';
import { changePassword, listSessions, revokeSession } from './own-account.ts';
import { signIn } from './sign-in.ts';
import type { User } from './stores.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

const MINUTE = 60_000;
const { address } = DEVICE;

let test: TestIdentity;
let anna: { user: User; principal: Principal };

const byBearer = (bearer: string) => test.identity.authenticate({ bearer, address });
const byCookie = (accessCookie: string) => test.identity.authenticate({ accessCookie, address });
const signInAnna = async () => (await signIn(test.identity.parts, { email: 'anna@example.com', password: PASSWORD }, DEVICE)).tokens;

beforeEach(async () => {
  test = await openTestIdentity();
  anna = await test.person('Anna');
});

describe('personal access tokens', () => {
  it('say who their user is and what they are limited to', async () => {
    const wanted = { name: 'ci', scopes: ['bot.chat'], workspaceId: anna.user.personalWorkspaceId } as const;
    const { token, stored } = await createToken(test.identity.parts, anna.principal, wanted);
    expect(token).toMatch(/^pat_[\w-]{43}$/);
    expect(await byBearer(token)).toEqual({
      userId: anna.user.id,
      instanceAdmin: false,
      via: 'token',
      credentialId: stored.id,
      scopes: ['bot.chat'],
      workspaceId: anna.user.personalWorkspaceId,
      address,
    });
  });

  it('are stored so that nobody who reads the documents can use them', async () => {
    const { token, stored } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    expect(JSON.stringify(await test.identity.parts.stores.tokens.get(stored.id))).not.toContain(token.slice(4));
  });

  it('are unknown where they were never made', async () => {
    await expect(byBearer('pat_nonsense')).rejects.toThrow(/unknown/);
    await expect(byBearer('something else')).rejects.toThrow(Unauthenticated);
    await expect(test.identity.authenticate({ address })).rejects.toThrow(/Authentication is required/);
  });

  it('say that they are revoked, and that is recorded once a minute', async () => {
    const { token, stored } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    await revokeToken(test.identity.parts, anna.principal, stored.id);
    await expect(byBearer(token)).rejects.toThrow('The access token "ci" is revoked');
    await expect(byBearer(token)).rejects.toThrow(Unauthenticated);
    expect(await test.refusals()).toEqual(['token.use']);
  });

  it('say that they have expired', async () => {
    const expiresAt = test.clock.now() + MINUTE;
    const { token } = await createToken(test.identity.parts, anna.principal, { name: 'ci', expiresAt });
    test.clock.advance(MINUTE - 1);
    await byBearer(token);
    test.clock.advance(1);
    await expect(byBearer(token)).rejects.toThrow('The access token "ci" is expired');
  });

  it('note their last use, with one write a minute', async () => {
    const { tokens } = test.identity.parts.stores;
    const { token, stored } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    const update = vi.spyOn(tokens, 'update');
    await Promise.all([byBearer(token), byBearer(token), byBearer(token)]);
    test.clock.advance(MINUTE / 2);
    await byBearer(token);
    expect(update).toHaveBeenCalledTimes(1);
    test.clock.advance(MINUTE);
    await byBearer(token);
    expect((await tokens.get(stored.id))?.lastUsedAt).toBe(test.clock.now());
  });

  it('that were shown before cost two gets and no search', async () => {
    const { stores } = test.identity.parts;
    const { token } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    await byBearer(token);
    const calls = [vi.spyOn(stores.tokens, 'find'), vi.spyOn(stores.users, 'get'), vi.spyOn(stores.tokens, 'get')];
    await byBearer(token);
    expect(calls.map((call) => call.mock.calls.length)).toEqual([0, 1, 1]);
  });

  it('do not make tokens that can do more or live longer', async () => {
    const expiresAt = test.clock.now() + MINUTE;
    const wanted = { name: 'narrow', scopes: ['account.manage', 'bot.read'], expiresAt } as const;
    const principal = await byBearer((await createToken(test.identity.parts, anna.principal, wanted)).token);
    const make = (more: object) => createToken(test.identity.parts, principal, { ...wanted, ...more });
    await expect(make({ scopes: ['bot.chat'] })).rejects.toThrow(/no other scopes/);
    await expect(make({ scopes: undefined })).rejects.toThrow(/no other scopes/);
    await expect(make({ expiresAt: undefined })).rejects.toThrow(/no later end/);
    expect((await make({ scopes: ['bot.read'] })).stored.scopes).toEqual(['bot.read']);
  });

  it('cannot be bound to a workspace of others, nor end in the past', async () => {
    const { user } = await test.person('Bert');
    const make = (more: object) => createToken(test.identity.parts, anna.principal, { name: 'ci', ...more });
    await expect(make({ workspaceId: user.personalWorkspaceId })).rejects.toThrow(/does not exist/);
    await expect(make({ expiresAt: test.clock.now() })).rejects.toThrow(/past/);
  });

  it('are revoked by their own user alone', async () => {
    const { stored, token } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    const { principal } = await test.person('Bert');
    await expect(revokeToken(test.identity.parts, principal, stored.id)).rejects.toThrow(/does not exist/);
    await byBearer(token);
  });

  it('and sessions outlive a restart and the rotation of the master key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-identity-'));
    const path = join(folder, 'documents.db');
    const [oldMaster, newMaster] = [randomBytes(32), randomBytes(32)];

    const before = await openSqliteDocuments({ path });
    const keyring = await Keyring.open(before, oldMaster);
    const first = await openTestIdentity({ documents: before, keyring });
    const { user } = await first.person('Carla');
    const { token } = await first.identity.issueToken(user.id, { name: 'command' });
    const login = { email: 'carla@example.com', password: PASSWORD };
    const { tokens } = await signIn(first.identity.parts, login, DEVICE);
    await keyring.addMaster(newMaster);
    await keyring.moveToMaster(newMaster);
    await before.close();

    const after = await openSqliteDocuments({ path });
    const second = await openTestIdentity({ documents: after, keyring: await Keyring.open(after, newMaster) });
    second.clock.advance(1000);
    for (const shown of [{ bearer: token }, { accessCookie: tokens.accessToken }]) {
      expect(await second.identity.authenticate({ ...shown, address })).toMatchObject({ userId: user.id });
    }
    expect((await signIn(second.identity.parts, login, DEVICE)).user.id).toBe(user.id);
    expect(await second.audit.verify()).toMatchObject({ chains: 2, entries: 3 });
    await after.close();
    await rm(folder, { recursive: true });
  });
});

describe('sessions', () => {
  it('say who their user is', async () => {
    const { accessToken, session } = await signInAnna();
    expect(await byCookie(accessToken)).toEqual({
      userId: anna.user.id,
      instanceAdmin: false,
      via: 'session',
      credentialId: session.id,
      address,
    });
  });

  it('need a refresh after ten minutes', async () => {
    const { accessToken } = await signInAnna();
    test.clock.advance(10 * MINUTE - 1000);
    await byCookie(accessToken);
    test.clock.advance(1000);
    await expect(byCookie(accessToken)).rejects.toThrow(/expired: refresh/);
  });

  it('are not opened by a forged or broken access token', async () => {
    const { accessToken } = await signInAnna();
    const [header, payload] = accessToken.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [`${header}.${payload}.AAAA`, `${none}.${payload}.`, 'nonsense']) {
      await expect(byCookie(forged)).rejects.toThrow(Unauthenticated);
    }
    const other = await openTestIdentity();
    await expect(other.identity.authenticate({ accessCookie: accessToken, address })).rejects.toThrow(Unauthenticated);
  });

  it('stop at once when they are revoked', async () => {
    const { accessToken, session } = await signInAnna();
    await revokeSession(test.identity.parts, anna.principal, session.id);
    await expect(byCookie(accessToken)).rejects.toThrow(/has ended/);
  });

  it('are listed for their own user and revoked by nobody else', async () => {
    const { session } = await signInAnna();
    const { principal } = await test.person('Bert');
    const page = { limit: 10 };
    expect((await listSessions(test.identity.parts, principal, page)).items).toEqual([]);
    expect((await listSessions(test.identity.parts, anna.principal, page)).items).toMatchObject([{ id: session.id, ...DEVICE }]);
    await expect(revokeSession(test.identity.parts, principal, session.id)).rejects.toThrow(/does not exist/);
  });

  it('end with a change of the password, but for the one that changes it', async () => {
    const [here, there] = [await signInAnna(), await signInAnna()];
    const principal = await byCookie(here.accessToken);
    await changePassword(test.identity.parts, principal, { current: PASSWORD, next: 'another good password' });
    await byCookie(here.accessToken);
    await expect(byCookie(there.accessToken)).rejects.toThrow(/has ended/);
    await expect(signInAnna()).rejects.toThrow(/wrong/);
  });

  it('and tokens stop when the account is disabled', async () => {
    const { accessToken } = await signInAnna();
    const { token } = await createToken(test.identity.parts, anna.principal, { name: 'ci' });
    const admin = await test.person('Ada', { instanceAdmin: true });
    await updateUser(test.identity.parts, admin.principal, anna.user.id, { disabled: true });
    await expect(byCookie(accessToken)).rejects.toThrow(Unauthenticated);
    await expect(byBearer(token)).rejects.toThrow(/disabled/);
    await expect(signInAnna()).rejects.toThrow(/disabled/);
  });
});
