import { randomBytes } from 'node:crypto';
import { type Audit, createAudit } from '#application/audit/index.ts';
import { Idempotency } from '#application/idempotency/index.ts';
import { MemoryCache } from '#data/cache/index.ts';
import { type Documents, openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { createAccount } from './create-account.ts';
import { createIdentity, type Identity, type IdentityDependencies, type User } from './index.ts';

/** An identity module over documents in memory, with a clock that the test moves. */
export interface TestIdentity {
  readonly identity: Identity;
  readonly audit: Audit;
  readonly documents: Documents;
  readonly clock: ManualClock;
  /** Creates an account, with the password `PASSWORD`. */
  person(name: string, options?: { readonly instanceAdmin?: boolean }): Promise<{ user: User; principal: Principal }>;
  /** The audited actions that were refused, oldest first. */
  refusals(): Promise<string[]>;
}

export const PASSWORD = 'correct horse battery';

/** Where the tests' requests come from. */
export const DEVICE = { address: '192.0.2.7', userAgent: 'test' };

/** Secrets that live as long as the test. */
function memoryKeyring() {
  const secrets = new Map<string, Buffer>();
  return {
    secret(name: string): Promise<Buffer> {
      const secret = secrets.get(name) ?? randomBytes(32);
      secrets.set(name, secret);
      return Promise.resolve(secret);
    },
  };
}

/** Opens an identity module for a test. */
export async function openTestIdentity(
  options: Partial<Pick<IdentityDependencies, 'registration' | 'secureCookies' | 'documents' | 'keyring'>> = {},
): Promise<TestIdentity> {
  const clock = new ManualClock();
  const ids = new IdGenerator(clock, 1);
  const documents = options.documents ?? (await openMemoryDocuments());
  const keyring = options.keyring ?? memoryKeyring();
  const audit = await createAudit({ documents, keyring, clock, ids });
  const identity = await createIdentity({countRequest: async () => {},
    registration: 'closed',
    secureCookies: false,
    cache: new MemoryCache(clock),
    idempotency: await Idempotency.open(documents, keyring, clock),
    clock,
    ids,
    audit,
    ...options,
    documents,
    keyring,
  });
  return {
    identity,
    audit,
    documents,
    clock,
    async person(name, { instanceAdmin = false } = {}) {
      const email = `${name.toLowerCase()}@example.com`;
      const user = await createAccount(identity.parts, { email, name, password: PASSWORD, instanceAdmin });
      return { user, principal: { userId: user.id, instanceAdmin, via: 'session', credentialId: `session of ${name}` } };
    },
    async refusals() {
      const { items } = await audit.stores.entries.find({ limit: 1000 });
      return items.filter((entry) => entry.outcome === 'refused').map((entry) => entry.action);
    },
  };
}
