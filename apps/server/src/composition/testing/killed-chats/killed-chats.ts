import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CountingWorld } from './counting-world.ts';
import { type AskedChat, ChatClient, KINDS } from './chat-client.ts';
import { type Findings, verifyChats } from './verify-chats.ts';

const SERVER = fileURLToPath(new URL('killable-server.ts', import.meta.url));
const TOKEN = `pat_${'k1lled'.repeat(6)}`;
const READY_WITHIN = 60_000;
/**
 * A kill comes within this part of the time that the start took after the last call of a life: some 15 ms,
 * or more on a machine that is busy, where so short a time would let nothing get further at all.
 */
const SOON = 1 / 60;

/** How the chats are killed. */
export interface KilledChatsOptions {
  /** Where the server keeps its documents. */
  readonly documents: { readonly kind: 'sqlite' } | { readonly kind: 'one-at-a-time' } | { readonly kind: 'mongodb'; readonly url: string };
  /** How many chats have to be acknowledged. */
  readonly chats: number;
  readonly concurrency: number;
  /** How long a server lives (least, most): in calls of the model and the tool; in commits where they come one at a time. */
  readonly life: readonly [number, number];
}

/** What was seen: how often the server was killed, and everything that is not as it was promised. */
export interface KilledChatsReport extends Findings {
  readonly kills: number;
}

/**
 * Asks chats of a server that is killed again and again, streamed and not, with tools and without,
 * and then checks what was promised: nothing acknowledged is lost, nothing finished is repeated.
 */
export async function killedChats(options: KilledChatsOptions): Promise<KilledChatsReport> {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-killed-'));
  const world = await CountingWorld.start();
  let kills = 0;
  let server: Server | undefined;
  try {
    server = await Server.start(folder, world, options.documents);
    const client = await ChatClient.open(() => server?.address, TOKEN);
    await server.kill();
    const chats: AskedChat[] = [];
    const asking = Array.from({ length: options.concurrency }, async (_, lane) => {
      for (let next = lane; chats.length < options.chats; next += options.concurrency) {
        const chat = await client.ask(next, KINDS[next % KINDS.length] ?? 'plain');
        if (chat) chats.push(chat);
      }
    });
    const asked = Promise.all(asking).then(() => true);
    for (let done = false; !done; ) {
      server = await Server.start(folder, world, options.documents, options.life);
      done = await Promise.race([asked, server.endOfLife(world).then(() => false)]);
      await server.kill();
      kills += 1;
    }
    server = await Server.start(folder, world, options.documents);
    return { kills, ...(await verifyChats(client, world, chats)) };
  } finally {
    await server?.kill();
    await world.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The server under test, in a process of its own. */
class Server {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  /** Calls of the model and the tool. */
  readonly #life: number;
  /** How long the start took, in milliseconds. */
  readonly #startTime: number;

  private constructor(child: ChildProcess, exited: Promise<unknown>, address: string, life: number, startTime: number) {
    this.#child = child;
    this.#exited = exited;
    this.address = address;
    this.#life = life;
    this.#startTime = startTime;
  }

  /** Starts a server: one that lives for a time between `life`, or until it is killed. */
  static async start(
    folder: string,
    world: CountingWorld,
    documents: KilledChatsOptions['documents'],
    life?: readonly [number, number],
  ): Promise<Server> {
    const length = life && Math.round(life[0] + Math.random() * (life[1] - life[0]));
    const commits = documents.kind === 'one-at-a-time' && length !== undefined ? String(length) : undefined;
    const deeds = commits === undefined ? (length ?? 0) : Infinity;
    const environment = {
      PATH: process.env['PATH'],
      BUCKLE_DATA_DIR: folder,
      BUCKLE_PORT: '0',
      BUCKLE_ADMIN_EMAIL: 'admin@example.com',
      BUCKLE_ADMIN_PASSWORD: 'killed again and again',
      BUCKLE_ADMIN_TOKEN: TOKEN,
      BUCKLE_MODEL_BASE_URL: world.model.baseUrl,
      BUCKLE_MODEL_NAME: 'scripted',
      BUCKLE_TEST_COUNTER_URL: world.counterUrl,
      ...(documents.kind === 'mongodb' ? { BUCKLE_MONGODB_URL: documents.url } : {}),
      ...(commits === undefined ? {} : { BUCKLE_TEST_STOP_AFTER: commits }),
    };
    const begin = performance.now();
    const child = spawn(process.execPath, [SERVER], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    const ready = Promise.race([
      once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
      exited.then(() => undefined),
      pause(READY_WITHIN, undefined, { ref: false }),
    ]);
    const line = await ready;
    // Stopped between two commits of its own start: that is a kill too, and the next start goes on.
    if (line === undefined && commits !== undefined) return new Server(child, exited, '', 0, 0);
    if (line === undefined) throw new Error('The server of the killed-chats test did not start.');
    return new Server(child, exited, line.replace('ready ', ''), deeds, performance.now() - begin);
  }

  /** Resolves when the server is to be killed, or has killed itself. */
  async endOfLife(world: CountingWorld): Promise<void> {
    const lived = world.more(this.#life).then(() => pause(Math.random() * SOON * this.#startTime));
    await Promise.race([this.#exited, lived]);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
