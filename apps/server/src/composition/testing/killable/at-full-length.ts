import { startMongodb } from '#data/documents/testing/mongodb-server.ts';
import type { ShortStory } from './describe-kills.ts';
import type { KillOptions, KillReport } from './kill-again-and-again.ts';
import type { KillableDocuments } from './killable-process.ts';

/** How long servers live where a story does not say so: a start takes up what was left with some thirty commits, and four lives in a row that are shorter look like poisoned work. */
const LIVES = { life: [1, 20], commits: [40, 150] } as const;

/**
 * Kills a server for as long as the arguments of the process say (sqlite, one-at-a-time or mongodb, and how
 * much has to be acknowledged), and prints what it found; exit code 1 where a promise was broken.
 */
export async function atFullLength(kill: (options: KillOptions, count: number) => Promise<KillReport>, lives: Pick<ShortStory, 'life' | 'commits'> = LIVES): Promise<void> {
  const [kind = 'sqlite', count = '500'] = process.argv.slice(2);
  const mongodb = kind === 'mongodb' ? await startMongodb() : undefined;
  const documents: KillableDocuments = mongodb ? { kind: 'mongodb', url: mongodb.newDatabaseUrl() } : { kind: kind === 'one-at-a-time' ? kind : 'sqlite' };
  try {
    const life = documents.kind === 'one-at-a-time' ? lives.commits : lives.life;
    const report = await kill({ documents, concurrency: 8, life }, Number(count));
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    process.exitCode = report.broken.length === 0 ? 0 : 1;
  } finally {
    await mongodb?.stop();
  }
}
