import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Unauthenticated } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { createPasswordReset, updateUser } from './manage-users.ts';
import { changePassword, listSessions } from './own-account.ts';
import { resetPassword } from './register.ts';
import type { SessionTokens } from './sessions.ts';
import { refreshSession, signIn, startSession } from './sign-in.ts';
import type { User } from './stores.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

const { address } = DEVICE;
const NEXT = 'another good password';

let test: TestIdentity;
let ada: { user: User; principal: Principal };
let anna: { user: User; principal: Principal };

beforeEach(async () => {
  test = await openTestIdentity();
  ada = await test.person('Ada', { instanceAdmin: true });
  anna = await test.person('Anna');
});

const signInAnna = async (password = PASSWORD) => (await signIn(test.identity.parts, { email: 'anna@example.com', password }, DEVICE)).tokens;
const use = ({ accessToken: accessCookie }: SessionTokens) => test.identity.authenticate({ accessCookie, address });
const change = (principal: Principal, current: string, next: string) => changePassword(test.identity.parts, principal, { current, next });

/** Both doors of a session are shut. */
async function expectEnded(tokens: SessionTokens): Promise<void> {
  await expect(use(tokens)).rejects.toThrow(Unauthenticated);
  await expect(refreshSession(test.identity.parts, tokens.refreshToken, address)).rejects.toThrow(Unauthenticated);
}

/** Has the process killed as soon as an account has changed: what would follow is never done. */
function killAfterChange(): void {
  vi.spyOn(test.identity.parts.sessions, 'forgetAll').mockRejectedValue(new Error('killed'));
}

describe('sessions whose process is killed right after the change that ends them', () => {
  beforeEach(killAfterChange);

  it('have ended with a change of the password, but for the one that made it', async () => {
    const [here, elsewhere] = [await signInAnna(), await signInAnna()];
    const principal = await use(here);
    await expect(change(principal, PASSWORD, NEXT)).rejects.toThrow('killed');
    await expectEnded(elsewhere);
    expect(await use(here)).toEqual(principal);
    expect((await refreshSession(test.identity.parts, here.refreshToken, address)).user.id).toBe(anna.user.id);
    expect((await listSessions(test.identity.parts, principal, { limit: 9 })).items.map(({ id }) => id)).toEqual([here.session.id]);
  });

  it('have ended with the next change too, where they outlived one', async () => {
    const first = await signInAnna();
    await expect(change(await use(first), PASSWORD, NEXT)).rejects.toThrow('killed');
    const second = await signInAnna(NEXT);
    await expect(change(await use(second), NEXT, PASSWORD)).rejects.toThrow('killed');
    await expectEnded(first);
    expect((await use(second)).userId).toBe(anna.user.id);
  });

  it('have all ended with a reset of the password', async () => {
    const tokens = await signInAnna();
    await expect(change(await use(tokens), PASSWORD, NEXT)).rejects.toThrow('killed');
    const { token } = await createPasswordReset(test.identity.parts, ada.principal, anna.user.id);
    await expect(resetPassword(test.identity.parts, token, PASSWORD, address)).rejects.toThrow('killed');
    await expectEnded(tokens);
  });

  it('do not come back with an account that was disabled', async () => {
    const tokens = await signInAnna();
    await expect(updateUser(test.identity.parts, ada.principal, anna.user.id, { disabled: true })).rejects.toThrow('killed');
    await updateUser(test.identity.parts, ada.principal, anna.user.id, { disabled: false });
    await expectEnded(tokens);
  });
});

it('a session that begins with a password which was changed in the meantime is over at once, and ends no other', async () => {
  const [here, asItWas] = [await signInAnna(), await test.identity.parts.stores.users.get(anna.user.id)];
  if (!asItWas) throw new Error('Anna is gone.');
  await change(await use(here), PASSWORD, NEXT);
  const after = await signInAnna(NEXT);
  await expectEnded((await startSession(test.identity.parts, asItWas, DEVICE)).tokens);
  expect([(await use(here)).userId, (await use(after)).userId]).toEqual([anna.user.id, anna.user.id]);
});

it('sessions that have ended so are forgotten with the next sign-in', async () => {
  const here = await signInAnna();
  await signInAnna();
  killAfterChange();
  await expect(change(await use(here), PASSWORD, NEXT)).rejects.toThrow('killed');
  await signInAnna(NEXT);
  expect(await test.identity.parts.stores.sessions.count({ userId: anna.user.id })).toBe(2);
});
