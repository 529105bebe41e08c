import { masterKeyPath, newMasterKey, readMasterKey, writeMasterKey } from '#services/storage/index.ts';
import type { Settings } from '../config.ts';

/** The master key: the environment's, else the data folder's, which is made at the first start. */
export async function openMasterKey(settings: Settings): Promise<Buffer> {
  if (settings.masterKey) return settings.masterKey;
  const path = masterKeyPath(settings.dataDir);
  const kept = await readMasterKey(path);
  if (kept) return kept;
  const key = newMasterKey();
  await writeMasterKey(path, key);
  return key;
}

/** The master key of an instance that was started before; undefined where there is none. */
export async function findMasterKey(settings: Settings): Promise<Buffer | undefined> {
  return settings.masterKey ?? readMasterKey(masterKeyPath(settings.dataDir));
}
