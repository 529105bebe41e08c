import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { MasterKeyMissing, masterKeyPath, readMasterKey } from '#services/storage/index.ts';
import { readSettings } from '../config.ts';
import { openKeyring } from './master-key.ts';

let folder: string;
/** Starts on the same documents, which are elsewhere than the folder, as with MongoDB. */
let start: (environment?: Record<string, string>) => ReturnType<typeof openKeyring>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-master-key-'));
  const database = new SqliteDatabase(':memory:');
  start = (environment = {}) => openKeyring(readSettings({ BUCKLE_DATA_DIR: folder, ...environment }), new SqliteDocuments(database));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a start without a master key', () => {
  it('makes one where nothing is sealed yet, for its owner alone, and the next start uses it', async () => {
    const { masterKey } = await start();
    expect(await readMasterKey(masterKeyPath(folder))).toEqual(masterKey);
    expect((await stat(masterKeyPath(folder))).mode & 0o777).toBe(0o600);
    expect((await start()).masterKey).toEqual(masterKey);
  });

  it('where data was sealed under a key writes nothing, and says in one line that its file is missing', async () => {
    const { keyring } = await start();
    await rm(masterKeyPath(folder));
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MasterKeyMissing);
    expect(String(refused)).toMatch(/^[^\n]*master\.key[^\n]*missing[^\n]*BUCKLE_MASTER_KEY[^\n]*$/);
    expect(String(refused)).toContain(keyring.fingerprint);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes none either where the environment gave the key before', async () => {
    await start({ BUCKLE_MASTER_KEY: randomBytes(32).toString('base64') });
    await expect(start()).rejects.toThrow(MasterKeyMissing);
    expect(await readdir(folder)).toEqual([]);
  });
});
