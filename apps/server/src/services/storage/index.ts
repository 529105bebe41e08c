export { INSTANCE_SCOPE, Keyring, MasterKeyMissing, type ScopeKeys, WrongMasterKey } from './keyring.ts';
export {
  fingerprintOf, MASTER_KEY, MasterKeyDamaged, masterKeyPath, newMasterKey, NEXT_MASTER_KEY, nextMasterKeyPath, readMasterKey, writeMasterKey,
} from './master-key.ts';
export { SealBroken } from './seal.ts';
export { type SealedCollection, sealedCollection, type SealedCollectionDefinition } from './sealed-collection.ts';
export { type SealedFile, SealedFiles } from './sealed-files.ts';
