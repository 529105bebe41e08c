import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Keyring, SealedCollection, SealedFiles } from '#services/storage/index.ts';
import type { FileDocument } from './file-document.ts';

/** What the operations on files are given when they are built. */
export interface FilesDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly storage: SealedFiles;
  readonly identity: Identity;
  readonly limits: WorkspaceLimits;
  readonly idempotency: Idempotency;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** What each operation works with. */
export interface FilesContext extends FilesDependencies {
  readonly files: SealedCollection<FileDocument>;
}
