import { beforeEach, describe, expect, it } from 'vitest';
import { BadRequest, Conflict, NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { addCozeMembers, removeCozeMembers } from './coze-members.ts';
import { addMember, listMembers, removeMember, updateMember } from './members.ts';
import type { IdentityParts } from './parts.ts';
import type { User } from './stores.ts';
import { openTestIdentity, type TestIdentity } from './testing.ts';
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from './workspaces.ts';

interface Person {
  readonly user: User;
  readonly principal: Principal;
}

let test: TestIdentity;
let parts: IdentityParts;
let olga: Person;
let anna: Person;
let bert: Person;
let team: string;

const add = (by: Person, who: Person, role: 'owner' | 'admin' | 'viewer') => addMember(parts, by.principal, team, { userId: who.user.id }, role);
const change = (by: Person, who: Person, role: 'owner' | 'admin' | 'viewer') => updateMember(parts, by.principal, team, who.user.id, role);
const remove = (by: Person, who: Person) => removeMember(parts, by.principal, team, who.user.id);
const roleOf = (who: Person) => test.identity.roleIn(team, who.user.id);

beforeEach(async () => {
  test = await openTestIdentity();
  parts = test.identity.parts;
  olga = await test.person('Olga');
  anna = await test.person('Anna');
  bert = await test.person('Bert');
  team = (await createWorkspace(parts, olga.principal, { name: 'Team', iconUrl: '' })).workspace.id;
});

describe('workspaces', () => {
  it('are listed for their members in pages, with the role', async () => {
    await add(olga, anna, 'viewer');
    const first = await listWorkspaces(parts, anna.principal, { limit: 1 });
    expect(first).toMatchObject({ total: 2, items: [{ role: 'owner', workspace: { kind: 'personal', name: 'Anna' } }] });
    const second = await listWorkspaces(parts, anna.principal, { limit: 1, after: first.next });
    expect(second.items).toMatchObject([{ role: 'viewer', workspace: { id: team, kind: 'team' } }]);
    expect((await listWorkspaces(parts, anna.principal, { limit: 1, skip: 1 })).items).toEqual(second.items);
  });

  it('are made once by calls with the same key', async () => {
    const create = (name: string) => createWorkspace(parts, olga.principal, { name, iconUrl: '' }, 'key 1');
    const { workspace } = await create('Twice');
    expect((await create('Twice')).workspace.id).toBe(workspace.id);
    expect((await listWorkspaces(parts, olga.principal, { limit: 10 })).total).toBe(3);
    await expect(create('Other')).rejects.toThrow(BadRequest);
  });

  it('that were half made are finished by the next call with the key', async () => {
    const create = () => createWorkspace(parts, olga.principal, { name: 'Half', iconUrl: '' }, 'key 2');
    const { workspace } = await create();
    await parts.stores.members.delete(`${workspace.id}.${olga.user.id}`);
    expect((await create()).workspace.id).toBe(workspace.id);
    expect(await test.identity.roleIn(workspace.id, olga.user.id)).toBe('owner');
  });

  it('show a bound token its own alone', async () => {
    const bound = { ...olga.principal, workspaceId: team };
    expect(await listWorkspaces(parts, bound, { limit: 10 })).toMatchObject({ total: 1, items: [{ workspace: { id: team } }] });
  });

  it('are changed by those who manage them', async () => {
    await add(olga, anna, 'viewer');
    expect((await updateWorkspace(parts, olga.principal, team, { name: 'Crew' })).workspace.name).toBe('Crew');
    await expect(updateWorkspace(parts, anna.principal, team, { name: 'Mine' })).rejects.toThrow(PermissionDenied);
    await expect(getWorkspace(parts, bert.principal, team)).rejects.toThrow(NotFound);
  });
});

describe('members', () => {
  it('are added by id or e-mail, once', async () => {
    await add(olga, anna, 'viewer');
    await addMember(parts, olga.principal, team, { email: 'bert@example.com' }, 'admin');
    expect([await roleOf(anna), await roleOf(bert)]).toEqual(['viewer', 'admin']);
    await expect(add(olga, anna, 'admin')).rejects.toThrow(Conflict);
    await expect(addMember(parts, olga.principal, team, { userId: '1' }, 'viewer')).rejects.toThrow(NotFound);
    const { items, total } = await listMembers(parts, anna.principal, team, { limit: 2 });
    expect(items.map(({ user }) => user.name)).toEqual(['Olga', 'Anna']);
    expect(total).toBe(3);
  });

  it('cannot be added to a personal workspace', async () => {
    const { personalWorkspaceId } = olga.user;
    const adding = addMember(parts, olga.principal, personalWorkspaceId, { userId: anna.user.id }, 'viewer');
    await expect(adding).rejects.toThrow(BadRequest);
  });

  it('are managed by owners and administrators alone', async () => {
    await add(olga, anna, 'viewer');
    await expect(add(anna, bert, 'viewer')).rejects.toThrow(PermissionDenied);
    await expect(change(anna, anna, 'admin')).rejects.toThrow(PermissionDenied);
    await expect(remove(anna, olga)).rejects.toThrow(PermissionDenied);
    await expect(add(bert, bert, 'owner')).rejects.toThrow(NotFound);
  });

  it('are owners only by the word of an owner', async () => {
    await add(olga, anna, 'admin');
    await add(anna, bert, 'viewer');
    await expect(change(anna, anna, 'owner')).rejects.toThrow(PermissionDenied);
    await expect(change(anna, olga, 'viewer')).rejects.toThrow(PermissionDenied);
    await expect(remove(anna, olga)).rejects.toThrow(PermissionDenied);
    await change(olga, bert, 'owner');
    await change(bert, olga, 'viewer');
    expect([await roleOf(bert), await roleOf(olga)]).toEqual(['owner', 'viewer']);
  });

  it('may leave by themselves, but for the last owner', async () => {
    await add(olga, anna, 'viewer');
    await remove(anna, anna);
    expect(await roleOf(anna)).toBeUndefined();
    await expect(remove(olga, olga)).rejects.toThrow(/last owner/);
    await expect(change(olga, olga, 'admin')).rejects.toThrow(/last owner/);
    await expect(remove(bert, bert)).rejects.toThrow(NotFound);
  });

  it('keep an owner when two owners leave at the same moment', async () => {
    await add(olga, anna, 'owner');
    const outcomes = await Promise.allSettled([remove(olga, olga), change(anna, anna, 'viewer')]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await roleOf(olga), await roleOf(anna)]).toContain('owner');
  });

  it('leave an entry in the audit log of their workspace for each change', async () => {
    await add(olga, anna, 'viewer');
    await change(olga, anna, 'admin');
    await remove(olga, anna);
    const { items } = await test.audit.stores.entries.find({ where: { workspaceId: team }, sort: 'at', limit: 10 });
    expect(items.map((entry) => entry.action)).toEqual(['workspace.create', 'member.add', 'member.update', 'member.remove']);
    expect(items[2]).toMatchObject({ resourceId: anna.user.id, details: { role: 'admin', former_role: 'viewer' } });
  });
});

describe("members as Coze's clients manage them", () => {
  it('are added each with an outcome of its own', async () => {
    await add(olga, anna, 'viewer');
    const users = [anna.user.id, bert.user.id, '404'].map((user_id) => ({ user_id, role_type: 'member' as const }));
    expect(await addCozeMembers(parts, olga.principal, team, users)).toEqual({
      added_success_user_ids: [bert.user.id],
      invited_success_user_ids: [],
      not_exist_user_ids: ['404'],
      already_joined_user_ids: [anna.user.id],
      already_invited_user_ids: [],
    });
    expect(await roleOf(bert)).toBe('editor');
  });

  it('are removed each with an outcome of its own', async () => {
    await add(olga, anna, 'viewer');
    const ids = [anna.user.id, bert.user.id, olga.user.id];
    expect(await removeCozeMembers(parts, olga.principal, team, ids)).toEqual({
      removed_success_user_ids: [anna.user.id],
      not_in_workspace_user_ids: [bert.user.id],
      owner_not_support_remove_user_ids: [olga.user.id],
    });
  });

  it('are out of reach for those who may not', async () => {
    await add(olga, anna, 'viewer');
    const users = [{ user_id: bert.user.id, role_type: 'member' as const }];
    await expect(addCozeMembers(parts, anna.principal, team, users)).rejects.toThrow(PermissionDenied);
    await expect(addCozeMembers(parts, bert.principal, team, users)).rejects.toThrow(NotFound);
    await expect(removeCozeMembers(parts, bert.principal, team, [olga.user.id])).rejects.toThrow(NotFound);
  });
});
