import type { Registration } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadRequest, Conflict, PermissionDenied, TooManyRequests } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { createInvitation, createPasswordReset, createUser, getUser, listUsers, updateUser } from './manage-users.ts';
import { changePassword, updateProfile } from './own-account.ts';
import type { IdentityParts } from './parts.ts';
import { register, resetPassword } from './register.ts';
import { signIn } from './sign-in.ts';
import type { User } from './stores.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

let test: TestIdentity;
let parts: IdentityParts;
let ada: { user: User; principal: Principal };
let anna: { user: User; principal: Principal };

async function open(registration: Registration): Promise<void> {
  test = await openTestIdentity({ registration });
  parts = test.identity.parts;
  ada = await test.person('Ada', { instanceAdmin: true });
  anna = await test.person('Anna');
}

const join = (email: string, invitation?: string) => register(parts, { email, password: PASSWORD }, invitation, DEVICE);
const actions = async () => (await test.audit.stores.entries.find({ limit: 100 })).items.map((entry) => entry.action);

beforeEach(() => open('closed'));

describe('instance administrators', () => {
  it('alone manage users', async () => {
    const calls = [
      listUsers(parts, anna.principal, { limit: 10 }),
      getUser(parts, anna.principal, ada.user.id),
      createUser(parts, anna.principal, { email: 'x@example.com', instanceAdmin: true }),
      updateUser(parts, anna.principal, anna.user.id, { instanceAdmin: true }),
      createPasswordReset(parts, anna.principal, ada.user.id),
      createInvitation(parts, anna.principal, undefined),
    ];
    for (const call of calls) await expect(call).rejects.toThrow(PermissionDenied);
    expect(await test.refusals()).toHaveLength(calls.length);
  });

  it('list users in pages, or by the beginning of the e-mail', async () => {
    const first = await listUsers(parts, ada.principal, { limit: 1 });
    expect(first.items.map((user) => user.name)).toEqual(['Ada']);
    expect((await listUsers(parts, ada.principal, { limit: 1, after: first.next })).items.map((user) => user.name)).toEqual(['Anna']);
    expect((await listUsers(parts, ada.principal, { limit: 9, email: 'an' })).items.map((user) => user.name)).toEqual(['Anna']);
  });

  it('create users, who choose their password with a link that works once', async () => {
    const { user, passwordReset } = await createUser(parts, ada.principal, { email: 'bert@example.com', instanceAdmin: false });
    const token = passwordReset?.token ?? '';
    const login = () => signIn(parts, { email: user.email, password: PASSWORD }, DEVICE);
    await expect(login()).rejects.toThrow(/wrong/);
    await resetPassword(parts, token, PASSWORD, '');
    expect((await login()).user.id).toBe(user.id);
    await expect(resetPassword(parts, token, PASSWORD, '')).rejects.toThrow(BadRequest);
  });

  it('cannot create two users with one e-mail, not even at once', async () => {
    const create = () => createUser(parts, ada.principal, { email: 'bert@example.com', instanceAdmin: false });
    const outcomes = await Promise.allSettled([create(), create()]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(create()).rejects.toThrow(Conflict);
    expect((await parts.stores.workspaces.find({ limit: 10 })).items).toHaveLength(3);
  });

  it('reset a password with a link that ends sessions and lasts a day', async () => {
    const { tokens } = await signIn(parts, { email: anna.user.email, password: PASSWORD }, DEVICE);
    const { token } = await createPasswordReset(parts, ada.principal, anna.user.id);
    await resetPassword(parts, token, 'a new long password', '');
    await expect(test.identity.authenticate({ accessCookie: tokens.accessToken, address: '' })).rejects.toThrow(/has ended/);
    const late = await createPasswordReset(parts, ada.principal, anna.user.id);
    test.clock.advance(24 * 3600_000);
    await expect(resetPassword(parts, late.token, PASSWORD, '')).rejects.toThrow(/expired/);
  });

  it('make links that are void once the password was changed, or the account disabled', async () => {
    const link = async () => (await createPasswordReset(parts, ada.principal, anna.user.id)).token;
    const [first, second] = [await link(), await link()];
    await resetPassword(parts, first, 'a new long password', '');
    await expect(resetPassword(parts, second, PASSWORD, '')).rejects.toThrow(/already used/);
    const third = await link();
    await updateUser(parts, ada.principal, anna.user.id, { disabled: true });
    await updateUser(parts, ada.principal, anna.user.id, { disabled: false });
    await expect(resetPassword(parts, third, PASSWORD, '')).rejects.toThrow(BadRequest);
    await resetPassword(parts, await link(), PASSWORD, '');
    expect((await signIn(parts, { email: anna.user.email, password: PASSWORD }, DEVICE)).user.id).toBe(anna.user.id);
  });

  it('are never without the last of them', async () => {
    const { principal, user } = ada;
    await expect(updateUser(parts, principal, user.id, { instanceAdmin: false })).rejects.toThrow(/last administrator/);
    await expect(updateUser(parts, principal, user.id, { disabled: true })).rejects.toThrow(/last administrator/);
    await updateUser(parts, principal, anna.user.id, { instanceAdmin: true });
    expect((await updateUser(parts, principal, user.id, { instanceAdmin: false })).instanceAdmin).toBe(false);
  });

  it('cannot take it from one another at the same moment', async () => {
    await updateUser(parts, ada.principal, anna.user.id, { instanceAdmin: true });
    const resign = (id: string) => updateUser(parts, ada.principal, id, { instanceAdmin: false });
    const outcomes = await Promise.allSettled([resign(ada.user.id), resign(anna.user.id)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await test.identity.firstAdministrator()).toBeDefined();
  });

  it('leave an entry for each change', async () => {
    await createUser(parts, ada.principal, { email: 'bert@example.com', instanceAdmin: false });
    await updateUser(parts, ada.principal, anna.user.id, { disabled: true });
    await createInvitation(parts, ada.principal, 'carl@example.com');
    expect(await actions()).toEqual(['user.create', 'password.reset-link', 'user.update', 'invitation.create']);
  });
});

describe('registration', () => {
  it('is closed unless the instance says otherwise', async () => {
    await expect(join('bert@example.com')).rejects.toThrow(/Registration is closed/);
    expect(await test.refusals()).toEqual(['user.register']);
  });

  it('can be open, and makes no administrators', async () => {
    await open('open');
    const { user, tokens } = await join('bert@example.com');
    expect(user).toMatchObject({ name: 'bert', instanceAdmin: false });
    expect(await test.identity.authenticate({ accessCookie: tokens.accessToken, address: '' })).toMatchObject({ userId: user.id });
    await expect(join('bert@example.com')).rejects.toThrow(Conflict);
  });

  it('makes nobody the first account', async () => {
    test = await openTestIdentity({ registration: 'open' });
    parts = test.identity.parts;
    await test.identity.bootstrap({});
    await expect(join('bert@example.com')).rejects.toThrow(/closed/);
  });

  it('can need an invitation, which works once and for its address', async () => {
    await open('invite');
    await expect(join('bert@example.com')).rejects.toThrow(/invitation/);
    const { token } = await createInvitation(parts, ada.principal, 'bert@example.com');
    await expect(join('eve@example.com', token)).rejects.toThrow(/another e-mail/);
    expect((await join('bert@example.com', token)).user.email).toBe('bert@example.com');
    await expect(join('carl@example.com', token)).rejects.toThrow(BadRequest);
    await expect(join('carl@example.com', 'nonsense')).rejects.toThrow(BadRequest);
  });

  it('keeps an invitation whose address has an account already', async () => {
    test = await openTestIdentity({ registration: 'invite' });
    parts = test.identity.parts;
    const { principal } = await test.person('Ada', { instanceAdmin: true });
    await test.person('Anna');
    const { token } = await createInvitation(parts, principal, undefined);
    await expect(join('anna@example.com', token)).rejects.toThrow(Conflict);
    expect((await join('bert@example.com', token)).user.email).toBe('bert@example.com');
  });

  it('takes no other one-time token for an invitation', async () => {
    await open('invite');
    const { token } = await createPasswordReset(parts, ada.principal, anna.user.id);
    await expect(join('bert@example.com', token)).rejects.toThrow(BadRequest);
  });

  it('is throttled', async () => {
    for (let count = 0; count < 50; count += 1) await expect(join('bert@example.com')).rejects.toThrow(PermissionDenied);
    await expect(join('bert@example.com')).rejects.toThrow(TooManyRequests);
  });
});

describe("the caller's own account", () => {
  it('changes what others see', async () => {
    const changed = await updateProfile(parts, anna.principal, { nickName: 'Annie', avatarUrl: 'https://example.com/a.png' });
    expect(changed).toMatchObject({ name: 'Anna', nickName: 'Annie', avatarUrl: 'https://example.com/a.png' });
  });

  it('changes its password only with the current one, which is throttled', async () => {
    const change = () => changePassword(parts, anna.principal, { current: 'wrong', next: 'another password' });
    await expect(change()).rejects.toThrow(/current password is wrong/);
    for (let count = 1; count < 10; count += 1) await expect(change()).rejects.toThrow(BadRequest);
    await expect(change()).rejects.toThrow(TooManyRequests);
  });

  it('changes its password whatever strangers try meanwhile', async () => {
    for (let count = 0; count < 100; count += 1) {
      await parts.throttle.begin({ account: 'anna@example.com', address: `198.51.100.${count}` }, async () => {});
    }
    const changed = changePassword(parts, anna.principal, { current: PASSWORD, next: 'another password' });
    await expect(changed).resolves.toBeUndefined();
  });
});
