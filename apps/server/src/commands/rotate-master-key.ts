import { rm } from 'node:fs/promises';
import {
  type Keyring,
  masterKeyPath,
  newMasterKey,
  nextMasterKeyPath,
  readMasterKey,
  writeMasterKey,
} from '#services/storage/index.ts';

/**
 * Replaces the master key that a data folder keeps. Killed at any point, it is finished by the next
 * start or the next call: the new key waits in a file of its own until it opens everything.
 */
export async function rotateKeptMasterKey(folder: string, keyring: Keyring): Promise<Buffer> {
  const next = (await readMasterKey(nextMasterKeyPath(folder))) ?? newMasterKey();
  await writeMasterKey(nextMasterKeyPath(folder), next);
  await keyring.addMaster(next);
  await writeMasterKey(masterKeyPath(folder), next);
  await keyring.moveToMaster(next);
  await rm(nextMasterKeyPath(folder));
  return next;
}

/**
 * Finishes a rotation that a kill interrupted; at every start with a key that the data folder keeps.
 * Returns the key that is in use from now on; undefined where there was nothing to finish.
 */
export async function finishMasterKeyRotation(folder: string, keyring: Keyring): Promise<Buffer | undefined> {
  return (await readMasterKey(nextMasterKeyPath(folder))) && rotateKeptMasterKey(folder, keyring);
}

/**
 * Makes a master key for an installation whose key the environment gives. Both keys open everything
 * until the key after that is made. Returns the key as `BUCKLE_MASTER_KEY` takes it.
 */
export async function addMasterKey(keyring: Keyring): Promise<string> {
  const next = newMasterKey();
  await keyring.addMaster(next);
  return next.toString('base64');
}
