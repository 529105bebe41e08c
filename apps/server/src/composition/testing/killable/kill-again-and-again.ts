import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CountingWorld } from './counting-world.ts';
import { type KillableDocuments, KillableProcess } from './killable-process.ts';

/** A story that was killed less often has shown nothing. */
export const LEAST_KILLS = 2;

/** How a server is killed while it is used. */
export interface KillOptions {
  /** Where the server keeps its documents. */
  readonly documents: KillableDocuments;
  /** How many users it has at once. */
  readonly concurrency: number;
  /** How long a server lives (least, most): in calls of the model and the counter, and answers to users that a story counts; in commits where they come one at a time. */
  readonly life: readonly [number, number];
  /** Within which part of the time that its start took a server is killed after that; some 30 ms where absent. */
  readonly soon?: number;
}

/** What came out: how much was acknowledged, and what is not as it was promised. */
export interface Findings {
  readonly acknowledged: number;
  readonly broken: readonly string[];
}

/** What was seen, and how often the server was killed. */
export interface KillReport extends Findings {
  readonly kills: number;
}

/** What is done with a server that is killed. */
export interface KilledStory<Client> {
  /** Sets up what the story needs; the server lives meanwhile. It has no address while it is dead. */
  open(address: () => string | undefined, world: CountingWorld): Promise<Client>;
  /** One user's part, by its number: resolves when that user is done. `kills` tells how often the server has been killed by now. */
  use(client: Client, lane: number, kills: () => number): Promise<void>;
  /** Compares what is stored with what was promised; the server lives meanwhile. */
  verify(client: Client, world: CountingWorld): Promise<Findings>;
}

/** Kills a server at random points, again and again until its users are done, and checks what it promised them. */
export async function killAgainAndAgain<Client>({ documents, concurrency, life, soon }: KillOptions, story: KilledStory<Client>): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-killed-'));
  const world = await CountingWorld.start();
  let kills = 0;
  let server: KillableProcess | undefined;
  try {
    server = await KillableProcess.start(folder, world, documents);
    const client = await story.open(() => server?.address, world);
    await server.kill();
    const used = Promise.all(Array.from({ length: concurrency }, (_, lane) => story.use(client, lane, () => kills))).then(() => true);
    for (let done = false; !done; ) {
      server = await KillableProcess.start(folder, world, documents, life);
      done = await Promise.race([used, server.endOfLife(world, soon).then(() => false)]);
      await server.kill();
      kills += 1;
    }
    server = await KillableProcess.start(folder, world, documents);
    return { kills, ...(await story.verify(client, world)) };
  } finally {
    await server?.kill();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}
