import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Keyring } from '#services/storage/index.ts';
import { cutChains } from './cut-chains.ts';
import { AuditLog } from './audit-log.ts';
import { type AuditStores, openAuditStores } from './entry.ts';
import { type Verification, verifyChains } from './verify-chains.ts';

export type { Actor, AuditedResource } from './audit-log.ts';
export type { AuditDetails, AuditEntry } from './entry.ts';
export { auditRoutes } from './routes.ts';
export { type AuditAccess, type AuditSearch, searchAudit } from './search-audit.ts';
export type { ChainBreak, Verification } from './verify-chains.ts';

/** The audit log of an installation, as one process writes and reads it. */
export interface Audit {
  /** See `AuditLog.record`. */
  readonly record: AuditLog['record'];
  /** See `AuditLog.change`. */
  readonly change: AuditLog['change'];
  /** See `AuditLog.attempt`. */
  readonly attempt: AuditLog['attempt'];
  /** See `cutChains`; what was removed is recorded. */
  cut(before: number): Promise<number>;
  /** Walks every chain and names the first break. */
  verify(): Promise<Verification>;
  readonly stores: AuditStores;
}

/** Opens the audit log. */
export async function createAudit(deps: {
  readonly documents: Documents;
  readonly keyring: Pick<Keyring, 'secret'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}): Promise<Audit> {
  const stores = await openAuditStores(deps.documents);
  const key = createSecretKey(await deps.keyring.secret('audit'));
  return auditOver(stores, key, deps.clock, deps.ids);
}

/** The audit log as one more process would open it. */
export function auditOver(stores: AuditStores, key: KeyObject, clock: Clock, ids: IdGenerator): Audit {
  const log = new AuditLog(stores, key, clock, ids);
  return {
    record: log.record.bind(log),
    change: log.change.bind(log),
    attempt: log.attempt.bind(log),
    async cut(before) {
      const entries = await cutChains(stores, key, before);
      if (entries > 0) await log.record({}, 'audit.cut', { type: 'instance', id: 'instance' }, 'done', { entries, before: new Date(before).toISOString() });
      return entries;
    },
    verify: () => verifyChains(stores, key, log.end),
    stores,
  };
}
