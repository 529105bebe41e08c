import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as contract from '@buckle/contract';
import { CozeAPI } from '@coze/api';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { readSettings } from '../../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { callEndpoint, Refused } from '../testing/call-endpoint.ts';
import { completed, question } from '../testing/chats.ts';

/** What `scripts/make-data-folder.ts` says that it put into a folder. */
const contentsOf = z.strictObject({
  token: z.string(),
  tokenId: z.string(),
  workspaceId: z.string(),
  botId: z.string(),
  conversationId: z.string(),
  chatId: z.string(),
  question: z.string(),
  answer: z.string(),
  fileId: z.string(),
  fileText: z.string(),
  variable: z.strictObject({ keyword: z.string(), value: z.string() }),
});

const entries = await readdir(import.meta.dirname, { withFileTypes: true });
const releases = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

describe.each(releases)('the data folder of %s', (release) => {
  const source = join(import.meta.dirname, release);
  let kept: z.output<typeof contentsOf>;
  let folder: string;
  let model: ScriptedModel;
  let server: RunningServer;
  let coze: CozeAPI;

  beforeAll(async () => {
    kept = contentsOf.parse(JSON.parse(await readFile(join(source, 'contents.json'), 'utf8')));
    folder = await mkdtemp(join(tmpdir(), 'buckle-kept-'));
    await writeFile(join(folder, 'documents.db'), gunzipSync(await readFile(join(source, 'documents.db.gz'))));
    for (const name of ['master.key', 'files']) await cp(join(source, name), join(folder, name), { recursive: true });
    model = await ScriptedModel.start();
    const settings = readSettings({
      BUCKLE_PORT: '0',
      BUCKLE_DATA_DIR: folder,
      BUCKLE_MODEL_BASE_URL: model.baseUrl,
      BUCKLE_MODEL_NAME: 'scripted',
      BUCKLE_STOP_DEADLINE: '0s',
    });
    server = await startServer(settings, { logger: pino({ level: 'error' }), onExpelled() {} });
    coze = new CozeAPI({ baseURL: server.address, token: kept.token, axiosOptions: { proxy: false } });
  });
  afterAll(async () => {
    await server.stop();
    await model.close();
    await rm(folder, { recursive: true });
  });

  it('still has its account, with its password and its tokens', async () => {
    const profile = await callEndpoint(server.address, kept.token, contract.getProfile);
    expect(profile).toMatchObject({ email: 'ada@example.com', personal_workspace_id: kept.workspaceId });
    const { items } = await callEndpoint(server.address, kept.token, contract.listTokens);
    expect(items).toContainEqual(expect.objectContaining({ id: kept.tokenId, name: 'Kept', scopes: ['bot.chat'] }));
    const signIn = (password: string) =>
      callEndpoint(server.address, '', contract.signIn, { body: { email: 'ada@example.com', password } });
    await expect(signIn('correct horse battery')).resolves.toMatchObject({ access_expires_in: expect.any(Number) });
    await expect(signIn('another horse battery')).rejects.toThrow(Refused);
    expect(server.setUpPath).toBeUndefined();
  });

  it('still has its bots: the draft and every version', async () => {
    const params = { bot_id: kept.botId };
    const draft = await callEndpoint(server.address, kept.token, contract.getBotDraft, { params });
    expect(draft.definition).toMatchObject({ name: 'Belt', prompt: 'A buckle is a clasp of metal.', variables: [{ keyword: 'colour' }] });
    const { items } = await callEndpoint(server.address, kept.token, contract.listBotVersions, { params });
    expect(items.map(({ online }) => online)).toEqual([true, false]);
    expect(server.firstBotId).toMatch(/^\d+$/);
    expect(server.firstBotId).not.toBe(kept.botId);
  });

  it('still has its conversation, with the trace of its chat', async () => {
    const chat = await coze.chat.retrieve(kept.conversationId, kept.chatId);
    expect(chat).toMatchObject({ status: 'completed', bot_id: kept.botId });
    const { data } = await coze.conversations.messages.list(kept.conversationId, { chat_id: kept.chatId, order: 'asc' });
    const parts = [{ type: 'text', text: kept.question }, { type: 'file', file_id: kept.fileId }];
    expect(JSON.parse(data[0]?.content ?? '')).toEqual(parts);
    expect(data.at(-1)).toMatchObject({ type: 'answer', content: kept.answer });
    const { steps } = await callEndpoint(server.address, kept.token, contract.getChatTrace, { params: { chat_id: kept.chatId } });
    expect(steps).toMatchObject([{ type: 'model', name: 'Offline' }]);
  });

  it('still has its variables and its audit log', async () => {
    const { items } = await coze.variables.retrieve({ bot_id: kept.botId, connector_uid: 'user' });
    expect(items).toMatchObject([kept.variable]);
    const { items: audited } = await callEndpoint(server.address, kept.token, contract.listAudit, { query: { workspace_id: kept.workspaceId } });
    expect(audited.map(({ action }) => action)).toEqual(expect.arrayContaining(['bot.create', 'bot.update', 'bot.publish']));
    expect(await callEndpoint(server.address, kept.token, contract.verifyAudit)).toMatchObject({ valid: true });
  });

  it('goes on: its bot answers in its conversation, and is shown what was said and the file', async () => {
    expect(await coze.files.retrieve(kept.fileId)).toMatchObject({ file_name: 'buckle.txt', bytes: kept.fileText.length });
    model.always({ text: 'As I said.' });
    const request = { bot_id: kept.botId, user_id: 'user', conversation_id: kept.conversationId, additional_messages: [question('Again?')] };
    expect((await completed(coze, request)).status).toBe('completed');
    expect(model.calls.at(-1)?.body['messages']).toMatchObject([
      { role: 'system', content: expect.stringContaining('colour: brown') },
      { role: 'user', content: [{ text: kept.question }, { text: expect.stringContaining(kept.fileText) }] },
      { role: 'assistant', content: kept.answer },
      { role: 'user', content: 'Again?' },
    ]);
  });
});

it('of some release is kept', () => {
  expect(releases).toContain('0.1.0');
});
