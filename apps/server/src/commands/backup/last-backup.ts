import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isCode } from '#data/files/folder/durable.ts';

const lastBackup = z.object({
  /** Everything that was acknowledged before it is in the backup. */
  takenAt: z.number(),
  bytes: z.number(),
});

/** What a data folder remembers of the last backup that was made of it. */
export type LastBackup = z.output<typeof lastBackup>;

/** The last backup of a data folder; undefined where there is none that it knows of. */
export async function readLastBackup(folder: string): Promise<LastBackup | undefined> {
  try {
    return lastBackup.parse(JSON.parse(await readFile(pathIn(folder), 'utf8')));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Remembers a backup, as `LastBackup` in JSON; for the command's channel. */
export async function writeLastBackup(folder: string, told: string | undefined): Promise<string> {
  const made = lastBackup.parse(JSON.parse(told ?? ''));
  const draft = `${pathIn(folder)}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(made)}\n`);
  } finally {
    await file.close();
  }
  await rename(draft, pathIn(folder));
  return '';
}

function pathIn(folder: string): string {
  return join(folder, 'last-backup.json');
}
