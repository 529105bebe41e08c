import { open, rm } from 'node:fs/promises';
import { backup, type DatabaseSync } from 'node:sqlite';
import type { CopyOptions } from '../port.ts';
import type { GroupCommit } from './group-commit.ts';

/**
 * Pages that are copied at once, outside of the event loop. Whoever reads or writes meanwhile waits
 * for these pages at most, since SQLite lets only one thread at a connection.
 */
const PAGES_A_STEP = 64;
/** Pages after which the copy is put on the disk, so that little is left for the last step, which holds everything up. */
const PAGES_A_SYNC = 2048;

/**
 * Copies an open database into a new file. The copy is made through the connection that also writes,
 * so that SQLite brings every commit of the meantime into it and never has to begin again. Commits are
 * made between its steps: a step that fell between the writes of a commit would copy nothing, which
 * Node takes for a failure where it is the first.
 */
export async function copyDatabase(
  database: DatabaseSync,
  writer: GroupCommit,
  path: string,
  { signal, onProgress }: CopyOptions = {},
): Promise<void> {
  signal?.throwIfAborted();
  await removeDatabase(path);
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
    writer.hold();
    await backup(database, path, {
      rate: PAGES_A_STEP,
      progress({ totalPages, remainingPages }) {
        // What is thrown here ends the copying.
        signal?.throwIfAborted();
        onProgress?.(1 - remainingPages / totalPages);
        unsynced += PAGES_A_STEP;
        if (unsynced >= PAGES_A_SYNC) syncing ??= sync();
        writer.release();
        writer.hold();
      },
    });
    signal?.throwIfAborted();
  } catch (error) {
    await removeDatabase(path);
    throw error;
  } finally {
    writer.release();
    await syncing;
    await file.close();
  }
}

/** Removes a database's file, and the one that SQLite may have left beside it. */
async function removeDatabase(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}-journal`, { force: true });
}
