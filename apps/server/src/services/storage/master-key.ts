import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyWrapper } from './key-wrapper.ts';

const KEY_BYTES = 32;

/** The names of the files in a data folder that hold its master key, and the next one. */
export const MASTER_KEY = 'master.key';
export const NEXT_MASTER_KEY = 'master.key.next';

/** Where a data folder keeps its master key when the environment gives none. */
export function masterKeyPath(folder: string): string {
  return join(folder, MASTER_KEY);
}

/** Where the next master key waits while everything is wrapped for it. */
export function nextMasterKeyPath(folder: string): string {
  return join(folder, NEXT_MASTER_KEY);
}

/** A new random master key. */
export function newMasterKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Says which master key it is, and nothing about it. */
export function fingerprintOf(key: Buffer): string {
  return new KeyWrapper(key).fingerprint;
}

/** A file that should hold a master key holds none. */
export class MasterKeyDamaged extends Error {
  constructor(path: string) {
    super(`${path} does not hold a master key (${KEY_BYTES} bytes as base64): put back your copy of it.`);
    this.name = 'MasterKeyDamaged';
  }
}

/** The key in a file; undefined where there is no file. Throws `MasterKeyDamaged`. */
export async function readMasterKey(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) throw new MasterKeyDamaged(path);
  return key;
}

/** Writes a key file that only its owner can read, whole or not at all, durably. */
export async function writeMasterKey(path: string, key: Buffer): Promise<void> {
  const draft = `${path}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${key.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(join(path, '..'), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
