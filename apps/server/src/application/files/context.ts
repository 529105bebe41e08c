import type { Audit } from '#application/audit/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { WorkspaceLimits } from '#application/limits/index.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Keyring, SealedCollection, SealedFiles } from '#services/storage/index.ts';
import type { ProcessRegistry } from '#services/work/index.ts';
import type { FileDocument } from './file-document.ts';
import type { FileTotal } from './stored-bytes.ts';
import type { Upload } from './uploads.ts';

/** What the operations on files are given when they are built. */
export interface FilesDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly storage: SealedFiles;
  readonly identity: Identity;
  readonly audit: Pick<Audit, 'attempt'>;
  readonly limits: WorkspaceLimits;
  readonly idempotency: Idempotency;
  readonly processes: Pick<ProcessRegistry, 'id' | 'forgotten'>;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}

/** What each operation works with. */
export interface FilesContext extends FilesDependencies {
  readonly files: SealedCollection<FileDocument>;
  readonly totals: Collection<FileTotal>;
  readonly uploads: Collection<Upload>;
}
