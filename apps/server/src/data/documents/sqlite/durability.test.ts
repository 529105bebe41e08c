import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tasks } from '../cases/fixture.ts';
import { NewerData } from '../port.ts';
import { openSqliteDocuments } from './index.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-documents-'));
  path = join(folder, 'documents.db');
});

afterEach(() => rm(folder, { recursive: true }));

it('keeps every acknowledged write when its process is killed', async () => {
  const script = `
    const { openSqliteDocuments } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    const documents = await openSqliteDocuments({ path: ${JSON.stringify(path)} });
    const tasks = await documents.collection(${JSON.stringify(tasks)});
    for (let n = 0; ; n += 1) {
      await Promise.all([tasks.insert({ id: 'a' + n, workspaceId: 'w' }), documents.append('s', n, [String(n)])]);
      process.stdout.write(n + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = '';
  const exit = once(child, 'exit');
  for await (const chunk of child.stdout) {
    acknowledged += String(chunk);
    if (acknowledged.length > 1000) child.kill('SIGKILL');
  }
  await exit;
  const last = Number(acknowledged.slice(0, acknowledged.lastIndexOf('\n')).split('\n').at(-1));

  const documents = await openSqliteDocuments({ path });
  const collection = await documents.collection(tasks);
  const entries = await documents.read('s');
  expect(last).toBeGreaterThan(100);
  expect(entries.length).toBeGreaterThan(last);
  expect(entries.map(({ entry }) => entry)).toEqual(entries.map((_, n) => String(n)));
  expect(await collection.count({})).toBe(entries.length);
  await documents.close();
});

it('refuses a file of a newer Buckle', async () => {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(openSqliteDocuments({ path })).rejects.toThrow(NewerData);
});
