import { startMongodb } from '#data/documents/testing/mongodb-server.ts';
import { killedChats, type KilledChatsOptions } from './killed-chats.ts';

/**
 * The killed-chats test at its full length: `node apps/server/src/composition/testing/killed-chats/run.ts
 * [sqlite|one-at-a-time|mongodb] [chats]`. Prints what it found; exit code 1 where a promise was broken.
 */
const [kind = 'sqlite', chats = '500'] = process.argv.slice(2);
const mongodb = kind === 'mongodb' ? await startMongodb() : undefined;
const documents: KilledChatsOptions['documents'] =
  mongodb ? { kind: 'mongodb', url: mongodb.newDatabaseUrl() } : { kind: kind === 'one-at-a-time' ? kind : 'sqlite' };
try {
  // A start takes up what was left with some thirty commits: four lives in a row that are shorter look like poisoned work.
  const life = documents.kind === 'one-at-a-time' ? ([40, 150] as const) : ([1, 20] as const);
  const report = await killedChats({ documents, chats: Number(chats), concurrency: 8, life });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.exitCode = report.broken.length === 0 ? 0 : 1;
} finally {
  await mongodb?.stop();
}
