import { afterAll, describe, expect, it } from 'vitest';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';
import type { KillableDocuments } from '../killable/killable-process.ts';
import { killedRuns } from './killed-runs.ts';

const TIMEOUT = 120_000;

/** What a short form of `run.ts` finds broken: each workflow is run in each way once. */
async function brokenOn(documents: KillableDocuments, life: readonly [number, number]): Promise<readonly string[]> {
  const { kills, acknowledged, broken } = await killedRuns({ documents, runs: 15, concurrency: 5, life });
  return kills > 1 && acknowledged === 15 ? broken : [`only ${kills} kills and ${acknowledged} runs`];
}

describe('a run of a server that is killed again and again ends as if nobody had disturbed it, and does nothing finished twice', () => {
  it('on SQLite', async () => expect(await brokenOn({ kind: 'sqlite' }, [5, 50])).toEqual([]), TIMEOUT);

  it('on documents that commit one at a time', async () => expect(await brokenOn({ kind: 'one-at-a-time' }, [60, 300])).toEqual([]), TIMEOUT);

  const reason = whyNoMongodb();
  describe.skipIf(reason !== undefined)(`on MongoDB ${reason ?? ''}`, () => {
    let mongodb: MongodbServer | undefined;
    afterAll(() => mongodb?.stop());

    it(
      'whose writes a majority has acknowledged',
      async () => {
        mongodb = await startMongodb();
        expect(await brokenOn({ kind: 'mongodb', url: mongodb.newDatabaseUrl() }, [5, 50])).toEqual([]);
      },
      TIMEOUT,
    );
  });
});
