import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { readSettings } from '../config.ts';
import { startServer } from './server.ts';
import { callEndpoint } from './testing/call-endpoint.ts';

const TOKEN = 'pat_0123456789abcdef0123456789abcdef';

let model: ScriptedModel;
let folder: string;

beforeAll(async () => {
  model = await ScriptedModel.start();
  folder = await mkdtemp(join(tmpdir(), 'buckle-failed-start-'));
});

afterAll(async () => {
  await model.close();
  await rm(folder, { recursive: true });
});

function start(port: string) {
  const settings = readSettings({
    BUCKLE_PORT: port,
    BUCKLE_DATA_DIR: folder,
    BUCKLE_ADMIN_EMAIL: 'ada@example.com',
    BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
    BUCKLE_ADMIN_TOKEN: TOKEN,
    BUCKLE_MODEL_BASE_URL: model.baseUrl,
    BUCKLE_MODEL_NAME: 'scripted',
    BUCKLE_STOP_DEADLINE: '0s',
  });
  return startServer(settings, { logger: pino({ level: 'silent' }), onExpelled() {} });
}

it('starts that fail on a taken port leave the chats that were under way as they are', async () => {
  const first = await start('0');
  const space_id = (await callEndpoint(first.address, TOKEN, contract.getProfile)).personal_workspace_id;
  const { bot_id } = await callEndpoint(first.address, TOKEN, contract.createBot, { body: { space_id, name: 'Bot' } });
  await callEndpoint(first.address, TOKEN, contract.publishBot, { body: { bot_id, connector_ids: ['1024'] } });
  model.enqueue({ text: 'cut off', hang: true });
  const message = { role: 'user', content: 'hello', content_type: 'text' } as const;
  const { id, conversation_id } = await callEndpoint(first.address, TOKEN, contract.createChat, {
    body: { bot_id, user_id: 'u', additional_messages: [message] },
  });
  await expect.poll(() => model.calls.length).toBe(1);
  await first.stop();

  const { port } = new URL(model.baseUrl);
  for (let attempt = 0; attempt < 5; attempt++) await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(model.calls).toHaveLength(1);

  model.enqueue({ text: 'whole' });
  const second = await start('0');
  expect((await fetch(`${second.address}/readyz`)).status).toBe(200);
  const retrieved = () => callEndpoint(second.address, TOKEN, contract.retrieveChat, { query: { conversation_id, chat_id: id } });
  await expect.poll(async () => (await retrieved()).status).toBe('completed');
  await second.stop();
});
