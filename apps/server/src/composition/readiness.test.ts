import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { Unavailable } from '#kernel/errors.ts';
import { readSettings } from '../config.ts';
import { openDataLayer } from './data-layer.ts';
import { type RunningServer, startServer } from './server.ts';

let folder: string;
let server: RunningServer;
const database = new SqliteDatabase(':memory:');
let areFilesFull = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-readiness-'));
  server = await startServer(readSettings({ BUCKLE_PORT: '0', BUCKLE_DATA_DIR: folder, BUCKLE_STOP_DEADLINE: '0s' }), {
    logger: pino({ level: 'silent' }),
    onExpelled() {},
    async openData(settings, clock, logger) {
      const data = await openDataLayer(settings, clock, logger, async () => new SqliteDocuments(database));
      const put = data.files.put.bind(data.files);
      data.files.put = (key, body) => (areFilesFull ? Promise.reject(new Unavailable('The disk is full.')) : put(key, body));
      return data;
    },
  });
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterAll(async () => {
  vi.useRealTimers();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** What `/readyz` says once the last results are old. */
async function readiness(): Promise<{ status: number; failed: string[] }> {
  vi.setSystemTime(Date.now() + 60_000);
  const response = await fetch(`${server.address}/readyz`);
  const { checks } = (await response.json()) as { checks: { name: string; ok: boolean }[] };
  return { status: response.status, failed: checks.filter(({ ok }) => !ok).map(({ name }) => name) };
}

it('a server is not ready while its documents cannot be written, and is again when they can', async () => {
  expect(await readiness()).toEqual({ status: 200, failed: [] });
  database.statement('PRAGMA query_only = ON').run();
  expect(await readiness()).toEqual({ status: 503, failed: ['documents'] });
  database.statement('PRAGMA query_only = OFF').run();
  expect(await readiness()).toEqual({ status: 200, failed: [] });
});

it('nor while its files cannot', async () => {
  areFilesFull = true;
  expect(await readiness()).toEqual({ status: 503, failed: ['files'] });
  areFilesFull = false;
  expect(await readiness()).toEqual({ status: 200, failed: [] });
});

it('being asked does not make the data grow', async () => {
  const size = async () => [
    database.statement('SELECT sum(pgsize) AS bytes FROM dbstat').get()?.['bytes'],
    await readdir(folder, { recursive: true }),
  ];
  await readiness();
  const before = await size();
  for (let time = 0; time < 20; time++) await readiness();
  expect(await size()).toEqual(before);
});
