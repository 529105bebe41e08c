import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { Keyring, masterKeyPath, readMasterKey, WrongMasterKey, writeMasterKey } from '#services/storage/index.ts';
import { addMasterKey, finishMasterKeyRotation, rotateKeptMasterKey } from './rotate-master-key.ts';

const FIRST = randomBytes(32);

let folder: string;
let disk: Disk;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-rotate-'));
  await writeMasterKey(masterKeyPath(folder), FIRST);
  disk = new Disk();
});
afterEach(() => rm(folder, { recursive: true }));

/** Opens the keyring with the key that the folder keeps, as a start does. */
async function start(options?: { stopAfter: number }): Promise<{ keyring: Keyring; stopped: Promise<void> }> {
  const key = await readMasterKey(masterKeyPath(folder));
  const documents = await disk.open(options);
  if (!key) throw new Error('The folder keeps no key.');
  return { keyring: await Keyring.open(documents, key), stopped: documents.stopped };
}

describe('rotating the master key that a data folder keeps', () => {
  it('replaces it in the folder, and the one before opens nothing', async () => {
    const { keyring } = await start();
    const key = await rotateKeptMasterKey(folder, keyring);
    expect(await readMasterKey(masterKeyPath(folder))).toEqual(key);
    expect(key).not.toEqual(FIRST);
    expect(await readdir(folder)).toEqual(['master.key']);
    await expect(Keyring.open(await disk.open(), FIRST)).rejects.toThrow(WrongMasterKey);
    expect((await start()).keyring.fingerprint).toBe(keyring.fingerprint);
  });

  // Three keys, each wrapped twice.
  it.each([1, 2, 3, 4, 5, 6])('killed after %i commits, is finished by the next start', async (stopAfter) => {
    const before = await start();
    const sealed = (await before.keyring.keys('w')).seal('hello', 'here');
    const secret = await before.keyring.secret('tokens');

    const killed = await start({ stopAfter });
    await Promise.race([rotateKeptMasterKey(folder, killed.keyring), killed.stopped]);
    const { keyring } = await start();
    await finishMasterKeyRotation(folder, keyring);

    expect(await readdir(folder)).toEqual(['master.key']);
    const after = (await start()).keyring;
    expect((await after.open('w', sealed, 'here')).toString()).toBe('hello');
    expect(await after.secret('tokens')).toEqual(secret);
    await expect(Keyring.open(await disk.open(), FIRST)).rejects.toThrow(WrongMasterKey);
  });

  it('has nothing to finish where none was begun', async () => {
    const { keyring } = await start();
    expect(await finishMasterKeyRotation(folder, keyring)).toBeUndefined();
    expect(await readMasterKey(masterKeyPath(folder))).toEqual(FIRST);
  });
});

describe('a master key that the environment gives', () => {
  it('opens everything beside the new one, until that is in use and the next is made', async () => {
    const { keyring } = await start();
    const text = await addMasterKey(keyring);
    const second = Buffer.from(text, 'base64');
    expect(second).toHaveLength(32);
    await Keyring.open(await disk.open(), FIRST);
    const restarted = await Keyring.open(await disk.open(), second);
    const third = Buffer.from(await addMasterKey(restarted), 'base64');
    await Keyring.open(await disk.open(), third);
    await Keyring.open(await disk.open(), second);
    await expect(Keyring.open(await disk.open(), FIRST)).rejects.toThrow(WrongMasterKey);
  });
});
