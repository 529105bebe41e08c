import { randomBytes } from 'node:crypto';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { readSettings } from '../config.ts';
import { examineSetUp } from './doctor.ts';
import { startServer } from './server.ts';

let folder: string;
let model: ScriptedModel;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-set-up-'));
  model = await ScriptedModel.start();
  environment = {
    BUCKLE_PORT: '0',
    BUCKLE_DATA_DIR: join(folder, 'data'),
    BUCKLE_ADMIN_EMAIL: 'ada@example.com',
    BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
    BUCKLE_MODEL_BASE_URL: model.baseUrl,
    BUCKLE_MODEL_NAME: 'scripted',
    BUCKLE_MODEL_API_KEY: 'sk-very-secret',
  };
});
afterAll(async () => {
  await model.close();
  await rm(folder, { recursive: true });
});

it('a set-up before its first start is sound', async () => {
  const { text, isSound } = await examineSetUp(environment);
  expect(text).toMatch(/^note +Data +there is none yet/m);
  expect(isSound).toBe(true);
});

it('wrong settings are named, all at once', async () => {
  const { text, isSound } = await examineSetUp({ BUCKLE_PORT: 'x', BUCKLE_MASTER_KEY: 'much too short' });
  expect(isSound).toBe(false);
  expect(text).toMatch(/^problem +Settings +BUCKLE_PORT/m);
  expect(text).toMatch(/^problem +Settings +BUCKLE_MASTER_KEY/m);
  expect(text).not.toContain('much too short');
});

it('a server that runs is asked, and so is its data when none does; a model is called each time', async () => {
  const server = await startServer(readSettings(environment), { logger: pino({ level: 'silent' }), onExpelled() {} });
  const port = new URL(server.address).port;
  model.enqueue({ text: 'ok' });
  const running = await examineSetUp({ ...environment, BUCKLE_PORT: port });
  expect(running.text).toMatch(/^ok +Port +this Buckle answers on/m);
  expect(running.text).toMatch(/^ok +Models +.* answered in/m);
  expect(running.text).toMatch(/^ok +Code nodes +QuickJS/m);
  expect(running.text).toMatch(/^ok +Audit log +\d+ entries/m);
  expect(running.isSound).toBe(true);
  await server.stop();

  model.enqueue({ error: { status: 401, message: 'The key sk-very-secret is wrong.' } });
  const stopped = await examineSetUp({ ...environment, BUCKLE_PORT: port });
  expect(stopped.text).toMatch(/^ok +Port +.* is free/m);
  expect(stopped.text).toMatch(/^problem +Models +/m);
  expect(stopped.text).not.toContain('sk-very-secret');
  expect(stopped.isSound).toBe(false);
});

it('a key that is another, or gone, is named', async () => {
  const other = await examineSetUp({ ...environment, BUCKLE_MASTER_KEY: randomBytes(32).toString('base64') });
  expect(other.text).toMatch(/^problem +Master key +The master key \(fingerprint [0-9a-f]+\) is not the one of this data/m);
  await rename(join(folder, 'data', 'master.key'), join(folder, 'kept.key'));
  const gone = await examineSetUp(environment);
  expect(gone.text).toMatch(/^problem +Master key +there is data and no key/m);
  expect(gone.isSound).toBe(false);
});
