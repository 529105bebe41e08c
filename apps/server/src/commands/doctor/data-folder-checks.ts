import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RESTORING } from '#data/data-folder.ts';
import { isCode } from '#data/files/folder/durable.ts';
import { MASTER_KEY } from '#services/storage/index.ts';
import { size } from '../backup/in-words.ts';
import type { Finding } from './finding.ts';

const ABOUT = 'Data folder';
const TOO_LITTLE = 512 * 1024 * 1024;
const LITTLE = 4 * 1024 ** 3;
const FOR_OTHERS = 0o077;

/** Looks at the folder of all data: whether it can be written, whose it is, and how much room it has. */
export async function checkDataFolder(folder: string, userId: number | undefined): Promise<Finding[]> {
  const found = await stat(folder).catch(missing);
  if (!found) return [await checkNewFolder(folder)];
  if (!found.isDirectory()) return [problem(`${folder} is not a folder`, 'Set BUCKLE_DATA_DIR to a folder.')];
  if (!(await isWritable(folder))) {
    return [problem(`${folder} cannot be written by this user`, 'Run Buckle as the user whose folder it is, or give that folder to this one (chown).')];
  }
  const names = await readdir(folder);
  if (names.includes(RESTORING)) {
    return [problem('a restore into it was broken off', 'Run "npm start -- restore FILE" again, or remove what is in the folder.')];
  }
  const findings: Finding[] = [];
  const foreign = await foreignNames(folder, names, userId);
  if (foreign.length > 0) {
    findings.push(problem(`${foreign.join(', ')} in ${folder} belong to another user`, 'Give them to the user that runs Buckle (chown -R), and run its commands as that user.'));
  }
  if ((found.mode & FOR_OTHERS) !== 0) {
    findings.push({ level: 'warning', about: ABOUT, text: `${folder} is open to other users of this machine`, advice: `chmod 700 ${folder}` });
  }
  return [...findings, await checkSpace(folder)];
}

/** Looks at the file of the master key, where there is one; `given` says whether the environment gives a key. */
export async function checkMasterKeyFile(folder: string, given: boolean): Promise<Finding[]> {
  const about = 'Master key';
  const path = join(folder, MASTER_KEY);
  const found = await stat(path).catch(missing);
  if (given) {
    if (!found) return [];
    return [{ level: 'note', about, text: `BUCKLE_MASTER_KEY is used, and ${path} is not`, advice: 'Move that file away if it is another key, so that nobody takes it for the right one.' }];
  }
  if (!found || (found.mode & FOR_OTHERS) === 0) return [];
  return [{ level: 'problem', about, text: `other users of this machine can read ${path}`, advice: `chmod 600 ${path}` }];
}

async function checkNewFolder(folder: string): Promise<Finding> {
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (!(await stat(above).catch(missing))) continue;
    if (await isWritable(above)) return { level: 'ok', about: ABOUT, text: `${folder} is made at the first start` };
    return problem(`${folder} is not there, and ${above} cannot be written`, `Make it for the user that runs Buckle, or set BUCKLE_DATA_DIR.`);
  }
}

async function checkSpace(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${folder}, ${size(free)} free`;
  if (free < TOO_LITTLE) return problem(text, 'Free some space now: with a full disk nothing is stored and the server is not ready.');
  if (free < LITTLE) return { level: 'warning', about: ABOUT, text, advice: 'Free some space, or move the folder to a larger disk.' };
  return { level: 'ok', about: ABOUT, text };
}

async function foreignNames(folder: string, names: readonly string[], userId: number | undefined): Promise<string[]> {
  const foreign: string[] = [];
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(missing);
    if (found && userId !== undefined && found.uid !== userId) foreign.push(name);
  }
  return foreign;
}

function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(() => true, () => false);
}

function problem(text: string, advice: string): Finding {
  return { level: 'problem', about: ABOUT, text, advice };
}

function missing(error: unknown): undefined {
  if (!isCode(error, 'ENOENT', 'ENOTDIR')) throw error;
}
