import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#data/testing/free-port.ts';

/** A MongoDB wire server for tests. */
export interface MongodbServer {
  /** The address of a new, empty database. */
  newDatabaseUrl(): string;
  /** Kills the server and starts it again on its data; absent where it is not ours to kill. */
  readonly restart?: () => Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(
  new URL('../../../../../../.cache/test-servers/secantus/bin/secantusd-py', import.meta.url),
);
const START_TIMEOUT = 60_000;

/** Why no MongoDB server can be had for tests; `undefined` where one can. */
export function whyNoMongodb(): string | undefined {
  if (process.env['BUCKLE_TEST_MONGODB_URL'] !== undefined || existsSync(PROGRAM)) return undefined;
  return 'skipped: no MongoDB server; run scripts/install-test-servers.sh or set BUCKLE_TEST_MONGODB_URL';
}

/** Starts a server of its own on a free port, or uses the one that `BUCKLE_TEST_MONGODB_URL` names. */
export async function startMongodb(): Promise<MongodbServer> {
  const given = process.env['BUCKLE_TEST_MONGODB_URL'];
  if (given !== undefined) {
    return { newDatabaseUrl: () => nameDatabase(given), stop: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'buckle-mongodb-'));
  const port = await freePort();
  let child = await start(folder, port);
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  return {
    newDatabaseUrl: () => nameDatabase(`mongodb://127.0.0.1:${port}/?directConnection=true`),
    restart: async () => {
      await end(child);
      child = await start(folder, port);
    },
    stop: async () => {
      process.off('exit', killAtExit);
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function nameDatabase(url: string): string {
  const [, start = '', query = ''] = /^([^/]+\/\/[^/?]+)[^?]*(\?.*)?$/.exec(url) ?? [];
  return `${start}/buckle_test_${randomUUID().replaceAll('-', '')}${query}`;
}

async function start(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(PROGRAM, ['--host', '127.0.0.1', '--port', String(port), '--storage-path', join(folder, 'data')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2000);
  });
  for (let waited = 0; !(await accepts(port)); waited += 50) {
    if (child.exitCode !== null || waited > START_TIMEOUT) {
      await end(child);
      throw new Error(`The MongoDB server for tests did not start:\n${log}`);
    }
    await pause(50);
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Whether something listens on a port of this machine. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
