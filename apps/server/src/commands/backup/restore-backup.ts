import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDataFolder, RESTORING } from '#data/data-folder.ts';
import { isCode, makeFolder, syncFolder } from '#data/files/folder/durable.ts';
import { NEXT_MASTER_KEY, MASTER_KEY } from '#services/storage/index.ts';
import type { Progress } from '../progress.ts';
import { readArchive } from './archive-reader.ts';
import { BackupRefused, DOCUMENTS, type Manifest } from './format.ts';
import { percent, size } from './in-words.ts';

/** What is restored, and where to. */
export interface RestoreParts {
  /** The backup. */
  readonly source: string;
  /** The data folder. */
  readonly folder: string;
  /** The fingerprint of the master key that the settings or the data folder give, if they do. */
  readonly fingerprint: string | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What a data folder may hold before anything was stored in it: its key, and what a start that failed has left. */
function isNoData(name: string): boolean {
  return name === MASTER_KEY || name === NEXT_MASTER_KEY || name === 'operator.sock' || name.startsWith('lock.');
}

/**
 * Restores a backup into a data folder that holds nothing but perhaps its master key. The backup is
 * read twice: nothing is touched before every byte of it was found right, and the data gets its place
 * only when all of it is on the disk. Until then no server starts on the folder. Throws
 * `BackupRefused`, and leaves the folder as it was.
 */
export async function restoreBackup({ source, folder, fingerprint, progress, signal }: RestoreParts): Promise<Manifest> {
  const bytes = await sizeOf(source);
  const onProgress = (read: number): void => progress.at(percent(read / bytes));
  try {
    await checkFolder(folder);
    progress.step('Checking the backup');
    const content = await readArchive(source, { signal, onProgress });
    checkKey(content, fingerprint);
    const held = await openDataFolder(folder, { waitFor: 0, restoring: true });
    try {
      await checkFolder(folder);
      await checkSpace(folder, bytes);
      progress.step('Restoring');
      await restoreInto(folder, (onMember) => readArchive(source, { signal, onProgress, onMember }));
    } finally {
      await held.release();
    }
    return content;
  } finally {
    progress.end();
  }
}

async function restoreInto(
  folder: string,
  readMembers: (onMember: (name: string, body: AsyncIterable<Buffer>) => Promise<void>) => Promise<unknown>,
): Promise<void> {
  const staged = join(folder, RESTORING);
  // What a restore that was killed has left: no server can have started on it.
  const isLeft = await stat(staged).then(() => true, () => false);
  if (isLeft) await removeData(folder);
  await makeFolder(join(staged, 'files'));
  try {
    await readMembers((name, body) => writeNew(join(staged, name), body));
    await syncFolder(staged);
    await rename(join(staged, 'files'), join(folder, 'files'));
    await rename(join(staged, DOCUMENTS), join(folder, DOCUMENTS));
    await syncFolder(folder);
  } catch (error) {
    await removeData(folder);
    throw fullDisk(error, folder) ?? error;
  }
  await rm(staged, { recursive: true });
  await syncFolder(folder);
}

/** Removes what a restore has written, its mark last. */
async function removeData(folder: string): Promise<void> {
  await rm(join(folder, DOCUMENTS), { force: true });
  await rm(join(folder, 'files'), { recursive: true, force: true });
  await syncFolder(folder);
  await rm(join(folder, RESTORING), { recursive: true, force: true });
  await syncFolder(folder);
}

async function writeNew(path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of body) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

async function checkFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  if (names.includes(RESTORING)) return;
  const found = names.filter((name) => !isNoData(name));
  if (found.length === 0) return;
  throw new BackupRefused(
    `The data folder ${folder} is not empty (it has ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}): ` +
      'a backup is restored into an empty one only. Set BUCKLE_DATA_DIR to another folder, or move away what is there.',
  );
}

function checkKey({ masterKeys }: Manifest, fingerprint: string | undefined): void {
  if (fingerprint === undefined || masterKeys.includes(fingerprint)) return;
  throw new BackupRefused(
    `The backup needs the master key with the fingerprint ${masterKeys.join(' or ')}, and the one that is set has ${fingerprint}: ` +
      'set BUCKLE_MASTER_KEY to the right one, or put its master.key file into the data folder.',
  );
}

async function checkSpace(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  throw new BackupRefused(`The backup needs ${size(bytes)} in ${folder}, and ${size(bavail * bsize)} are free there: free some.`);
}

async function sizeOf(source: string): Promise<number> {
  try {
    return (await stat(source)).size;
  } catch (error) {
    throw new BackupRefused(`The backup ${source} cannot be read (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
}

function fullDisk(error: unknown, folder: string): BackupRefused | undefined {
  if (!isCode(error, 'ENOSPC', 'EDQUOT')) return undefined;
  return new BackupRefused(`There was not enough space in ${folder} after all: nothing was restored.`, { cause: error });
}
