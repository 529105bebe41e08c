import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { filesCases } from '../cases.ts';
import { openFolderFiles } from './folder-files.ts';

filesCases('in a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-files-'));
  let files = await openFolderFiles(folder);
  return {
    files,
    reopen: async () => {
      await files.close();
      files = await openFolderFiles(folder);
      return files;
    },
    end: async () => {
      await files.close();
      await rm(folder, { recursive: true });
    },
  };
});

it('forgets what a killed process had begun, and leaves no empty folders', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-files-'));
  try {
    await mkdir(join(folder, '=incoming'));
    await writeFile(join(folder, '=incoming', 'half'), 'half');
    const files = await openFolderFiles(folder);
    expect(await readdir(join(folder, '=incoming'))).toEqual([]);
    await files.put('a/b/c', Readable.from([Buffer.from('x')]));
    await files.delete('a/b/c');
    expect(await readdir(folder)).toEqual(['=incoming']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
