import { afterAll, describe, expect, it } from 'vitest';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';
import { killedChats, type KilledChatsOptions } from './killed-chats.ts';

const TIMEOUT = 120_000;

/** What a short form of `run.ts` finds broken. */
async function brokenOn(documents: KilledChatsOptions['documents'], life: readonly [number, number]): Promise<readonly string[]> {
  const { kills, acknowledged, broken } = await killedChats({ documents, chats: 24, concurrency: 4, life });
  return kills > 1 && acknowledged >= 24 ? broken : [`only ${kills} kills and ${acknowledged} chats`];
}

describe('a server that is killed again and again keeps what it acknowledged and repeats nothing finished', () => {
  it('on SQLite', async () => expect(await brokenOn({ kind: 'sqlite' }, [1, 12])).toEqual([]), TIMEOUT);

  it(
    'on documents that commit one at a time',
    async () => expect(await brokenOn({ kind: 'one-at-a-time' }, [30, 150])).toEqual([]),
    TIMEOUT,
  );

  const reason = whyNoMongodb();
  describe.skipIf(reason !== undefined)(`on MongoDB ${reason ?? ''}`, () => {
    let mongodb: MongodbServer | undefined;
    afterAll(() => mongodb?.stop());

    it(
      'whose writes a majority has acknowledged',
      async () => {
        mongodb = await startMongodb();
        expect(await brokenOn({ kind: 'mongodb', url: mongodb.newDatabaseUrl() }, [1, 12])).toEqual([]);
      },
      TIMEOUT,
    );
  });
});
