import type { Audit } from '#application/audit/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { Work, WorkKind } from '#services/work/index.ts';

/** A part of what a workspace holds. */
export interface WorkspacePart {
  /** As those see it who watch: `files`. */
  readonly name: string;
  /**
   * Removes it, page by page; may be done again. Throws where it has to be tried again later.
   */
  readonly remove: (workspaceId: string, watch: RemovalWatch) => Promise<unknown>;
}

/** What deletion is given when it is built. */
export interface DeletionDependencies {
  readonly work: Work;
  readonly identity: Identity;
  readonly audit: Pick<Audit, 'attempt'>;
  readonly keyring: Pick<Keyring, 'shred'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  /** What lets somebody in from outside: it is gone before a deletion is acknowledged. */
  readonly doors: readonly WorkspacePart[];
  /** Everything else that a workspace holds, in the order in which it is removed. */
  readonly parts: readonly WorkspacePart[];
}

/** What the deletion of a workspace is started with. */
export interface WorkspaceDeletionInput {
  readonly workspaceId: string;
}

/** What the deletion of a user is started with. */
export interface UserDeletionInput {
  readonly userId: string;
  readonly personalWorkspaceId: string;
}

/** What each operation works with. */
export interface DeletionContext extends DeletionDependencies {
  readonly workspaceKind: WorkKind<WorkspaceDeletionInput, undefined>;
  readonly userKind: WorkKind<UserDeletionInput, undefined>;
}
