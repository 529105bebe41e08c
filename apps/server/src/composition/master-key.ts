import type { Documents } from '#data/documents/port.ts';
import { Keyring, masterKeyPath, newMasterKey, readMasterKey, writeMasterKey } from '#services/storage/index.ts';
import type { Settings } from '../config.ts';

/**
 * Opens the keys of an instance with its master key: the environment's, else the data folder's, which
 * is made at the first start. Throws `MasterKeyDamaged`, `WrongMasterKey` and `MasterKeyMissing`.
 */
export async function openKeyring(settings: Settings, documents: Documents): Promise<{ keyring: Keyring; masterKey: Buffer }> {
  const found = await findMasterKey(settings);
  if (found) return { keyring: await Keyring.open(documents, found), masterKey: found };
  const masterKey = newMasterKey();
  const keep = () => writeMasterKey(masterKeyPath(settings.dataDir), masterKey);
  return { keyring: await Keyring.create(documents, masterKey, keep), masterKey };
}

/** The master key of an instance that was started before; undefined where there is none. */
export async function findMasterKey(settings: Settings): Promise<Buffer | undefined> {
  return settings.masterKey ?? readMasterKey(masterKeyPath(settings.dataDir));
}
