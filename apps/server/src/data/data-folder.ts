import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** The folder with all data of an embedded installation, held by this process alone. */
export interface DataFolder {
  readonly path: string;
  /** Frees the folder for the next process. A kill frees it too. */
  release(): Promise<void>;
}

/** How long to wait for a folder that another process holds. */
export interface DataFolderOptions {
  /** Milliseconds; 15,000 where absent. */
  readonly waitFor?: number;
  /** Told once, before waiting, who holds the folder. */
  readonly onWait?: (holder: string) => void;
  /** Opens it for a restore too, which may have been broken off before. */
  readonly restoring?: boolean;
}

/** In the data folder while a backup is restored: there may be a part of the data, and nobody may start on it. */
export const RESTORING = '=restoring';

/** The data folder cannot be used; the message is one line that says why and what to do. */
export class DataFolderUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataFolderUnusable';
  }
}

const RETRY_EVERY = 100;
const SQLITE_BUSY = 5;

/**
 * Makes the folder where it is missing, readable by its owner alone, and locks it: an exclusive
 * transaction is held on its `lock.db`, which ends with the process however that dies. So having
 * the lock proves every earlier owner dead. Throws `DataFolderUnusable`.
 */
export async function openDataFolder(path: string, options: DataFolderOptions = {}): Promise<DataFolder> {
  const { waitFor = 15_000, onWait, restoring = false } = options;
  const lock = await openLock(path);
  try {
    for (let waited = 0; !take(lock); waited += RETRY_EVERY) {
      const holder = await readHolder(path);
      if (waited === 0) onWait?.(holder);
      if (waited >= waitFor) {
        throw new DataFolderUnusable(
          `The data folder ${path} is in use by ${holder}: stop it, or set BUCKLE_DATA_DIR to another folder.`,
        );
      }
      await pause(RETRY_EVERY);
    }
    if (!restoring) await refuseHalfRestored(path);
    await writeFile(holderFile(path), `process ${process.pid}`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    path,
    async release() {
      await rm(holderFile(path), { force: true });
      lock.close();
    },
  };
}

async function refuseHalfRestored(path: string): Promise<void> {
  const isThere = await access(join(path, RESTORING)).then(() => true, () => false);
  if (!isThere) return;
  throw new DataFolderUnusable(
    `A restore into the data folder ${path} was broken off: run "npm start -- restore FILE" again, or remove what is in the folder.`,
  );
}

/** Makes a folder and those above it. Node's own way (`recursive`) never ends where the system says of a parent that is there that it is not, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}

async function openLock(path: string): Promise<DatabaseSync> {
  try {
    await makeFolder(path);
    return new DatabaseSync(join(path, 'lock.db'), { timeout: 0 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderUnusable(
      `The data folder ${path} cannot be opened (${reason}): make it writable, or set BUCKLE_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** Tries to take the lock. */
function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}

/** Beside the lock, because nobody can read inside it while it is held. */
function holderFile(path: string): string {
  return join(path, 'lock.holder');
}

async function readHolder(path: string): Promise<string> {
  try {
    return (await readFile(holderFile(path), 'utf8')) || 'another process';
  } catch {
    return 'another process'; // It has the lock and is about to write its name, or cannot.
  }
}
