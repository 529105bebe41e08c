import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RESTORING } from '#data/data-folder.ts';
import { checkDataFolder, checkMasterKeyFile } from './data-folder-checks.ts';

const USER = process.getuid?.();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-doctor-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

describe('the data folder', () => {
  it('is sound where it is its owner\'s and has room', async () => {
    const [only, ...more] = await checkDataFolder(folder, USER);
    expect(more).toEqual([]);
    expect(only?.text).toMatch(/[\d.]+ [GT]B free$/);
  });

  it('need not be there yet', async () => {
    expect(await checkDataFolder(join(folder, 'a', 'b'), USER)).toMatchObject([{ level: 'ok', text: expect.stringContaining('first start') as string }]);
  });

  it('must be a folder', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await checkDataFolder(join(folder, 'file'), USER)).toMatchObject([{ level: 'problem', text: expect.stringContaining('is not a folder') as string }]);
  });

  it.skipIf(USER === 0)('must be writable', async () => {
    await chmod(folder, 0o500);
    expect(await checkDataFolder(folder, USER)).toMatchObject([{ level: 'problem', text: expect.stringContaining('cannot be written') as string }]);
    expect(await checkDataFolder(join(folder, 'new'), USER)).toMatchObject([{ level: 'problem', text: expect.stringContaining('is not there, and') as string }]);
  });

  it('must not be half restored', async () => {
    await mkdir(join(folder, RESTORING));
    expect(await checkDataFolder(folder, USER)).toMatchObject([{ level: 'problem', text: expect.stringContaining('broken off') as string }]);
  });

  it('must hold nothing of another user', async () => {
    await writeFile(join(folder, 'documents.db'), '');
    const [first] = await checkDataFolder(folder, (USER ?? 0) + 1);
    expect(first).toMatchObject({ level: 'problem', text: expect.stringContaining('documents.db') as string });
  });

  it('should be closed to others', async () => {
    await chmod(folder, 0o755);
    expect((await checkDataFolder(folder, USER))[0]).toMatchObject({ level: 'warning', advice: `chmod 700 ${folder}` });
  });
});

describe('the file of the master key', () => {
  it('is for its owner alone', async () => {
    await writeFile(join(folder, 'master.key'), 'key', { mode: 0o600 });
    expect(await checkMasterKeyFile(folder, false)).toEqual([]);
    await chmod(join(folder, 'master.key'), 0o640);
    expect(await checkMasterKeyFile(folder, false)).toMatchObject([{ level: 'problem', advice: expect.stringContaining('chmod 600') as string }]);
  });

  it('is of no use beside a key of the environment', async () => {
    expect(await checkMasterKeyFile(folder, true)).toEqual([]);
    await writeFile(join(folder, 'master.key'), 'key', { mode: 0o600 });
    expect(await checkMasterKeyFile(folder, true)).toMatchObject([{ level: 'note' }]);
  });
});
