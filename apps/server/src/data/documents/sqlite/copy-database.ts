import { open, rm } from 'node:fs/promises';
import { backup, type DatabaseSync } from 'node:sqlite';
import type { CopyOptions } from '../port.ts';
import { isLocked } from './errors.ts';

/**
 * Pages that are copied at once, outside of the event loop. Whoever reads or writes meanwhile waits
 * for these pages at most, since SQLite lets only one thread at a connection.
 */
const PAGES_A_STEP = 64;
/** Pages after which the copy is put on the disk, so that little is left for the last step, which holds everything up. */
const PAGES_A_SYNC = 2048;
const ATTEMPTS = 100;

/**
 * Copies an open database into a new file. The copy is made through the connection that also writes,
 * so that SQLite brings every commit of the meantime into it and never has to begin again.
 */
export async function copyDatabase(database: DatabaseSync, path: string, options: CopyOptions = {}): Promise<void> {
  try {
    for (let attempt = 1; !(await tryToCopy(database, path, options)); attempt += 1) {
      if (attempt === ATTEMPTS) throw new Error('The documents are written without a pause: try again.');
    }
    options.signal?.throwIfAborted();
  } catch (error) {
    await removeDatabase(path);
    throw error;
  }
}

/** False where the first step fell between the writes of a commit, whereupon Node gives up; at later ones it waits. */
async function tryToCopy(database: DatabaseSync, path: string, { signal, onProgress }: CopyOptions): Promise<boolean> {
  await removeDatabase(path);
  signal?.throwIfAborted();
  onProgress?.(0);
  const file = await open(path, 'wx', 0o600);
  let syncing: Promise<void> | undefined;
  let unsynced = 0;
  const sync = async (): Promise<void> => {
    unsynced = 0;
    // A disk that fails here fails SQLite's own flush at the end too.
    await Promise.allSettled([file.sync()]);
    syncing = undefined;
  };
  try {
    await backup(database, path, {
      rate: PAGES_A_STEP,
      progress({ totalPages, remainingPages }) {
        // What is thrown here ends the copying.
        signal?.throwIfAborted();
        onProgress?.(1 - remainingPages / totalPages);
        unsynced += PAGES_A_STEP;
        if (unsynced >= PAGES_A_SYNC) syncing ??= sync();
      },
    });
    return true;
  } catch (error) {
    if (isLocked(error)) return false;
    throw error;
  } finally {
    await syncing;
    await file.close();
  }
}

/** Removes a database's file, and the one that SQLite may have left beside it. */
async function removeDatabase(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}-journal`, { force: true });
}
