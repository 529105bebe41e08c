import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { documentsCases } from '../cases.ts';
import { tasks } from '../cases/fixture.ts';
import { NewerData } from '../port.ts';
import type { MongodbServer } from '../testing/mongodb-server.ts';
import { startMongodb, whyNoMongodb } from '../testing/mongodb-server.ts';
import { openMongodbDocuments } from './index.ts';

const reason = whyNoMongodb();

type Counts = Record<'appends' | 'inserts' | 'changes', number>;

/** Whether writes of every kind were acknowledged since. */
function isAhead(now: Counts, before: Counts): boolean {
  return now.appends > before.appends && now.inserts > before.inserts && now.changes > before.changes;
}

async function dropDatabase(url: string): Promise<void> {
  const client = await MongoClient.connect(url);
  await client.db().dropDatabase();
  await client.close();
}

describe.skipIf(reason !== undefined)(`MongoDB ${reason ?? ''}`, () => {
  let server: MongodbServer;

  beforeAll(async () => {
    server = await startMongodb();
  });

  afterAll(() => server.stop());

  documentsCases('MongoDB', async () => {
    const url = server.newDatabaseUrl();
    let documents = await openMongodbDocuments({ url });
    return {
      documents,
      async reopen() {
        await documents.close();
        documents = await openMongodbDocuments({ url });
        return documents;
      },
      async end() {
        await documents.close();
        await dropDatabase(url);
      },
    };
  });

  describe('several processes', () => {
    it('see the appends of each other, whatever they knew of a stream', async () => {
      const url = server.newDatabaseUrl();
      const [one, two] = [await openMongodbDocuments({ url }), await openMongodbDocuments({ url })];
      try {
        await one.append('s', 0, ['a', 'b']);
        await two.append('s', 2, ['c']);
        await expect(one.append('s', 2, ['x'])).rejects.toThrow('position 2');
        expect(await one.append('s', 3, ['d'])).toBe(4);
        await expect(two.append('s', 1, ['x'])).rejects.toThrow('position 1');
        expect((await two.read('s')).map(({ entry }) => entry)).toEqual(['a', 'b', 'c', 'd']);
      } finally {
        await one.close();
        await two.close();
        await dropDatabase(url);
      }
    });

    it('refuse a layout of a newer Buckle', async () => {
      const url = server.newDatabaseUrl();
      const client = await MongoClient.connect(url);
      await client.db().collection<{ _id: string; version: number }>('_format').insertOne({ _id: 'format', version: 99 });
      await client.close();
      await expect(openMongodbDocuments({ url })).rejects.toThrow(NewerData);
      await dropDatabase(url);
    });
  });

  it('loses and doubles nothing acknowledged when the server is killed under writes', async ({ skip }) => {
    const { restart } = server;
    if (restart === undefined) return skip('the server is not ours to kill');
    const url = server.newDatabaseUrl();
    const documents = await openMongodbDocuments({ url });
    try {
      const collection = await documents.collection(tasks);
      await collection.insert({ id: 'counter', workspaceId: 'w', attempts: 0 });
      const done: Counts = { appends: 0, inserts: 0, changes: 0 };
      let isRestarting = true;
      const repeat = async (write: () => Promise<unknown>) => {
        while (isRestarting) await write();
      };
      const killTwice = async () => {
        for (const _ of ['once', 'twice']) {
          const before = { ...done };
          await vi.waitFor(() => expect(isAhead(done, before)).toBe(true), 5000);
          await restart();
        }
        isRestarting = false;
      };
      await Promise.all([
        killTwice(),
        repeat(async () => (done.appends = await documents.append('s', done.appends, [`${done.appends}`]))),
        repeat(() => collection.insert({ id: `i${done.inserts}`, workspaceId: 'v' }).then(() => (done.inserts += 1))),
        repeat(async () => {
          const { revision } = await collection.update('counter', { increment: { attempts: 1 } }, { revision: done.changes + 1 });
          done.changes = revision - 1;
        }),
      ]);
      const entries = (await documents.read('s')).map(({ entry }) => entry);
      expect(entries).toEqual(Array.from({ length: done.appends }, (_, n) => `${n}`));
      expect(await collection.count({ id: { gt: 'i' } })).toBe(done.inserts);
      expect(await collection.get('counter')).toMatchObject({ attempts: done.changes });
    } finally {
      await documents.close();
      await dropDatabase(url);
    }
  });
});

it('says in one line that there is no server', async () => {
  const url = 'mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100';
  await expect(openMongodbDocuments({ url })).rejects.toThrow(Unavailable);
  await expect(openMongodbDocuments({ url })).rejects.toThrow(/^MongoDB cannot be reached \([^\n]*\)[^\n]*BUCKLE_MONGODB_URL\.$/);
});
