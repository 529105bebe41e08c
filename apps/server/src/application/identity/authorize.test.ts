import { permissions, type Role, roles } from '@buckle/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { addMember } from './members.ts';
import { rolePermissions } from './roles.ts';
import { openTestIdentity, type TestIdentity } from './testing.ts';
import { createWorkspace } from './workspaces.ts';

let test: TestIdentity;
let owner: Principal;
let workspaceId: string;
let bot: { type: string; id: string; workspaceId: string };

/** A member of the workspace in a role. */
async function member(role: Role): Promise<Principal> {
  const { user, principal } = await test.person(`A-${role}`);
  await addMember(test.identity.parts, owner, workspaceId, { userId: user.id }, role);
  return principal;
}

beforeEach(async () => {
  test = await openTestIdentity();
  owner = (await test.person('Olga')).principal;
  workspaceId = (await createWorkspace(test.identity.parts, owner, { name: 'Team', iconUrl: '' })).workspace.id;
  bot = { type: 'bot', id: 'b1', workspaceId };
});

describe('the table of roles', () => {
  it('lets each role do everything that the one below it may', () => {
    for (const [index, role] of roles.slice(1).entries()) {
      const above = rolePermissions[roles[index] ?? 'owner'];
      expect([...rolePermissions[role]].filter((permission) => !above.has(permission))).toEqual([]);
      expect(above.size).toBeGreaterThan(rolePermissions[role].size);
    }
  });

  it('lets the owner do everything, an operator run and see logs, a viewer look at bots alone', () => {
    expect(rolePermissions.owner.size).toBe(permissions.length);
    expect(rolePermissions.operator.has('bot.chat') && rolePermissions.operator.has('trace.read')).toBe(true);
    expect(rolePermissions.operator.has('bot.edit')).toBe(false);
    expect(rolePermissions.viewer.has('conversation.read') || rolePermissions.viewer.has('bot.chat')).toBe(false);
  });
});

describe('authorize', () => {
  it('returns the role of a member that may', async () => {
    expect(await test.identity.authorize(owner, 'bot.publish', bot)).toBe('owner');
    expect(await test.identity.authorize(await member('viewer'), 'bot.read', bot)).toBe('viewer');
  });

  it('tells a member without the permission which roles have it', async () => {
    await expect(test.identity.authorize(await member('viewer'), 'bot.edit', bot)).rejects.toThrow(
      /permission bot\.edit, which the role viewer does not have.*owner, admin, editor\./,
    );
  });

  it("does not let another workspace's owner know that the thing exists", async () => {
    const { principal } = await test.person('Otto');
    await expect(test.identity.authorize(principal, 'bot.read', bot)).rejects.toThrow(new NotFound('bot', 'b1'));
  });

  it('does not let an instance administrator into a workspace', async () => {
    const { principal } = await test.person('Ada', { instanceAdmin: true });
    await expect(test.identity.authorize(principal, 'bot.read', bot)).rejects.toThrow(NotFound);
  });

  it('keeps a token to its scopes', async () => {
    const scoped = { ...owner, scopes: ['bot.chat'] };
    expect(await test.identity.authorize(scoped, 'bot.chat', bot)).toBe('owner');
    await expect(test.identity.authorize(scoped, 'bot.read', bot)).rejects.toThrow(/lacks the scope bot\.read/);
  });

  it('keeps a token to its workspace', async () => {
    const other = (await createWorkspace(test.identity.parts, owner, { name: 'Other', iconUrl: '' })).workspace.id;
    const bound = { ...owner, workspaceId: other };
    await expect(test.identity.authorize(bound, 'bot.read', bot)).rejects.toThrow(/bound to another workspace/);
    expect(await test.identity.authorize({ ...owner, workspaceId }, 'bot.read', bot)).toBe('owner');
  });

  it('records every refusal where the administrators of that workspace find it', async () => {
    const { principal } = await test.person('Otto');
    await expect(test.identity.authorize(principal, 'bot.read', bot)).rejects.toThrow(NotFound);
    const { items } = await test.audit.stores.entries.find({ where: { workspaceId, action: 'bot.read' }, sort: 'at', limit: 10 });
    expect(items).toMatchObject([
      { actorId: principal.userId, outcome: 'refused', resourceType: 'bot', resourceId: 'b1', details: { reason: 'not a member' } },
    ]);
  });
});

describe('a caller who is refused again and again', () => {
  it('cannot fill the audit log', async () => {
    const { principal } = await test.person('Otto');
    for (let n = 0; n < 150; n++) {
      await expect(test.identity.authorize(principal, 'bot.read', { ...bot, id: `b${n}` })).rejects.toThrow(NotFound);
    }
    expect(await test.audit.stores.entries.count({ workspaceId, action: 'bot.read' })).toBe(100);
  });
});

describe('authorizeInstance', () => {
  it('is for instance administrators, with a token that has the scope', async () => {
    const { principal } = await test.person('Ada', { instanceAdmin: true });
    await test.identity.authorizeInstance(principal, 'user.read');
    await test.identity.authorizeInstance({ ...principal, scopes: ['instance.manage'] }, 'user.read');
    await expect(test.identity.authorizeInstance({ ...principal, scopes: ['bot.read'] }, 'user.read')).rejects.toThrow(/scope/);
    await expect(test.identity.authorizeInstance({ ...principal, workspaceId }, 'user.read')).rejects.toThrow(PermissionDenied);
    await expect(test.identity.authorizeInstance(owner, 'user.read')).rejects.toThrow(/Only administrators/);
    expect(await test.refusals()).toEqual(['user.read', 'user.read', 'user.read']);
  });
});

describe('authorizeAccount', () => {
  it('keeps a scoped or bound token from managing the account', async () => {
    await test.identity.authorizeAccount(owner, 'account.manage');
    await test.identity.authorizeAccount({ ...owner, workspaceId }, 'account.read');
    await expect(test.identity.authorizeAccount({ ...owner, workspaceId }, 'account.manage')).rejects.toThrow(PermissionDenied);
    await expect(test.identity.authorizeAccount({ ...owner, scopes: ['account.read'] }, 'account.manage')).rejects.toThrow(
      /scope account\.manage/,
    );
  });
});
