import type { Actor } from '#application/audit/index.ts';
import { type Read, UniqueConflict } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import { createAccount, emailTaken, findByEmail, recordCreation } from './create-account.ts';
import type { IdentityParts } from './parts.ts';
import type { User } from './stores.ts';

/**
 * The e-mail of an instance's first account until somebody claims it. The account is there from the
 * first start, so that a new instance has a workspace and a bot; nobody can sign in to it, since it
 * has no password and the domain can receive no mail (RFC 2606).
 */
const UNCLAIMED = 'administrator@buckle.invalid';

/** The first account, as long as nobody has claimed it. */
export function findUnclaimed(parts: IdentityParts): Promise<Read<User> | undefined> {
  return findByEmail(parts, UNCLAIMED);
}

const NAME = 'Administrator';

/** Makes the first account; where another process was faster, finds the one that it made. */
export async function createUnclaimed(parts: IdentityParts): Promise<User> {
  try {
    return await createAccount(parts, { email: UNCLAIMED, name: NAME, instanceAdmin: true });
  } catch (error) {
    const made = error instanceof Conflict ? await findUnclaimed(parts) : undefined;
    if (!made) throw error;
    return made;
  }
}

/** Gives the first account to a person; `by` is for the audit log. Throws `Conflict` where that e-mail has an account. */
export async function claimAccount(
  parts: IdentityParts,
  account: Read<User>,
  person: { readonly email: string; readonly password: string; readonly name?: string | undefined },
  by: Actor,
): Promise<User> {
  const { email, password, name } = person;
  const { users, workspaces } = parts.stores;
  const set = { email, name: name ?? email.slice(0, email.indexOf('@')).slice(0, 64), passwordHash: await parts.passwords.hash(password) };
  const personal = await workspaces.get(account.personalWorkspaceId);
  try {
    const claiming = () => users.update(account.id, { set }, { revision: account.revision });
    // A personal workspace is called like its user, unless it was given a name before.
    const naming = () => workspaces.update(account.personalWorkspaceId, { set: { name: set.name } });
    await recordCreation(parts, by, { ...account, ...set }, personal?.name === NAME ? [claiming, naming] : [claiming]);
    return { ...account, ...set };
  } catch (error) {
    if (error instanceof UniqueConflict) throw emailTaken(email);
    throw error;
  }
}
