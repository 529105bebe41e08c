// Makes a small data folder with the present version and keeps it, for the test that opens the data
// folders of every release: "node scripts/make-data-folder.ts", once before a release. One that was
// released is never made again.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import * as contract from '@buckle/contract';
import { pino } from 'pino';
import { z } from 'zod';
import { startServer } from '../apps/server/src/composition/server.ts';
import { callEndpoint } from '../apps/server/src/composition/testing/call-endpoint.ts';
import { version } from '../apps/server/src/composition/version.ts';
import { readSettings } from '../apps/server/src/config.ts';

const TOKEN = 'pat_0123456789abcdef0123456789abcdef';
const QUESTION = 'What is a buckle?';
const FILE_TEXT = 'A buckle joins the two ends of a belt.\n';

const kept = join(import.meta.dirname, '../apps/server/src/composition/data-folders', version);
if (existsSync(kept)) throw new Error(`${kept} is there already: remove it first, unless ${version} was released.`);

const folder = await mkdtemp(join(tmpdir(), 'buckle-data-folder-'));
try {
  await writeFile(join(folder, 'master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
  const contents = await fill(folder);
  pack(join(folder, 'documents.db'));
  await mkdir(kept, { recursive: true });
  await writeFile(join(kept, 'contents.json'), `${JSON.stringify(contents, undefined, 2)}\n`);
  await writeFile(join(kept, 'documents.db.gz'), gzipSync(await readFile(join(folder, 'documents.db')), { level: 9 }));
  for (const name of ['master.key', 'files']) await cp(join(folder, name), join(kept, name), { recursive: true });
} finally {
  await rm(folder, { recursive: true });
}

/** Runs a server on the folder, uses it as its users would, and returns what must be found there later. */
async function fill(dataDir: string) {
  const settings = readSettings({
    BUCKLE_PORT: '0',
    BUCKLE_DATA_DIR: dataDir,
    BUCKLE_ADMIN_EMAIL: 'ada@example.com',
    BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
    BUCKLE_ADMIN_TOKEN: TOKEN,
  });
  const server = await startServer(settings, { logger: pino({ level: 'error' }), onExpelled() {} });
  try {
    return await use(server.address);
  } finally {
    await server.stop();
  }
}

async function use(address: string) {
  const { personal_workspace_id: workspaceId } = await callEndpoint(address, TOKEN, contract.getProfile);
  const { id: tokenId } = await callEndpoint(address, TOKEN, contract.createToken, { body: { name: 'Kept', scopes: ['bot.chat'] } });

  const body = { space_id: workspaceId, name: 'Belt', prompt_info: { prompt: 'A belt is a strip of leather.' } };
  const { bot_id: botId } = await callEndpoint(address, TOKEN, contract.createBot, { body });
  await publish(address, botId);
  const draft = await callEndpoint(address, TOKEN, contract.getBotDraft, { params: { bot_id: botId } });
  const definition = { ...draft.definition, prompt: 'A buckle is a clasp of metal.', variables: [{ keyword: 'colour' }] };
  await callEndpoint(address, TOKEN, contract.putBotDraft, { params: { bot_id: botId }, body: { revision: draft.revision, definition } });
  await publish(address, botId);

  const fileId = await upload(address);
  const variable = { keyword: 'colour', value: 'brown' };
  await callEndpoint(address, TOKEN, contract.setVariables, { body: { bot_id: botId, connector_uid: 'user', data: [variable] } });
  const parts = [{ type: 'text', text: QUESTION }, { type: 'file', file_id: fileId }];
  const chat = await callEndpoint(address, TOKEN, contract.createChat, {
    body: {
      bot_id: botId,
      user_id: 'user',
      additional_messages: [{ role: 'user', content: JSON.stringify(parts), content_type: 'object_string' }],
    },
  });
  const query = { conversation_id: chat.conversation_id, chat_id: chat.id };
  while ((await callEndpoint(address, TOKEN, contract.retrieveChat, { query })).status !== 'completed');
  const messages = await callEndpoint(address, TOKEN, contract.listChatMessages, { query });
  const answer = messages.find(({ type }) => type === 'answer')?.content;
  if (!answer?.includes('clasp of metal')) throw new Error('The chat is not as it should be.');
  return {
    token: TOKEN,
    tokenId,
    workspaceId,
    botId,
    conversationId: chat.conversation_id,
    chatId: chat.id,
    question: QUESTION,
    answer,
    fileId,
    fileText: FILE_TEXT,
    variable,
  };
}

function publish(address: string, botId: string) {
  return callEndpoint(address, TOKEN, contract.publishBot, { body: { bot_id: botId, connector_ids: ['1024'] } });
}

async function upload(address: string): Promise<string> {
  const form = new FormData();
  form.set('file', new File([FILE_TEXT], 'buckle.txt'));
  const init = { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` }, body: form };
  const response = await fetch(address + contract.uploadFile.path, init);
  return z.object({ data: contract.uploadFile.answer }).parse(await response.json()).data.id;
}

/** Makes one small file of a database that nobody uses. */
function pack(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = DELETE; VACUUM;');
  database.close();
}
