import { email as emailSchema, newPassword } from '@buckle/contract';
import { UniqueConflict } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { createAccount, findByEmail } from './create-account.ts';
import type { IdentityParts } from './parts.ts';
import { TOKEN_PREFIX } from './personal-tokens.ts';
import type { User } from './stores.ts';

/** What the operator gives for the first account. */
export interface BootstrapSettings {
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  /** `pat_…`, at least 32 characters. */
  readonly adminToken?: string;
}

/** What the first start has to tell the operator. */
export interface Bootstrapped {
  /** Present while there is no account: the one-time token of `/setup?token=…`. */
  readonly setUpToken?: string;
}

/** In effect for ever: every start makes a new one, printed on the operator's console. */
const SET_UP_LIFETIME = 10 * 365 * 24 * 3600_000;

/**
 * Sees to the first account: creates it from the settings and gives it the settings' token, or makes
 * a new one-time set-up token while there is no account. Does nothing twice. Throws an `Error` whose
 * message names the setting at fault.
 */
export async function bootstrap(parts: IdentityParts, settings: BootstrapSettings): Promise<Bootstrapped> {
  const first = await parts.stores.users.find({ limit: 1 });
  await parts.oneTimeTokens.discard('set-up', Number.MAX_SAFE_INTEGER);
  if (settings.adminEmail !== undefined && settings.adminPassword !== undefined) {
    const email = emailSchema.safeParse(settings.adminEmail);
    if (!email.success) throw new Error('BUCKLE_ADMIN_EMAIL is not an e-mail address.');
    const user =
      first.items.length > 0
        ? await findByEmail(parts, email.data)
        : await createFirst(parts, email.data, settings.adminPassword);
    if (user && settings.adminToken !== undefined) await giveToken(parts, user, settings.adminToken);
    return {};
  }
  if (first.items.length > 0) return {};
  return { setUpToken: (await parts.oneTimeTokens.issue('set-up', SET_UP_LIFETIME)).token };
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

async function createFirst(parts: IdentityParts, email: string, password: string): Promise<User | undefined> {
  if (!newPassword.safeParse(password).success) throw new Error('BUCKLE_ADMIN_PASSWORD needs 10 to 256 characters.');
  try {
    const user = await createAccount(parts, { email, password, instanceAdmin: true });
    await parts.audit.record(systemPrincipal(user), 'user.create', { type: 'user', id: user.id }, 'done', { email });
    return user;
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
  try {
    const { stored } = await parts.tokens.issue(user.id, { name: 'BUCKLE_ADMIN_TOKEN' }, token);
    await parts.audit.record(systemPrincipal(user), 'token.create', { type: 'token', id: stored.id }, 'done', { name: stored.name });
  } catch (error) {
    // Given at an earlier start, and perhaps revoked since: it stays as it is.
    if (!(error instanceof UniqueConflict)) throw error;
  }
}
