import type { Retention } from '@buckle/contract';
import type { Audit } from '#application/audit/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { Aged } from '#data/documents/aged.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Work, WorkKind } from '#services/work/index.ts';
import type { RetentionDocument } from './retention-document.ts';

/** A kind of data that workspaces keep for a time. */
export interface RetainedKind {
  readonly setting: keyof Retention;
  /** As the audit log and those who watch have it. */
  readonly name: string;
  /** Where it is, by workspace. */
  readonly things: Aged;
}

/** What retention is given when it is built. */
export interface RetentionDependencies {
  readonly documents: Documents;
  readonly identity: Pick<Identity, 'authorize' | 'workspaceIds' | 'workspaceExists'>;
  readonly audit: Pick<Audit, 'change' | 'record' | 'cut'>;
  readonly work: Pick<Work, 'start' | 'register'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly kinds: readonly RetainedKind[];
  /** What the operator has set for all workspaces. */
  readonly instance: Retention;
  /** For how many days the audit log is kept; absent for ever. */
  readonly auditDays: number | undefined;
}

/** What each operation works with. */
export interface RetentionContext extends RetentionDependencies {
  readonly retentions: Collection<RetentionDocument>;
  readonly kind: WorkKind<Record<string, never>, undefined>;
}
