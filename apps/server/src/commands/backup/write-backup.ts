import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { CopyOptions } from '#data/documents/port.ts';
import { isCode } from '#data/files/folder/durable.ts';
import type { Progress } from '../progress.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { documentsCopyPath, type DocumentsCopy } from './copy-documents.ts';
import { BackupRefused, FILES } from './format.ts';
import { inWords, percent } from './in-words.ts';
import { storedFiles } from './stored-files.ts';

/** What a backup is made of, and where it goes. */
export interface BackupParts {
  /** The data folder. */
  readonly folder: string;
  /** The file to make, or a folder to make one in that has the time in its name. */
  readonly target: string;
  readonly version: string;
  readonly clock: { now(): number };
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Has whoever holds the data folder copy its documents to `documentsCopyPath`. */
  readonly copyDocuments: (options: CopyOptions) => Promise<DocumentsCopy>;
}

/** What was made. */
export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly files: { readonly count: number; readonly bytes: number };
  /** Everything that was acknowledged before it is in the backup; milliseconds since 1970. */
  readonly takenAt: number;
  readonly masterKeys: readonly string[];
}

/**
 * Makes a backup of a data folder, in use or not. A document is stored after its files, so the files
 * that were there when the documents had been copied are all that these speak of: most are copied
 * before, and those that came meanwhile after. Throws `BackupRefused`, and leaves nothing.
 */
export async function writeBackup({ folder, target, version, clock, progress, signal, copyDocuments }: BackupParts): Promise<Backup> {
  const startedAt = clock.now();
  const path = await placeOf(target, startedAt);
  refuseInside(path, folder);
  const archive = await ArchiveWriter.create(path, startedAt);
  try {
    const copied = new Set<string>();
    const copyFiles = async (): Promise<void> => {
      for await (const { path: name, size, file } of storedFiles(join(folder, 'files'), copied)) {
        await archive.addFile(`${FILES}${name}`, size, stoppable(read(file), signal));
        progress.at(inWords(archive.files));
      }
    };
    progress.step('Copying the files');
    await copyFiles();
    progress.step('Copying the documents');
    const { takenAt, masterKeys } = await copyDocuments({ signal, onProgress: (done) => progress.at(percent(done)) });
    const documents = await openAndRemove(documentsCopyPath(folder));
    try {
      progress.step('Copying the files that came meanwhile');
      await copyFiles();
      progress.step('Writing the documents');
      const { size } = await documents.stat();
      await archive.addDocuments(size, stoppable(read(documents), signal));
    } finally {
      await documents.close();
    }
    await archive.finish({ version, takenAt, masterKeys });
    return { path, bytes: archive.bytes, files: archive.files, takenAt, masterKeys };
  } catch (error) {
    await archive.discard();
    throw error;
  } finally {
    progress.end();
  }
}

/** The file that a backup goes to; it must not be there. */
async function placeOf(target: string, now: number): Promise<string> {
  const found = await statIfThere(target);
  const isFolder = found?.isDirectory() === true || target.endsWith(sep);
  const path = isFolder ? join(target, `buckle-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}.tar`) : resolve(target);
  if (await statIfThere(path)) {
    throw new BackupRefused(`${path} is there already: name another file, or a folder.`);
  }
  return path;
}

/** A backup beside what it is of would be lost with it. */
function refuseInside(path: string, folder: string): void {
  if (path.startsWith(`${resolve(folder)}${sep}`)) {
    throw new BackupRefused(`${path} is inside of the data folder: name a place outside of it, best on another machine.`);
  }
}

async function statIfThere(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Opens a file and takes its name away, so that it is gone however this process ends. */
async function openAndRemove(path: string): Promise<FileHandle> {
  const file = await open(path);
  await rm(path);
  return file;
}

function read(file: FileHandle): AsyncIterable<Buffer> {
  return file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 });
}

async function* stoppable(pieces: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}
