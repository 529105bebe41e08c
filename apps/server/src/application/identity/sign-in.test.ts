import { beforeEach, describe, expect, it } from 'vitest';
import { TooManyRequests, Unauthenticated } from '#kernel/errors.ts';
import { refreshSession, signIn, signOut } from './sign-in.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

const { address } = DEVICE;
let test: TestIdentity;

const attempt = (password: string, from = address, email = 'anna@example.com', deviceToken?: string) =>
  signIn(test.identity.parts, { email, password }, { ...DEVICE, address: from, deviceToken });
const refresh = async (token: string) => (await refreshSession(test.identity.parts, token, address)).tokens;

beforeEach(async () => {
  test = await openTestIdentity();
  await test.person('Anna');
});

describe('signing in', () => {
  it('starts a session that is recorded', async () => {
    const { user, tokens } = await attempt(PASSWORD);
    expect(user.email).toBe('anna@example.com');
    const where = { workspaceId: 'instance', action: 'session.start' };
    const { items } = await test.audit.stores.entries.find({ where, sort: 'at', limit: 2 });
    expect(items).toMatchObject([{ actorId: user.id, resourceId: tokens.session.id, outcome: 'done', address }]);
  });

  it('answers a wrong password and an unknown account alike, and records both without the password', async () => {
    await expect(attempt('wrong password')).rejects.toThrow(new Unauthenticated('The e-mail or the password is wrong.'));
    await expect(attempt('wrong password', address, 'nobody@example.com')).rejects.toThrow(
      new Unauthenticated('The e-mail or the password is wrong.'),
    );
    const { items } = await test.audit.stores.entries.find({ limit: 10 });
    expect(items.map((entry) => entry.details.email)).toEqual(['anna@example.com', 'nobody@example.com']);
    expect(JSON.stringify(items)).not.toContain('wrong password');
  });

  it('forgets sessions that have expired', async () => {
    const { user } = await attempt(PASSWORD);
    test.clock.advance(31 * 24 * 3600_000);
    await attempt(PASSWORD);
    expect(await test.identity.parts.stores.sessions.count({ userId: user.id })).toBe(1);
  });
});

describe('throttling', () => {
  /** Fails to sign in so often, each time from another network. */
  async function failFromEverywhere(times: number): Promise<void> {
    const { throttle } = test.identity.parts;
    const account = 'anna@example.com';
    for (let count = 0; count < times; count += 1) await throttle.begin({ account, address: `198.51.100.${count}` }, async () => {});
  }

  /** What a browser has kept in which Anna has signed in. */
  async function knownDevice(): Promise<string> {
    const { user, tokens } = await attempt(PASSWORD);
    return test.identity.parts.knownDevices.tokenOf(user.email, tokens.session.id);
  }

  it('stops the eleventh failure for an account from one network until the window ends, and nobody elsewhere', async () => {
    for (let count = 0; count < 10; count += 1) await expect(attempt('wrong')).rejects.toThrow(Unauthenticated);
    const refused = attempt(PASSWORD);
    await expect(refused).rejects.toThrow(TooManyRequests);
    await expect(refused).rejects.toMatchObject({ retryAfter: 15 * 60 });
    expect((await attempt(PASSWORD, '198.51.100.1')).user.email).toBe('anna@example.com');
    test.clock.advance(15 * 60_000);
    expect((await attempt(PASSWORD)).user.email).toBe('anna@example.com');
  });

  it('does not let one network use up what an account may fail in all of them', async () => {
    for (let count = 0; count < 200; count += 1) await attempt('wrong').catch((error: unknown) => error);
    expect((await attempt(PASSWORD, '198.51.100.1')).user.email).toBe('anna@example.com');
  });

  it('stops whoever guesses an account from many networks, and not the browsers that know it', async () => {
    const device = await knownDevice();
    await failFromEverywhere(100);
    await expect(attempt(PASSWORD, '203.0.113.1')).rejects.toThrow(TooManyRequests);
    await expect(attempt(PASSWORD, '203.0.113.1')).rejects.toThrow(/browser/);
    expect((await attempt(PASSWORD, '203.0.113.1', 'anna@example.com', device)).user.email).toBe('anna@example.com');
  });

  it('stops a browser that knows an account for its own failures alone, also in a network that is stopped', async () => {
    const device = await knownDevice();
    for (let count = 0; count < 60; count += 1) await attempt('wrong', address, `nobody${count}@example.com`).catch((error: unknown) => error);
    await expect(attempt(PASSWORD)).rejects.toThrow(TooManyRequests);
    const fromDevice = (password: string) => attempt(password, address, 'anna@example.com', device);
    await fromDevice(PASSWORD);
    for (let count = 0; count < 10; count += 1) await expect(fromDevice('wrong')).rejects.toThrow(Unauthenticated);
    await expect(fromDevice(PASSWORD)).rejects.toThrow(TooManyRequests);
  });

  it('takes for one that knows an account only what was made for it', async () => {
    const device = await knownDevice();
    const [sessionId = ''] = device.split('.');
    await test.person('Berta');
    const others = test.identity.parts.knownDevices.tokenOf('berta@example.com', sessionId);
    await failFromEverywhere(100);
    for (const forged of ['', 'x', sessionId, `${sessionId}.`, `${device}A`, `1${device}`, others]) {
      await expect(attempt(PASSWORD, '203.0.113.1', 'anna@example.com', forged)).rejects.toThrow(TooManyRequests);
    }
  });

  it('counts unknown accounts too, so that it tells nothing', async () => {
    const guess = () => attempt('wrong', address, 'nobody@example.com');
    for (let count = 0; count < 10; count += 1) await expect(guess()).rejects.toThrow(Unauthenticated);
    await expect(guess()).rejects.toThrow(TooManyRequests);
  });

  it('stops an address that tries many accounts, and an IPv6 network as one', async () => {
    const { throttle } = test.identity.parts;
    const begin = (from: string) => throttle.begin({ address: from }, () => Promise.resolve());
    for (let count = 0; count < 50; count += 1) await begin(`2001:db8:1:2::${count}`);
    await expect(begin('2001:db8:1:2:ffff:0:0:1')).rejects.toThrow(TooManyRequests);
    await begin('2001:db8:1:3::1');
    await begin('2001:db8::1');
  });

  it('does not count what succeeds', async () => {
    for (let count = 0; count < 11; count += 1) await attempt(PASSWORD);
    await expect(attempt('wrong')).rejects.toThrow(Unauthenticated);
  });

  it('records the first attempt that it stops', async () => {
    for (let count = 0; count < 13; count += 1) await attempt('wrong').catch((error: unknown) => error);
    const { items } = await test.audit.stores.entries.find({ limit: 100 });
    expect(items.filter((entry) => entry.details.reason === 'too many attempts')).toHaveLength(1);
  });
});

describe('refreshing', () => {
  it('gives a new pair each time', async () => {
    const first = (await attempt(PASSWORD)).tokens;
    test.clock.advance(60_000);
    const second = await refresh(first.refreshToken);
    test.clock.advance(60_000);
    const third = await refresh(second.refreshToken);
    expect(new Set([first.refreshToken, second.refreshToken, third.refreshToken]).size).toBe(3);
    expect(await test.identity.authenticate({ accessCookie: third.accessToken, address })).toMatchObject({ via: 'session' });
  });

  it('gives two tabs that refresh at once the same successor', async () => {
    const { refreshToken } = (await attempt(PASSWORD)).tokens;
    const [one, other] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(one.refreshToken).toBe(other.refreshToken);
    test.clock.advance(20_000);
    expect((await refresh(refreshToken)).refreshToken).toBe(one.refreshToken);
    expect((await refresh(one.refreshToken)).session.generation).toBe(2);
  });

  it('takes a later use of an old token as theft: the session ends and it is recorded', async () => {
    const { refreshToken } = (await attempt(PASSWORD)).tokens;
    const successor = await refresh(refreshToken);
    test.clock.advance(20_001);
    await expect(refresh(refreshToken)).rejects.toThrow(/used before/);
    await expect(refresh(successor.refreshToken)).rejects.toThrow(/has ended/);
    await expect(test.identity.authenticate({ accessCookie: successor.accessToken, address })).rejects.toThrow(/has ended/);
    expect(await test.refusals()).toEqual(['session.refresh']);
  });

  it('takes a token of two generations ago as theft at once', async () => {
    const { refreshToken } = (await attempt(PASSWORD)).tokens;
    await refresh((await refresh(refreshToken)).refreshToken);
    await expect(refresh(refreshToken)).rejects.toThrow(/used before/);
  });

  it('refuses what it never gave out', async () => {
    const { session, refreshToken } = (await attempt(PASSWORD)).tokens;
    const [, , signature] = refreshToken.split('.');
    for (const forged of ['', 'x', `${session.id}.1.${signature}`, `${session.id}.NaN.${signature}`, `${refreshToken}A`]) {
      await expect(refresh(forged)).rejects.toThrow(Unauthenticated);
    }
    await refresh(refreshToken);
  });

  it('ends thirty days after the last one', async () => {
    const { refreshToken } = (await attempt(PASSWORD)).tokens;
    test.clock.advance(30 * 24 * 3600_000);
    await expect(refresh(refreshToken)).rejects.toThrow(/has ended/);
  });
});

describe('signing out', () => {
  it('ends the session at once, and again does no harm', async () => {
    const { tokens } = await attempt(PASSWORD);
    await signOut(test.identity.parts, tokens.refreshToken, address);
    await expect(test.identity.authenticate({ accessCookie: tokens.accessToken, address })).rejects.toThrow(/has ended/);
    await signOut(test.identity.parts, tokens.refreshToken, address);
  });
});
