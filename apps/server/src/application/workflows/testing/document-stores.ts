import { afterAll, beforeAll } from 'vitest';
import { openMongodbDocuments } from '#data/documents/mongodb/index.ts';
import { Disk } from '#data/documents/one-at-a-time/index.ts';
import type { Documents } from '#data/documents/port.ts';
import { type MongodbServer, startMongodb, whyNoMongodb } from '#data/documents/testing/mongodb-server.ts';

/** A kind of documents: its name, whether it cannot be had here, and how it is opened anew. */
type DocumentStore = readonly [name: string, isSkipped: boolean, open: () => Promise<Documents>];

/** The documents that have no commit of several writes, for the tests of a file: on MongoDB each has a largest size, too. */
export function documentStores(): readonly DocumentStore[] {
  let server: MongodbServer | undefined;
  const reason = whyNoMongodb();
  beforeAll(async () => {
    server = reason === undefined ? await startMongodb() : undefined;
  });
  afterAll(() => server?.stop());
  return [
    ['documents that commit one at a time', false, () => new Disk().open()],
    [`MongoDB ${reason ?? ''}`, reason !== undefined, () => openMongodbDocuments({ url: server?.newDatabaseUrl() ?? '' })],
  ];
}
