import { afterAll, describe, expect, it } from 'vitest';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';
import { killedChats, type KilledChatsOptions } from './killed-chats.ts';

const TIMEOUT = 120_000;

/** A short form of `run.ts`; what it finds broken is listed in the failure. */
async function expectKept(documents: KilledChatsOptions['documents'], life: readonly [number, number]): Promise<void> {
  const { kills, acknowledged, broken } = await killedChats({ documents, chats: 24, concurrency: 4, life });
  expect(broken).toEqual([]);
  expect(acknowledged).toBeGreaterThanOrEqual(24);
  expect(kills).toBeGreaterThan(1);
}

describe('a server that is killed again and again keeps what it acknowledged and repeats nothing finished', () => {
  it('on SQLite', () => expectKept({ kind: 'sqlite' }, [5, 40]), TIMEOUT);

  it('on documents that commit one at a time', () => expectKept({ kind: 'one-at-a-time' }, [30, 150]), TIMEOUT);

  const reason = whyNoMongodb();
  describe.skipIf(reason !== undefined)(reason ?? 'on MongoDB', () => {
    let mongodb: MongodbServer | undefined;
    afterAll(() => mongodb?.stop());

    it('with its writes acknowledged by the server', async () => {
      mongodb = await startMongodb();
      await expectKept({ kind: 'mongodb', url: mongodb.newDatabaseUrl() }, [150, 700]);
    }, TIMEOUT);
  });
});
