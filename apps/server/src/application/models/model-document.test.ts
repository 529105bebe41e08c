import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteDocuments } from '#data/documents/index.ts';
import { Keyring } from '#services/storage/index.ts';
import { openModelCollections } from './model-document.ts';

it('takes models that were stored before there were types for chat models, and finds them as such', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-models-'));
  const path = join(folder, 'documents.db');
  const before = await openSqliteDocuments({ path });
  const first = await before.collection<{ id: string; workspaceId: string }>({ name: 'models', schemaVersion: 1, indexes: [{ fields: ['workspaceId'] }] });
  await first.insert({ id: '1', workspaceId: 'w1' });
  await before.close();

  const documents = await openSqliteDocuments({ path });
  const { models } = await openModelCollections(documents, await Keyring.open(documents, randomBytes(32)));
  const { items } = await models.find({ where: { workspaceId: 'w1', type: 'chat' }, limit: 10 });
  await documents.close();
  await rm(folder, { recursive: true });
  expect(items).toMatchObject([{ id: '1', type: 'chat' }]);
});
