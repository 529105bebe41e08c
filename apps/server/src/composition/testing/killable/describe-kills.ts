import { afterAll, describe, expect, it } from 'vitest';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';
import { type KillOptions, type KillReport, LEAST_KILLS } from './kill-again-and-again.ts';

/** Generous: a life begins with the start of a server, and the machine may be busy. */
const TIMEOUT = 240_000;

/** The short form of a story that `npm test` tells. */
export interface ShortStory {
  /** How much has to be acknowledged. */
  readonly count: number;
  readonly concurrency: number;
  /** How long a server lives: in calls of the model and the counter. */
  readonly life: KillOptions['life'];
  /** The same in commits, where they come one at a time. */
  readonly commits: KillOptions['life'];
  readonly kill: (options: KillOptions, count: number) => Promise<KillReport>;
}

/** Tests that a promise holds on a server that is killed again and again, wherever it keeps its documents. */
export function describeKills(promise: string, { count, concurrency, life, commits, kill }: ShortStory): void {
  const brokenOn = async (options: Pick<KillOptions, 'documents' | 'life'>): Promise<readonly string[]> => {
    const { kills, acknowledged, broken } = await kill({ ...options, concurrency }, count);
    return kills >= LEAST_KILLS && acknowledged >= count ? broken : [`only ${kills} kills, and ${acknowledged} acknowledged`];
  };

  describe(`${promise}:`, () => {
    it('on SQLite', async () => expect(await brokenOn({ documents: { kind: 'sqlite' }, life })).toEqual([]), TIMEOUT);

    it(
      'on documents that commit one at a time',
      async () => expect(await brokenOn({ documents: { kind: 'one-at-a-time' }, life: commits })).toEqual([]),
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
          expect(await brokenOn({ documents: { kind: 'mongodb', url: mongodb.newDatabaseUrl() }, life })).toEqual([]);
        },
        TIMEOUT,
      );
    });
  });
}
