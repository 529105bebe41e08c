import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { CopyOptions, Documents } from '#data/documents/port.ts';
import type { Keyring } from '#services/storage/index.ts';
import { size } from './in-words.ts';

/** What must stay free in the data folder beside a copy of its documents, in bytes. */
const ROOM = 256 * 1024 * 1024;
/** A step of the progress that is worth telling. */
const HUNDREDTH = 0.01;

/** What is told of the copy that was made, from one process to the other. */
export const documentsCopy = z.object({
  /** What was acknowledged before it is in the copy; milliseconds since 1970. */
  takenAt: z.number(),
  /** The fingerprints of the master keys that open it. */
  masterKeys: z.array(z.string()),
});

export type DocumentsCopy = z.output<typeof documentsCopy>;

/** Where the copy is made: in the data folder, since a server may not be able to write elsewhere. */
export function documentsCopyPath(folder: string): string {
  return join(folder, 'documents.copy.db');
}

/** Copies the documents of a data folder for a backup. Throws an `Error` that says why it cannot. */
export async function copyDocuments(
  { folder, documents, keyring, clock }: { folder: string; documents: Documents; keyring: Keyring; clock: { now(): number } },
  { signal, onProgress }: CopyOptions,
): Promise<DocumentsCopy> {
  if (!documents.copyTo) throw new Error('The documents are not in the data folder: back them up with the tools of their server.');
  await checkSpace(folder);
  let takenAt = clock.now();
  let told = -1;
  await documents.copyTo(documentsCopyPath(folder), {
    ...(signal ? { signal } : {}),
    onProgress(done) {
      takenAt = clock.now();
      if (done - told < HUNDREDTH) return;
      told = done;
      onProgress?.(done);
    },
  });
  return { takenAt, masterKeys: await keyring.fingerprints() };
}

/** A copy must not fill the disk that the server writes to. */
async function checkSpace(folder: string): Promise<void> {
  const path = join(folder, 'documents.db');
  const { bavail, bsize } = await statfs(folder);
  const needed = (await stat(path)).size + ROOM;
  if (bavail * bsize >= needed) return;
  throw new Error(
    `A backup needs ${size(needed)} free in the data folder for a copy of the documents, which is removed again, and ${size(bavail * bsize)} are: free some.`,
  );
}
