import type { Actor } from '#application/audit/index.ts';
import { UniqueConflict, type Write } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { IdentityParts } from './parts.ts';
import { memberId, type User } from './stores.ts';

/** What a new account is made of. */
export interface NewAccount {
  readonly email: string;
  /** Absent: the part of the e-mail before the @. */
  readonly name?: string;
  /** Absent: its user chooses one with a one-time link. */
  readonly password?: string;
  readonly instanceAdmin: boolean;
}

/**
 * Creates an account with its personal workspace. The account comes last, so that one that is found
 * has all it needs. `by` tells the audit log who does it; absent where nobody does. Throws `Conflict`
 * where the e-mail is taken.
 */
export async function createAccount(parts: IdentityParts, wanted: NewAccount, by?: (user: User) => Actor): Promise<User> {
  const { stores, ids, clock } = parts;
  if (await findByEmail(parts, wanted.email)) throw emailTaken(wanted.email);
  const now = clock.now();
  const userId = ids.next();
  const workspaceId = ids.next();
  const name = wanted.name ?? wanted.email.slice(0, wanted.email.indexOf('@')).slice(0, 64);
  const passwordHash = wanted.password === undefined ? '' : await parts.passwords.hash(wanted.password);
  const workspace = { id: workspaceId, name, iconUrl: '', kind: 'personal', createdAt: now } as const;
  const member = { id: memberId(workspaceId, userId), workspaceId, userId, role: 'owner', joinedAt: now } as const;
  const user: User = {
    id: userId,
    email: wanted.email,
    name,
    nickName: '',
    avatarUrl: '',
    passwordHash,
    instanceAdmin: wanted.instanceAdmin,
    disabled: false,
    personalWorkspaceId: workspaceId,
    createdAt: now,
  };
  const writes = [
    () => stores.workspaces.insert(workspace),
    () => stores.members.insert(member),
    () => stores.users.insert(user),
  ];
  try {
    if (by) await recordCreation(parts, by(user), user, writes);
    else await stores.inOrder(writes);
    return user;
  } catch (error) {
    if (!(error instanceof UniqueConflict)) throw error;
    await stores.members.delete(member.id);
    await stores.workspaces.delete(workspaceId);
    throw emailTaken(wanted.email);
  }
}

/** Makes the writes that give somebody an account, with their audit entry. */
export async function recordCreation(parts: IdentityParts, by: Actor, user: User, writes: readonly Write[]): Promise<void> {
  const details = { email: user.email, instance_admin: user.instanceAdmin };
  await parts.audit.change(by, 'user.create', { type: 'user', id: user.id }, writes, details);
}

/** The account of an e-mail address, in lower case. */
export async function findByEmail(parts: IdentityParts, email: string) {
  const { items } = await parts.stores.users.find({ where: { email }, limit: 1 });
  return items[0];
}

/** That an e-mail address has an account already. */
export function emailTaken(email: string): Conflict {
  return new Conflict(`There is already an account with the e-mail ${email}.`);
}
