import type { Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';

/** A file that a user uploaded. */
export interface FileDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  /** Of the principal that uploaded it, where it had one. */
  readonly sessionName?: string;
  /** Sealed. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** As its bytes say, not its name. */
  readonly mediaType: string;
  /** SHA-256 of the plain bytes, in hexadecimal. Sealed, since a hash tells who knows the file. */
  readonly hash: string;
  /** Where the files port has it. */
  readonly storageKey: string;
  /** Milliseconds. */
  readonly createdAt: number;
}

export function openFileCollection(documents: Documents, keyring: Keyring): Promise<SealedCollection<FileDocument>> {
  return sealedCollection<FileDocument>(documents, keyring, {
    name: 'files',
    schemaVersion: 1,
    indexes: [{ fields: ['workspaceId', 'createdAt'] }],
    sealed: ['name', 'hash'],
    scopeOf: (file) => file.workspaceId,
  });
}
