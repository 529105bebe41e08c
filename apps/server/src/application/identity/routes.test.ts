import * as contract from '@buckle/contract';
import type { Endpoint } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { PermissionDenied, TooManyRequests, Unauthenticated } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { identityRoutes } from './index.ts';
import { DEVICE, openTestIdentity, PASSWORD, type TestIdentity } from './testing.ts';

interface Request {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

let test: TestIdentity;
let admin: Principal;
/** The browser's cookies. */
let cookies: Record<string, string>;

/** Calls an endpoint as the gateway does: validated on the way in, and the answer checked. */
async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, A>,
  { params = {}, query = {}, body = {} }: Request = {},
  principal: Principal = admin,
): Promise<z.output<A>> {
  const route = identityRoutes(test.identity).find((candidate) => candidate.endpoint.name === endpoint.name);
  if (!route) throw new Error(`${endpoint.name} has no route.`);
  const answer = await route.handle({
    params: endpoint.params.parse(params),
    query: endpoint.query.parse(query),
    body: endpoint.body.parse(body),
    ...DEVICE,
    origin: 'http://127.0.0.1',
    cookies,
    setCookie: (name, value, { maxAge }) => {
      if (maxAge > 0) cookies[name] = value;
      else delete cookies[name];
    },
    principal,
  });
  return endpoint.answer.parse(answer);
}

const authenticate = () => test.identity.authenticate({ accessCookie: cookies[test.identity.cookies.access], address: '' });

beforeEach(async () => {
  test = await openTestIdentity({ registration: 'invite' });
  admin = (await test.person('Ada', { instanceAdmin: true })).principal;
  cookies = {};
});

describe('sessions over HTTP', () => {
  it('stand in cookies from sign-in to sign-out', async () => {
    const answer = await call(contract.signIn, { body: { email: ' ADA@example.com ', password: PASSWORD } });
    expect(answer).toMatchObject({ user: { id: admin.userId, email: 'ada@example.com' }, access_expires_in: 600 });
    expect(Object.keys(cookies).sort()).toEqual(['buckle_access', 'buckle_device', 'buckle_refresh']);
    const before = { ...cookies };
    test.clock.advance(60_000);
    await call(contract.refreshSession);
    expect(cookies.buckle_refresh).not.toBe(before.buckle_refresh);
    expect((await authenticate()).userId).toBe(admin.userId);
    await call(contract.signOut);
    expect(Object.keys(cookies)).toEqual(['buckle_device']);
    await expect(call(contract.refreshSession)).rejects.toThrow(Unauthenticated);
  });

  it('lose their cookies when they can no longer be refreshed', async () => {
    await call(contract.signIn, { body: { email: 'ada@example.com', password: PASSWORD } });
    await test.identity.parts.sessions.forgetAll(admin.userId);
    await expect(call(contract.refreshSession)).rejects.toThrow(/has ended/);
    expect(Object.keys(cookies)).toEqual(['buckle_device']);
  });

  it('have names under HTTPS that other hosts cannot set', async () => {
    test = await openTestIdentity({ secureCookies: true });
    expect(test.identity.cookies).toEqual({
      access: '__Host-buckle_access',
      refresh: '__Secure-buckle_refresh',
      device: '__Secure-buckle_device',
    });
  });

  it('leave behind what lets the browser sign in while the account is guessed from everywhere', async () => {
    const signIn = () => call(contract.signIn, { body: { email: 'ada@example.com', password: PASSWORD } });
    await signIn();
    const { buckle_device: device = '' } = cookies;
    await call(contract.refreshSession);
    await call(contract.signOut);
    const attack = (address: string) => test.identity.parts.throttle.begin({ account: 'ada@example.com', address }, async () => {});
    for (let count = 0; count < 100; count += 1) await attack(`198.51.100.${count}`);
    await signIn();
    cookies = {};
    await expect(signIn()).rejects.toThrow(TooManyRequests);
    cookies = { buckle_device: device };
    await signIn();
  });

  it('begin with the set-up link, an invitation or a reset password', async () => {
    const { token } = await call(contract.createInvitation, { body: {} });
    const joined = await call(contract.register, { body: { email: 'bert@example.com', password: PASSWORD, invitation: token } });
    expect((await authenticate()).userId).toBe(joined.user.id);
    const link = await call(contract.createPasswordReset, { params: { user_id: joined.user.id } });
    expect(link.path).toBe(`/reset-password?token=${link.token}`);
    await call(contract.resetPassword, { body: { token: link.token, password: 'a new long password' } });
    await call(contract.signIn, { body: { email: 'bert@example.com', password: 'a new long password' } });

    test = await openTestIdentity();
    const { setUpToken } = await test.identity.bootstrap({});
    expect(await call(contract.getEntrance)).toEqual({ set_up: false, registration: 'closed' });
    const first = await call(contract.setUp, { body: { token: setUpToken, email: 'first@example.com', password: PASSWORD } });
    expect(first.user.instance_admin).toBe(true);
    expect((await call(contract.getEntrance)).set_up).toBe(true);
    expect((await authenticate()).userId).toBe(first.user.id);
  });

  it('are listed with the one that asks, and revoked', async () => {
    await call(contract.signIn, { body: { email: 'ada@example.com', password: PASSWORD } });
    const principal = await authenticate();
    const { items } = await call(contract.listSessions, {}, principal);
    expect(items).toMatchObject([{ id: principal.credentialId, current: true, address: DEVICE.address, user_agent: 'test' }]);
    await call(contract.revokeSession, { params: { session_id: principal.credentialId } }, principal);
    await expect(authenticate()).rejects.toThrow(/has ended/);
  });
});

describe('accounts over HTTP', () => {
  it("have Coze's shape for the caller, whose nick name is the name until another is chosen", async () => {
    const expected = { user_id: admin.userId, user_name: 'Ada', nick_name: 'Ada', avatar_url: '' };
    expect(await call(contract.getMe)).toEqual(expected);
    await call(contract.updateProfile, { body: { nick_name: 'Countess' } });
    expect(await call(contract.getMe)).toEqual({ ...expected, nick_name: 'Countess' });
    expect((await call(contract.getProfile)).instance_admin).toBe(true);
  });

  it('are managed by administrators', async () => {
    const { user, password_link: link } = await call(contract.createUser, { body: { email: 'bert@example.com', name: 'Bert' } });
    expect(link?.token).toMatch(/^[\w-]{43}$/);
    expect((await call(contract.getUser, { params: { user_id: user.id } })).name).toBe('Bert');
    expect((await call(contract.updateUser, { params: { user_id: user.id }, body: { disabled: true } })).disabled).toBe(true);
    const page = await call(contract.listUsers, { query: { page_size: '1' } });
    expect(page).toMatchObject({ has_more: true, items: [{ name: 'Ada' }] });
    const next = await call(contract.listUsers, { query: { page_size: '1', page_token: page.next_page_token } });
    expect(next).toMatchObject({ has_more: false, next_page_token: '', items: [{ name: 'Bert' }] });
  });

  it('change their password with the current one', async () => {
    await call(contract.changePassword, { body: { current_password: PASSWORD, new_password: 'another password' } });
    const answer = await call(contract.signIn, { body: { email: 'ada@example.com', password: 'another password' } });
    expect(answer.user.id).toBe(admin.userId);
  });

  it('make, list and revoke tokens, whose secret is shown once', async () => {
    const expires = Math.floor(test.clock.now() / 1000) + 3600;
    const made = await call(contract.createToken, { body: { name: 'ci', scopes: ['account.read'], expires_at: expires } });
    const { token, ...shown } = made;
    expect(shown).toMatchObject({ name: 'ci', scopes: ['account.read'], expires_at: expires });
    const principal = await test.identity.authenticate({ bearer: token, address: '' });
    const { items } = await call(contract.listTokens, {}, principal);
    expect(items).toMatchObject([{ ...shown, last_used_at: Math.floor(test.clock.now() / 1000) }]);
    expect(JSON.stringify(items)).not.toContain(token);
    await expect(call(contract.createToken, { body: { name: 'more' } }, principal)).rejects.toThrow(PermissionDenied);
    const bound = { ...principal, workspaceId: 'w' };
    await expect(call(contract.listTokens, {}, bound)).rejects.toThrow(PermissionDenied);
    await call(contract.revokeToken, { params: { token_id: made.id } });
    expect((await call(contract.listTokens)).items).toEqual([]);
  });
});

describe('workspaces over HTTP', () => {
  it('are made, shown and changed', async () => {
    const made = await call(contract.createWorkspace, { body: { name: 'Team' } });
    expect(made).toMatchObject({ name: 'Team', kind: 'team', role: 'owner', icon_url: '' });
    await call(contract.updateWorkspace, { params: { workspace_id: made.id }, body: { name: 'Crew' } });
    expect((await call(contract.getWorkspace, { params: { workspace_id: made.id } })).name).toBe('Crew');
    const { items } = await call(contract.listWorkspaces);
    expect(items.map((workspace) => workspace.name)).toEqual(['Ada', 'Crew']);
    expect(items[0]?.permissions).toContain('workspace.own');
  });

  it("have Coze's shape in pages by number", async () => {
    const { id } = await call(contract.createWorkspace, { body: { name: 'Team', icon_url: 'https://example.com/i.png' } });
    expect(await call(contract.listCozeWorkspaces, { query: { page_num: '2', page_size: '1', user_id: '' } })).toEqual({
      total_count: 2,
      workspaces: [
        {
          id,
          name: 'Team',
          icon_url: 'https://example.com/i.png',
          role_type: 'owner',
          workspace_type: 'team',
          enterprise_id: '',
        },
      ],
    });
  });

  it('have members', async () => {
    const { user } = await test.person('Bert');
    const params = { workspace_id: (await call(contract.createWorkspace, { body: { name: 'Team' } })).id };
    const one = { ...params, user_id: user.id };
    const added = await call(contract.addMember, { params, body: { email: 'bert@example.com', role: 'viewer' } });
    expect(added).toMatchObject({ user_id: user.id, name: 'Bert', role: 'viewer' });
    expect((await call(contract.updateMember, { params: one, body: { role: 'operator' } })).role).toBe('operator');
    expect((await call(contract.listMembers, { params })).items.map((member) => member.role)).toEqual(['owner', 'operator']);
    expect(await call(contract.listCozeMembers, { params, query: { page_num: 2, page_size: 1 } })).toEqual({
      total_count: 2,
      items: [{ user_id: user.id, role_type: 'member', user_nickname: 'Bert', user_unique_name: 'Bert', avatar_url: '' }],
    });
    await call(contract.removeMember, { params: one });
    const again = await call(contract.addCozeMembers, { params, body: { users: [{ user_id: user.id, role_type: 'admin' }] } });
    expect(again.added_success_user_ids).toEqual([user.id]);
    const removed = await call(contract.removeCozeMembers, { params, body: { user_ids: [user.id] } });
    expect(removed.removed_success_user_ids).toEqual([user.id]);
  });
});

describe('every route', () => {
  it('stands once in the table', () => {
    const paths = identityRoutes(test.identity).map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('refuses unknown fields on /api and ignores them on the Coze API', () => {
    for (const { endpoint } of identityRoutes(test.identity)) {
      if (endpoint.bodyKind !== 'json') continue;
      const issues = endpoint.body.safeParse({ unknown_field: 1 }).error?.issues ?? [];
      expect([endpoint.path, JSON.stringify(issues).includes('unrecognized_keys')]).toEqual([endpoint.path, endpoint.path.startsWith('/api/')]);
    }
  });
});
