import { beforeEach, describe, expect, it } from 'vitest';
import { BadRequest, Unauthenticated } from '#kernel/errors.ts';
import { revokeToken } from './manage-tokens.ts';
import { setUp } from './register.ts';
import { signIn } from './sign-in.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

const adminToken = `pat_${'a1'.repeat(16)}`;
const settings = { adminEmail: 'Admin@Example.com', adminPassword: PASSWORD, adminToken };
const person = { email: 'first@example.com', password: PASSWORD };

let test: TestIdentity;
const userCount = async () => (await test.identity.parts.stores.users.find({ limit: 10 })).items.length;

beforeEach(async () => {
  test = await openTestIdentity();
});

describe('the first account from the settings', () => {
  it('is an instance administrator with a workspace, a password and the token', async () => {
    expect(await test.identity.bootstrap(settings)).toEqual({});
    const admin = await test.identity.firstAdministrator();
    expect(admin).toMatchObject({ email: 'admin@example.com', name: 'admin', instanceAdmin: true });
    expect(await test.identity.roleIn(admin?.personalWorkspaceId ?? '', admin?.id ?? '')).toBe('owner');
    const principal = await test.identity.authenticate({ bearer: adminToken, address: '127.0.0.1' });
    expect(principal).toMatchObject({ userId: admin?.id, instanceAdmin: true, via: 'token' });
    await signIn(test.identity.parts, { email: 'admin@example.com', password: PASSWORD }, DEVICE);
  });

  it('is made once, and a revoked token does not come back', async () => {
    await test.identity.bootstrap(settings);
    const principal = await test.identity.authenticate({ bearer: adminToken, address: '' });
    await revokeToken(test.identity.parts, principal, principal.credentialId);
    await test.identity.bootstrap(settings);
    await test.identity.bootstrap({ ...settings, adminEmail: 'other@example.com' });
    expect(await userCount()).toBe(1);
    await expect(test.identity.authenticate({ bearer: adminToken, address: '' })).rejects.toThrow(/revoked/);
  });

  it('is made once by two processes that start at the same time', async () => {
    await Promise.all([test.identity.bootstrap(settings), test.identity.bootstrap(settings)]);
    const { users, workspaces, members } = test.identity.parts.stores;
    for (const collection of [users, workspaces, members]) expect((await collection.find({ limit: 10 })).items).toHaveLength(1);
  });

  it('gets its token at the next start where the first was killed before', async () => {
    await test.identity.bootstrap({ ...settings, adminToken: undefined });
    await test.identity.bootstrap(settings);
    expect(await test.identity.authenticate({ bearer: adminToken, address: '' })).toMatchObject({ via: 'token' });
  });

  it.each([
    ['BUCKLE_ADMIN_EMAIL', { adminEmail: 'admin' }],
    ['BUCKLE_ADMIN_PASSWORD', { adminPassword: 'short' }],
    ['BUCKLE_ADMIN_TOKEN', { adminToken: 'pat_short' }],
    ['BUCKLE_ADMIN_TOKEN', { adminToken: 'x'.repeat(40) }],
  ])('is refused with the name of the setting at fault: %s', async (name, wrong) => {
    await expect(test.identity.bootstrap({ ...settings, ...wrong })).rejects.toThrow(name);
  });
});

describe('the first account by the set-up link', () => {
  it('is an instance administrator who is signed in', async () => {
    const { setUpToken = '' } = await test.identity.bootstrap({});
    const { user, tokens } = await setUp(test.identity.parts, setUpToken, { ...person, name: 'Frida' }, DEVICE);
    expect(await test.identity.parts.stores.workspaces.get(user.personalWorkspaceId)).toMatchObject({ name: 'Frida' });
    expect(user).toMatchObject({ name: 'Frida', instanceAdmin: true });
    const principal = await test.identity.authenticate({ accessCookie: tokens.accessToken, address: '' });
    expect(principal.userId).toBe(user.id);
    expect(await test.identity.bootstrap({})).toEqual({});
  });

  it('is there before, with a workspace, and nobody can sign in to it', async () => {
    const { setUpToken = '' } = await test.identity.bootstrap({});
    const unclaimed = await test.identity.firstAdministrator();
    expect(await test.identity.roleIn(unclaimed?.personalWorkspaceId ?? '', unclaimed?.id ?? '')).toBe('owner');
    for (const password of ['', PASSWORD]) {
      await expect(signIn(test.identity.parts, { email: unclaimed?.email ?? '', password }, DEVICE)).rejects.toThrow(Unauthenticated);
    }
    const { user } = await setUp(test.identity.parts, setUpToken, person, DEVICE);
    expect(user).toMatchObject({ id: unclaimed?.id, email: person.email });
  });

  it('works once, even when it is opened twice at the same time', async () => {
    const { setUpToken = '' } = await test.identity.bootstrap({});
    const outcomes = await Promise.allSettled(
      ['one@example.com', 'two@example.com'].map((email) => setUp(test.identity.parts, setUpToken, { ...person, email }, DEVICE)),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await userCount()).toBe(1);
    await expect(setUp(test.identity.parts, setUpToken, person, DEVICE)).rejects.toThrow(BadRequest);
  });

  it('ends with the next start, and with an account from the settings', async () => {
    const { setUpToken: first = '' } = await test.identity.bootstrap({});
    const { setUpToken: second = '' } = await test.identity.bootstrap({});
    await expect(setUp(test.identity.parts, first, person, DEVICE)).rejects.toThrow(BadRequest);
    await test.identity.bootstrap(settings);
    await expect(setUp(test.identity.parts, second, person, DEVICE)).rejects.toThrow(BadRequest);
    expect(await userCount()).toBe(1);
  });
});
