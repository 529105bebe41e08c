import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as contract from '@buckle/contract';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { RESTORING } from '#data/data-folder.ts';
import { BackupRefused, MANIFEST_BYTES } from '../commands/backup/format.ts';
import { BLOCK_BYTES } from '../commands/backup/tar.ts';
import { readSettings, type Settings } from '../config.ts';
import { backUp, restore } from './backups.ts';
import { CommandRefused } from './operate.ts';
import { type RunningServer, startServer } from './server.ts';
import { callEndpoint } from './testing/call-endpoint.ts';

const TOKEN = 'pat_0123456789abcdef0123456789abcdef';
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

let root: string;
/** A backup that nothing is wrong with, and the folder that it is of. */
let backup: string;
let source: string;
/** An empty folder for each test. */
let place: string;
let tests = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'buckle-backups-'));
  source = join(root, 'source');
  backup = join(root, 'backup.tar');
  const server = await start(settingsFor(source));
  await upload(server.address, 'a small file');
  await upload(server.address, 'x'.repeat(200_000));
  await take(settingsFor(source), backup);
  await server.stop();
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  tests += 1;
  place = join(root, `test-${tests}`);
  await mkdir(place);
});

function environmentFor(folder: string): Record<string, string> {
  return {
    BUCKLE_PORT: '0',
    BUCKLE_DATA_DIR: folder,
    BUCKLE_ADMIN_EMAIL: 'ada@example.com',
    BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
    BUCKLE_ADMIN_TOKEN: TOKEN,
    BUCKLE_STOP_DEADLINE: '0s',
  };
}

function settingsFor(folder: string, more: Record<string, string> = {}): Settings {
  return readSettings({ ...environmentFor(folder), ...more });
}

function start(settings: Settings): Promise<RunningServer> {
  return startServer(settings, { logger: pino({ level: 'silent' }), onExpelled() {} });
}

const silent = { isTTY: false, write: (_text: string) => true };

/** Stops a command when it says that it begins a step. */
function stoppedAt(step: string): { signal: AbortSignal; out: typeof silent } {
  const stopping = new AbortController();
  const write = (text: string): boolean => {
    if (text.startsWith(step)) stopping.abort(new Error('Stopped.'));
    return true;
  };
  return { signal: stopping.signal, out: { isTTY: false, write } };
}

function take(settings: Settings, file: string, signal = new AbortController().signal, out: typeof silent = silent): Promise<string> {
  return backUp(settings, { file, out, signal });
}

function putBack(settings: Settings, file: string, signal = new AbortController().signal): Promise<string> {
  return restore(settings, { file, out: silent, signal });
}

async function upload(address: string, content: string): Promise<{ id: string; content: string }> {
  const body = new FormData();
  body.append('file', new Blob([content]), 'file.txt');
  const response = await fetch(`${address}/v1/files/upload`, { method: 'POST', body, headers: { authorization: `Bearer ${TOKEN}` } });
  const { data } = (await response.json()) as { data: { id: string } };
  return { id: data.id, content };
}

/** A copy of the good backup in the test's folder, changed. */
async function changed(change: (bytes: Buffer) => Buffer): Promise<string> {
  const path = join(place, 'changed.tar');
  await writeFile(path, change(await readFile(backup)));
  return path;
}

/** What is in the folder that a restore was refused for. */
function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

describe('a backup of a server that serves', () => {
  it('holds every write that was acknowledged before, and its restore serves them with the old token', async () => {
    const settings = settingsFor(join(place, 'data'));
    const server = await start(settings);
    const { personal_workspace_id: space_id } = await callEndpoint(server.address, TOKEN, contract.getProfile);
    const files: { id: string; content: string; at: number }[] = [];
    const bots: { id: string; at: number }[] = [];
    let isWriting = true;
    const writing = [1, 2, 3].map(async (lane) => {
      for (let n = 0; isWriting; n += 1) {
        const file = await upload(server.address, `${lane} ${n} ${'x'.repeat(lane * 30_000)}`);
        files.push({ ...file, at: Date.now() });
        const { bot_id } = await callEndpoint(server.address, TOKEN, contract.createBot, { body: { space_id, name: `Bot ${lane} ${n}` } });
        bots.push({ id: bot_id, at: Date.now() });
      }
    });
    await expect.poll(() => files.length).toBeGreaterThan(5);
    const file = join(place, 'under-load.tar');
    const printed = await take(settings, file);
    isWriting = false;
    await Promise.all(writing);
    await server.stop();

    const takenAt = Date.parse(/before (\S+Z) is in it/.exec(printed)?.[1] ?? '');
    const promisedFiles = files.filter(({ at }) => at < takenAt);
    const promisedBots = bots.filter(({ at }) => at < takenAt);
    expect(promisedFiles.length).toBeGreaterThan(5);
    const restored = settingsFor(join(place, 'restored'));
    await putBack(restored, file);
    await cp(join(place, 'data', 'master.key'), join(place, 'restored', 'master.key'));
    const again = await start(restored);
    try {
      expect((await fetch(`${again.address}/readyz`)).status).toBe(200);
      for (const { id } of promisedBots) {
        const bot = await callEndpoint(again.address, TOKEN, contract.getBotDraft, { params: { bot_id: id } });
        expect(bot.revision).toBeGreaterThan(0);
      }
      const found = new Set<string>();
      for (const { id } of files) {
        await callEndpoint(again.address, TOKEN, contract.retrieveFile, { query: { file_id: id } }).then(() => found.add(id), () => undefined);
      }
      expect(promisedFiles.filter(({ id }) => !found.has(id))).toEqual([]);
      // And none of these documents lacks its file.
      const stored = await readdir(join(place, 'restored', 'files', space_id));
      expect(stored.length).toBeGreaterThanOrEqual(found.size);
    } finally {
      await again.stop();
    }
  });

  it('is for its owner alone, names the key that it needs, holds none, and is remembered', async () => {
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    const key = (await readFile(join(source, 'master.key'), 'utf8')).trim();
    const bytes = await readFile(backup);
    expect(bytes.includes(key)).toBe(false);
    expect(bytes.includes(Buffer.from(key, 'base64'))).toBe(false);
    expect((await namesIn(source)).filter((name) => name.includes('copy'))).toEqual([]);
    expect(JSON.parse(await readFile(join(source, 'last-backup.json'), 'utf8'))).toMatchObject({ bytes: bytes.length });
  });

  it('is made into a folder under the time of day, and never over a file or into the data folder', async () => {
    const settings = settingsFor(source);
    const printed = await take(settings, `${place}/`);
    const [name = ''] = await readdir(place);
    expect(name).toMatch(/^buckle-\d{8}T\d{6}Z\.tar$/);
    expect(printed).toContain('THE MASTER KEY IS NOT IN IT');
    await expect(take(settings, join(place, name))).rejects.toThrow(/is there already/);
    await expect(take(settings, join(source, 'files', 'backup.tar'))).rejects.toThrow(/inside of the data folder/);
    await expect(take(settings, join(place, 'nowhere', 'backup.tar'))).rejects.toThrow(BackupRefused);
  });

  it.each(['Copying the files', 'Copying the documents', 'Writing the documents'])('stopped at "%s" leaves nothing', async (step) => {
    const server = await start(settingsFor(source));
    const before = await readdir(source);
    const { signal, out } = stoppedAt(step);
    await expect(take(settingsFor(source), join(place, 'stopped.tar'), signal, out)).rejects.toThrow('Stopped.');
    expect(await readdir(place)).toEqual([]);
    expect(await readdir(source)).toEqual(before);
    await server.stop();
  });

  it('needs data, and documents that are in the data folder', async () => {
    await expect(take(settingsFor(place), join(place, 'b.tar'))).rejects.toThrow(CommandRefused);
    const mongodb = settingsFor(source, { BUCKLE_MONGODB_URL: 'mongodb://127.0.0.1:1/buckle' });
    await expect(take(mongodb, join(place, 'b.tar'))).rejects.toThrow(/mongodump/);
    await expect(putBack(mongodb, backup)).rejects.toThrow(/mongorestore/);
  });
});

describe('a restore', () => {
  it('refuses a backup with a damaged byte, wherever it is, and touches nothing', async () => {
    const bytes = await readFile(backup);
    const path = join(place, 'damaged.tar');
    await writeFile(path, bytes);
    const file = await open(path, 'r+');
    const target = join(place, 'data');
    // Every byte of the first members would take long; a prime step meets every part of headers, files and padding.
    const positions = [0, 1, 130, 150, BLOCK_BYTES, BLOCK_BYTES + MANIFEST_BYTES - 1, bytes.length - 1, bytes.length - 1025];
    for (let position = 17; position < bytes.length; position += 7919) positions.push(position);
    for (const position of positions) {
      const right = bytes.readUInt8(position);
      await file.write(Buffer.from([right ^ (1 << (position % 8))]), 0, 1, position);
      await expect(putBack(settingsFor(target), path), `byte ${position}`).rejects.toThrow(BackupRefused);
      await file.write(Buffer.from([right]), 0, 1, position);
    }
    await file.close();
    expect(await namesIn(target)).toEqual([]);
    await putBack(settingsFor(target), path);
  });

  it('refuses one that was cut off or added to', async () => {
    const { size } = await stat(backup);
    const target = join(place, 'data');
    for (const length of [0, 100, BLOCK_BYTES, 5000, Math.floor(size / 2), size - BLOCK_BYTES, size - 1]) {
      const path = await changed((bytes) => bytes.subarray(0, length));
      await expect(putBack(settingsFor(target), path), `${length} bytes`).rejects.toThrow(BackupRefused);
    }
    const longer = await changed((bytes) => Buffer.concat([bytes, Buffer.alloc(BLOCK_BYTES)]));
    await expect(putBack(settingsFor(target), longer)).rejects.toThrow(/damaged \(its end/);
    expect(await namesIn(target)).toEqual([]);
  });

  it('refuses a newer one, another kind of file, and none, each in words', async () => {
    const settings = settingsFor(join(place, 'data'));
    const newer = await changed((bytes) => {
      bytes.write(bytes.toString('latin1', BLOCK_BYTES, BLOCK_BYTES + 40).replace('"format": 1', '"format": 2'), BLOCK_BYTES, 'latin1');
      return bytes;
    });
    await expect(putBack(settings, newer)).rejects.toThrow(/made by a newer Buckle \(\d/);
    await expect(putBack(settings, await changed(() => randomBytes(5000)))).rejects.toThrow(/is no backup of Buckle/);
    await expect(putBack(settings, join(place, 'nothing.tar'))).rejects.toThrow(BackupRefused);
    await expect(putBack(settings, place)).rejects.toThrow(BackupRefused);
  });

  it('goes into an empty data folder only, and not beside a key that does not open it', async () => {
    await writeFile(join(place, 'notes.txt'), 'mine');
    await expect(putBack(settingsFor(place), backup)).rejects.toThrow(/is not empty \(it has notes\.txt\)/);
    await expect(putBack(settingsFor(source), backup)).rejects.toThrow(/is not empty/);
    const target = join(place, 'data');
    const other = settingsFor(target, { BUCKLE_MASTER_KEY: randomBytes(32).toString('base64') });
    await expect(putBack(other, backup)).rejects.toThrow(/needs the master key with the fingerprint [0-9a-f]{16}/);
    expect(await namesIn(target)).toEqual([]);
    await mkdir(target);
    await cp(join(source, 'master.key'), join(target, 'master.key'));
    expect(await putBack(settingsFor(target), backup)).toContain('Its master key is there');
  });

  it('that was broken off keeps every server from starting, until it is done again', async () => {
    await mkdir(join(place, RESTORING, 'files'), { recursive: true });
    await writeFile(join(place, RESTORING, 'documents.db'), 'a part');
    await mkdir(join(place, 'files'));
    await expect(start(settingsFor(place))).rejects.toThrow(/was broken off: run "npm start -- restore FILE" again/);
    expect(await putBack(settingsFor(place), backup)).toContain('put it at');
    await cp(join(source, 'master.key'), join(place, 'master.key'));
    await (await start(settingsFor(place))).stop();
  });

  it('leaves the folder empty when it is stopped', async () => {
    await expect(restore(settingsFor(place), { file: backup, ...stoppedAt('Restoring') })).rejects.toThrow('Stopped.');
    expect((await readdir(place)).filter((name) => !name.startsWith('lock.'))).toEqual([]);
  });
});

describe('a command that is killed', () => {
  /** Runs a command until it says a step, and kills it. */
  async function killAt(step: string, folder: string, words: readonly string[], signal: NodeJS.Signals): Promise<number | null> {
    const child = spawn(process.execPath, [MAIN, ...words], {
      env: { PATH: process.env['PATH'], ...environmentFor(folder) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exited = once(child, 'exit');
    child.stderr.setEncoding('utf8').on('data', (text: string) => text.includes(step) && child.kill(signal));
    const [code] = (await exited) as [number | null];
    return code;
  }

  it('leaves no half backup under its name, and none at all by Ctrl-C', async () => {
    const file = join(place, 'killed.tar');
    await killAt('Copying the files\n', source, ['backup', file], 'SIGKILL');
    expect(await readdir(place)).not.toContain('killed.tar');
    const code = await killAt('Copying the files\n', source, ['backup', join(place, 'stopped.tar')], 'SIGINT');
    expect(code).toBe(130);
    expect((await readdir(place)).filter((name) => name.startsWith('stopped'))).toEqual([]);
    await take(settingsFor(source), file);
    await putBack(settingsFor(join(place, 'data')), file);
  });

  it('leaves no half restore that a server would start on', async () => {
    await killAt('Restoring', place, ['restore', backup], 'SIGKILL');
    const names = await readdir(place);
    // Killed before the first byte, between two, or after the last.
    const isWhole = names.includes('documents.db') && !names.includes(RESTORING);
    const isHalf = names.includes(RESTORING);
    expect(isHalf ? await start(settingsFor(place)).catch(String) : 'broken off').toContain('broken off');
    if (!isWhole) await putBack(settingsFor(place), backup);
    await cp(join(source, 'master.key'), join(place, 'master.key'));
    const server = await start(settingsFor(place));
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
    await server.stop();
  });
});
