import { z } from 'zod';

/**
 * A backup is a tar file of these members, in this order:
 *
 *     buckle-backup.json      what the backup is: the manifest below, filled up with spaces
 *     buckle-backup.sha256    its checksum
 *     files/…                 the stored objects, sealed, named as in the data folder
 *     documents.db            the documents (SQLite), their contents sealed
 *     checksums.sha256        the checksum of each of those, as sha256sum writes and checks them
 *
 * The master key, without which none of it can be opened, is not in it.
 */
export const MANIFEST = 'buckle-backup.json';
export const MANIFEST_CHECKSUM = 'buckle-backup.sha256';
export const FILES = 'files/';
export const DOCUMENTS = 'documents.db';
export const CHECKSUMS = 'checksums.sha256';

/** What the manifest is filled up to, in bytes: it is written last and stands first. */
export const MANIFEST_BYTES = 4096;

/** The version of the format, which rises where an older Buckle could not read it. */
export const FORMAT = 1;

const bytes = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a backup says of itself. */
export const manifest = z.strictObject({
  format: z.literal(FORMAT),
  /** The version of the Buckle that made it. */
  version: z.string(),
  startedAt: z.iso.datetime(),
  /** Everything that was acknowledged before this moment is in it. */
  takenAt: z.iso.datetime(),
  /** The fingerprints of the master keys that open it. */
  masterKeys: z.array(z.string()).min(1),
  files: z.strictObject({ count: bytes, bytes }),
  documents: z.strictObject({ bytes, sha256 }),
  checksums: z.strictObject({ bytes, sha256 }),
});

export type Manifest = z.output<typeof manifest>;

/** Made, or read, for its user in words: what is wrong with a backup or its place, and what to do. */
export class BackupRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupRefused';
  }
}

/** A line of `checksums.sha256`. */
export function checksumLine(name: string, checksum: string): string {
  return `${checksum}  ${name}\n`;
}

/** The manifest as it is written. Throws `RangeError` where it does not fit. */
export function manifestText(content: Manifest): string {
  const text = `${JSON.stringify(content, undefined, 2)}\n`;
  if (text.length > MANIFEST_BYTES) throw new RangeError('The manifest of the backup is too long.');
  return text.padEnd(MANIFEST_BYTES, ' ');
}
