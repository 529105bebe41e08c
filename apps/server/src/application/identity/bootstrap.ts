import { email as emailSchema, newPassword } from '@buckle/contract';
import { type Read, UniqueConflict } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { createAccount, findByEmail } from './create-account.ts';
import { issuePersonalToken } from './issue-token.ts';
import type { IdentityParts } from './parts.ts';
import { TOKEN_PREFIX } from './personal-tokens.ts';
import type { User } from './stores.ts';
import { claimAccount, createUnclaimed, findUnclaimed } from './unclaimed-account.ts';

/** What the operator gives for the first account. */
export interface BootstrapSettings {
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  /** `pat_…`, at least 32 characters. */
  readonly adminToken?: string;
}

/** What the first start has to tell the operator. */
export interface Bootstrapped {
  /** Present until the first account is claimed: the one-time token of `/setup?token=…`. */
  readonly setUpToken?: string;
}

/** In effect for ever: every start makes a new one, printed on the operator's console. */
const SET_UP_LIFETIME = 10 * 365 * 24 * 3600_000;

/**
 * Sees to the first account. The settings name it, and may give it a token; else it is made without
 * e-mail and password, and every start makes a new one-time token to claim it with. Does nothing
 * twice. Throws an `Error` whose message names the setting at fault.
 */
export async function bootstrap(parts: IdentityParts, settings: BootstrapSettings): Promise<Bootstrapped> {
  const { adminEmail, adminPassword, adminToken } = settings;
  await parts.oneTimeTokens.discard('set-up', Number.MAX_SAFE_INTEGER);
  const first = (await parts.stores.users.find({ limit: 1 })).items[0];
  const unclaimed = await findUnclaimed(parts);
  if (adminEmail !== undefined && adminPassword !== undefined) {
    const email = emailSchema.safeParse(adminEmail);
    if (!email.success) throw new Error('BUCKLE_ADMIN_EMAIL is not an e-mail address.');
    const account = first && !unclaimed ? await findByEmail(parts, email.data) : await createFirst(parts, unclaimed, email.data, adminPassword);
    if (account && adminToken !== undefined) await giveToken(parts, account, adminToken);
    return {};
  }
  if (first && !unclaimed) return {};
  if (!unclaimed) await createUnclaimed(parts);
  const { issued, storing } = await parts.oneTimeTokens.make('set-up', SET_UP_LIFETIME);
  await storing();
  return { setUpToken: issued.token };
}

/** The instance administrator whom commands act for: the oldest. */
export async function firstAdministrator(parts: IdentityParts): Promise<User | undefined> {
  const { items } = await parts.stores.users.find({ where: { instanceAdmin: true, disabled: false }, limit: 1 });
  return items[0];
}

/** A principal for what the instance does by itself in a user's name. */
export function systemPrincipal(user: User): Principal {
  return { userId: user.id, instanceAdmin: user.instanceAdmin, via: 'system', credentialId: 'system' };
}

async function createFirst(
  parts: IdentityParts,
  unclaimed: Read<User> | undefined,
  email: string,
  password: string,
): Promise<User | undefined> {
  if (!newPassword.safeParse(password).success) throw new Error('BUCKLE_ADMIN_PASSWORD needs 10 to 256 characters.');
  try {
    if (unclaimed) return await claimAccount(parts, unclaimed, { email, password }, systemPrincipal(unclaimed));
    return await createAccount(parts, { email, password, instanceAdmin: true }, systemPrincipal);
  } catch (error) {
    // Another process of this installation starts for the first time too.
    if (error instanceof Conflict) return findByEmail(parts, email);
    throw error;
  }
}

async function giveToken(parts: IdentityParts, user: User, token: string): Promise<void> {
  if (!token.startsWith(TOKEN_PREFIX) || !/^[\x21-\x7e]{32,512}$/.test(token)) {
    throw new Error('BUCKLE_ADMIN_TOKEN must begin with "pat_" and have 32 to 512 characters without spaces.');
  }
  // Given at an earlier start, and perhaps revoked since: it stays as it is.
  if (await parts.tokens.exists(token)) return;
  try {
    await issuePersonalToken(parts, systemPrincipal(user), user.id, { name: 'BUCKLE_ADMIN_TOKEN' }, token);
  } catch (error) {
    // Another process of this installation starts too.
    if (!(error instanceof UniqueConflict)) throw error;
  }
}
