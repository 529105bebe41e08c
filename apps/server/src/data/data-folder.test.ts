import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderUnusable, openDataFolder } from './data-folder.ts';

let parent: string;
let path: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'buckle-folder-'));
  path = join(parent, 'deep', 'data');
});

afterEach(() => rm(parent, { recursive: true }));

describe('a data folder', () => {
  it('is made for its owner alone', async () => {
    const folder = await openDataFolder(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await folder.release();
  });

  it('is held by one at a time, and names its holder in one line', async () => {
    const folder = await openDataFolder(path);
    const told: string[] = [];
    const second = openDataFolder(path, { waitFor: 0, onWait: (holder) => told.push(holder) });
    await expect(second).rejects.toThrow(DataFolderUnusable);
    await expect(second).rejects.toThrow(new RegExp(`^[^\\n]*in use by process ${process.pid}[^\\n]*$`));
    expect(told).toEqual([`process ${process.pid}`]);
    await folder.release();
    await (await openDataFolder(path, { waitFor: 0 })).release();
  });

  it('is waited for without blocking the event loop', async () => {
    const folder = await openDataFolder(path);
    const second = await openDataFolder(path, { onWait: () => setImmediate(() => void folder.release()) });
    expect(second.path).toBe(path);
    await second.release();
  });

  it('is freed by a kill of its holder', async () => {
    const script = `
      const { openDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
      await openDataFolder(${JSON.stringify(path)});
      console.log('held');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      await expect(openDataFolder(path, { waitFor: 0 })).rejects.toThrow(`process ${holder.pid}`);
    } finally {
      holder.kill('SIGKILL');
    }
    await (await openDataFolder(path)).release();
  });

  it.skipIf(process.platform !== 'linux')('is refused where the system lets nobody make one', async () => {
    await expect(openDataFolder('/proc/nope/data')).rejects.toThrow(DataFolderUnusable);
  });

  it('that cannot be made is refused in one line', async () => {
    await writeFile(join(parent, 'deep'), 'a file in the way');
    const refused = openDataFolder(path);
    await expect(refused).rejects.toThrow(DataFolderUnusable);
    await expect(refused).rejects.toThrow(/^[^\n]*cannot be opened[^\n]*BUCKLE_DATA_DIR[^\n]*$/);
  });
});
