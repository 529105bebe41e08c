import { resolve } from 'node:path';
import { documentsCopy } from '../commands/backup/copy-documents.ts';
import { inWords, size } from '../commands/backup/in-words.ts';
import { restoreBackup } from '../commands/backup/restore-backup.ts';
import { writeBackup } from '../commands/backup/write-backup.ts';
import { Progress } from '../commands/progress.ts';
import type { Settings } from '../config.ts';
import { SystemClock } from '#kernel/clock.ts';
import { fingerprintOf, masterKeyPath } from '#services/storage/index.ts';
import { findMasterKey } from './master-key.ts';
import { CommandRefused, operatorOf } from './operate.ts';
import { version } from './version.ts';

/** Where a backup command works: the file as it was given, where its progress is shown, and what stops it. */
export interface BackupCommand {
  readonly file: string;
  readonly out: ConstructorParameters<typeof Progress>[0];
  readonly signal: AbortSignal;
}

/** Backs the data folder up; returns what is printed. */
export async function backUp(settings: Settings, { file, out, signal }: BackupCommand): Promise<string> {
  if (settings.mongodbUrl !== undefined) {
    throw new CommandRefused(
      'The documents are in the MongoDB of BUCKLE_MONGODB_URL, which this does not copy: back them up with mongodump, ' +
        `and then copy ${settings.dataDir}/files.`,
    );
  }
  const operate = await operatorOf(settings);
  const made = await writeBackup({
    folder: settings.dataDir,
    target: placeOf(file),
    version,
    clock: new SystemClock(),
    progress: new Progress(out),
    signal,
    copyDocuments: async (watch) => documentsCopy.parse(JSON.parse(await operate('copy-documents', undefined, watch))),
  });
  await operate('note-backup', JSON.stringify({ takenAt: made.takenAt, bytes: made.bytes }));
  const key = settings.masterKey === undefined ? masterKeyPath(settings.dataDir) : 'the value of BUCKLE_MASTER_KEY';
  return [
    `The backup is ${made.path} (${size(made.bytes)}; ${inWords(made.files)} stored in it).`,
    `Everything that was acknowledged before ${new Date(made.takenAt).toISOString()} is in it.`,
    '',
    `THE MASTER KEY IS NOT IN IT. Without the key with the fingerprint ${made.masterKeys.join(' or ')} nobody can open this backup.`,
    `Keep a copy of that key, and not beside the backup: ${key}`,
  ].join('\n');
}

/** Restores a backup into the data folder; returns what is printed. */
export async function restore(settings: Settings, { file, out, signal }: BackupCommand): Promise<string> {
  if (settings.mongodbUrl !== undefined) {
    throw new CommandRefused('The documents are in the MongoDB of BUCKLE_MONGODB_URL: restore them with mongorestore, or take that setting away.');
  }
  const masterKey = await findMasterKey(settings);
  const { files, takenAt, masterKeys } = await restoreBackup({
    source: placeOf(file),
    folder: settings.dataDir,
    fingerprint: masterKey && fingerprintOf(masterKey),
    progress: new Progress(out),
    signal,
  });
  return [
    `The data of ${takenAt} is restored in ${settings.dataDir} (with ${inWords(files)}).`,
    masterKey
      ? 'Its master key is there: run "npm start".'
      : `It needs the master key with the fingerprint ${masterKeys.join(' or ')}: put it at ${masterKeyPath(settings.dataDir)}, ` +
        'or set BUCKLE_MASTER_KEY. Then run "npm start".',
  ].join('\n');
}

/** A path as its user meant it: npm runs commands in the folder of the package, wherever it was called. */
function placeOf(file: string): string {
  const from = process.env['npm_lifecycle_event'] === undefined ? undefined : process.env['INIT_CWD'];
  // A separator at the end asks for a folder.
  return `${resolve(from ?? '.', file)}${/[\\/]$/.test(file) ? '/' : ''}`;
}
