import { copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, line, node, start } from '@buckle/canvas/testing';
import * as contract from '@buckle/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { openFolderFiles } from '#data/files/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { TimerlessProcess as Process } from './testing/timerless-process.ts';

/** What may still name what was deleted: the log, the work that did it, and that its key is gone. */
const KEEPERS = ['auditEntries', 'work', 'shredded_scopes'];

/** What is left of ids beside what may name them. */
function remains(disk: Disk, ids: readonly string[], others: readonly string[]): string[] {
  const keepers = new Set([...KEEPERS, ...others]);
  return disk.dump().filter((line) => !keepers.has(line.slice(0, line.indexOf(':'))) && ids.some((id) => line.includes(id)));
}

let original: string;
let scene: { readonly ada: string; readonly bert: string; readonly personal: string; readonly team: string; readonly other: string; readonly botId: string };

/** Fills a workspace with one of everything. */
async function fill(process: Process, owner: string, workspace_id: string): Promise<string> {
  const call: Process['call'] = (...args) => process.call(...args);
  const { bot_id } = await call(owner, contract.createBot, { body: { space_id: workspace_id, name: 'Bot' } });
  await call(owner, contract.publishBot, { body: { bot_id } });
  await call(owner, contract.putSharing, { params: { bot_id }, body: { access: 'link' } });
  await call(owner, contract.setVariables, { body: { bot_id, data: [{ keyword: 'city', value: 'Rome' }] } });
  const { id: conversation_id } = await call(owner, contract.createConversation, { body: { bot_id, messages: [{ role: 'user', content: 'Hi' }] } });
  const body = { bot_id, user_id: 'u', additional_messages: [{ role: 'user' as const, content: 'Hello' }] };
  const { id: chat_id } = await call(owner, contract.createChat, { query: { conversation_id }, body: { ...body, conversation_id } });
  const status = async () => (await call(owner, contract.retrieveChat, { query: { conversation_id, chat_id } })).status;
  await vi.waitUntil(async () => (await status()) === 'completed', { interval: 1, timeout: 10_000 });
  await call(owner, contract.uploadFile, { query: { workspace_id } });
  const model = { name: 'M', model_name: 'm', base_url: 'http://127.0.0.1:9/v1', api_key: 'sk-0123456789abcdef' };
  await call(owner, contract.createModel, { body: { workspace_id, ...model } });
  await call(owner, contract.createToken, { body: { name: 'bound', workspace_id } });
  await call(owner, contract.putLimits, { params: { workspace_id }, body: { requests_per_second: 1_000 } });
  await call(owner, contract.createOAuthApp, { params: { workspace_id }, body: { name: 'App', kind: 'web', redirect_uris: ['https://app.example.com/back'], scopes: ['bot.read'] } });
  const form = node('form', '30', { inputs: { outputSchema: '[{"type":"string","name":"name"}]' } });
  const canvas = { nodes: [start(), form, end()], edges: [line('100001', 'form'), line('form', '900001')] };
  const { id: workflow_id } = await call(owner, contract.createWorkflow, { body: { workspace_id, name: 'Flow', canvas } });
  await call(owner, contract.publishWorkflow, { params: { workflow_id }, body: {} });
  const { execute_id } = await call(owner, contract.startRun, { params: { workflow_id }, body: {} });
  await vi.waitUntil(async () => (await call(owner, contract.readRun, { params: { execute_id } })).state === 'waiting', { interval: 1, timeout: 10_000 });
  return bot_id;
}

beforeAll(async () => {
  original = await mkdtemp(join(tmpdir(), 'buckle-deletion-'));
  const disk = new Disk(join(original, 'documents.db'));
  const documents = await disk.open();
  const process = await Process.start(original, documents, new ManualClock());
  const ada = await process.administrator();
  const { user } = await process.call(ada, contract.createUser, { body: { email: 'bert@example.com', password: 'correct horse battery' } });
  const { id: team } = await process.call(ada, contract.createWorkspace, { body: { name: 'Team' } });
  const { id: other } = await process.call(ada, contract.createWorkspace, { body: { name: 'Other' } });
  for (const workspace_id of [team, other]) {
    await process.call(ada, contract.addMember, { params: { workspace_id }, body: { user_id: user.id, role: 'editor' } });
  }
  const botId = await fill(process, ada, team);
  await fill(process, ada, other);
  await fill(process, user.id, user.personal_workspace_id);
  scene = { ada, bert: user.id, personal: user.personal_workspace_id, team, other, botId };
  await documents.close();
}, 60_000);
afterAll(() => rm(original, { recursive: true }));

let folder: string | undefined;
afterEach(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
});

async function copyOfOriginal(): Promise<string> {
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = await mkdtemp(join(tmpdir(), 'buckle-deletion-'));
  for (const name of await readdir(original)) {
    if (name.startsWith('documents.db')) await copyFile(join(original, name), join(folder, name));
  }
  await cp(join(original, 'files'), join(folder, 'files'), { recursive: true });
  return folder;
}

async function filesOf(place: string, workspaceId: string): Promise<number> {
  return (await (await openFolderFiles(join(place, 'files'))).list(`${workspaceId}/`, { limit: 10 })).length;
}

/** A deletion, and what is left after it. */
interface Deletion {
  readonly kind: string;
  /** Whose the work is. */
  readonly of: () => string;
  readonly run: (process: Process) => Promise<unknown>;
  /** What names the thing that is deleted, and collections in which it may be named after that. */
  readonly ids: () => readonly string[];
  readonly keepers?: readonly string[];
  /** The workspace whose files are counted, and how many there are afterwards. */
  readonly filesOf: () => string;
  readonly files: number;
}

const deletions: Readonly<Record<string, Deletion>> = {
  'a bot': {
    kind: 'bot.delete',
    of: () => scene.team,
    run: (process) => process.call(scene.ada, contract.deleteBot, { params: { bot_id: scene.botId } }),
    ids: () => [scene.botId],
    // What was said to it, by others than its page's visitors, can still be read.
    keepers: ['conversations', 'messages', 'chats', 'traces', 'usage_records'],
    filesOf: () => scene.team,
    files: 1,
  },
  'a workspace': {
    kind: 'workspace.delete',
    of: () => 'instance',
    run: (process) => process.call(scene.ada, contract.deleteWorkspace, { params: { workspace_id: scene.team } }),
    ids: () => [scene.team],
    filesOf: () => scene.team,
    files: 0,
  },
  'a user': {
    kind: 'user.delete',
    of: () => 'instance',
    run: (process) => process.call(scene.ada, contract.deleteUser, { params: { user_id: scene.bert } }),
    // What they did in the other workspaces belongs to these.
    ids: () => [scene.personal, `.${scene.bert}`, 'bert@example.com'],
    filesOf: () => scene.personal,
    files: 0,
  },
};

describe('a deletion whose process is killed', () => {
  it.each(Object.entries(deletions))('comes to its end, or has not begun: %s', async (_, { kind, of, run, ids, keepers = [], filesOf: counted, files }) => {
    const clock = new ManualClock();
    clock.advance(3_600_000);
    let hasEnded = false;
    for (let stopAfter = 1; !hasEnded; stopAfter += Math.ceil(stopAfter / 2)) {
      const place = await copyOfOriginal();
      const disk = new Disk(join(place, 'documents.db'));
      expect(remains(disk, ids(), keepers).length).toBeGreaterThan(2);
      const documents = await disk.open({ stopAfter });
      let isAcknowledged = false;
      const story = (async () => {
        const process = await Process.start(place, documents, clock);
        await run(process);
        isAcknowledged = true;
        await process.finish();
        hasEnded = true;
      })();
      await Promise.race([documents.stopped, story]);

      const process = await Process.start(place, await disk.open(), clock);
      await process.finish();
      const deletion = await process.deletion(of(), kind);
      const mayHaveBegun = deletion !== undefined || !isAcknowledged;
      const left = { state: deletion?.state, files: await filesOf(place, counted()), documents: remains(disk, ids(), keepers).length };
      const whole = { state: undefined, files: 1, documents: expect.any(Number) };
      expect(mayHaveBegun && left).toEqual(deletion ? { state: 'completed', files, documents: 0 } : whole);
      // Of the neighbours nothing is lost.
      expect(await filesOf(place, scene.other)).toBe(1);
      const { items } = await process.call(scene.ada, contract.searchConversations, { params: { workspace_id: scene.other }, query: {} });
      expect(items).toHaveLength(1);
      const { valid } = await process.call(scene.ada, contract.verifyAudit);
      expect(valid).toBe(true);
    }
  }, 120_000);
});
