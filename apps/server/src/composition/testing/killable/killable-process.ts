import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CountingWorld } from './counting-world.ts';

const SERVER = fileURLToPath(new URL('killable-server.ts', import.meta.url));
/** Generous: the machine may be busy, and the server is one of many. */
const READY_WITHIN = 180_000;
/**
 * A kill comes within this part of the time that the start took after the last call of a life: some 30 ms,
 * or more on a machine that is busy. In a shorter time nothing would get further at all, and work that is
 * taken over three times without a step is rightly given up as what kills its server.
 */
const SOON = 1 / 30;

/** The token of the first account of a server that is killed. */
export const TOKEN = `pat_${'k1lled'.repeat(6)}`;

/** Where a server that is killed keeps its documents. */
export type KillableDocuments = { readonly kind: 'sqlite' } | { readonly kind: 'one-at-a-time' } | { readonly kind: 'mongodb'; readonly url: string };

/** The server under test, in a process of its own. */
export class KillableProcess {
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
    documents: KillableDocuments,
    life?: readonly [number, number],
  ): Promise<KillableProcess> {
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
      BUCKLE_OUTBOUND_ALLOW: '127.0.0.1/32',
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
    if (line === undefined && commits !== undefined) return new KillableProcess(child, exited, '', 0, 0);
    if (line === undefined) throw new Error(`The server that was to be killed did not start: exit code ${child.exitCode}, signal ${child.signalCode}.`);
    return new KillableProcess(child, exited, line.replace('ready ', ''), deeds, performance.now() - begin);
  }

  /** Resolves when the server is to be killed, or has killed itself. */
  async endOfLife(world: CountingWorld, soon = SOON): Promise<void> {
    const lived = world.more(this.#life).then(() => pause(Math.random() * soon * this.#startTime));
    await Promise.race([this.#exited, lived]);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
