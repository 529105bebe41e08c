import { afterAll, beforeAll } from 'vitest';
import { openMongodbDocuments } from '#data/documents/mongodb/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import { OneAtATimeDocuments } from '#data/documents/one-at-a-time/documents.ts';
import type { Documents } from '#data/documents/port.ts';
import { sharedDocuments } from '#services/work/testing.ts';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';

/** A kind of documents: its name, whether it cannot be had here, how it is opened anew, and how one that is new is opened by each of several processes. */
type DocumentStore = readonly [name: string, isSkipped: boolean, open: () => Promise<Documents>, share: () => () => Promise<Documents>];

/** The documents that have no commit of several writes, for the tests of a file: on MongoDB each has a largest size, too. */
export function documentStores(): readonly DocumentStore[] {
  let server: MongodbServer | undefined;
  const reason = whyNoMongodb();
  beforeAll(async () => {
    server = reason === undefined ? await startMongodb() : undefined;
  });
  afterAll(() => server?.stop());
  return [
    ['documents that commit one at a time', false, () => new Disk().open(), () => oneAtATime(sharedDocuments())],
    [`MongoDB ${reason ?? ''}`, reason !== undefined, () => openMongodbDocuments({ url: server?.newDatabaseUrl() ?? '' }), () => inMongodb(server?.newDatabaseUrl() ?? '')],
  ];
}

function oneAtATime(open: () => Documents): () => Promise<Documents> {
  return () => Promise.resolve(new OneAtATimeDocuments(open(), {}));
}

function inMongodb(url: string): () => Promise<Documents> {
  return () => openMongodbDocuments({ url });
}
