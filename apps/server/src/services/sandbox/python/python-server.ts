import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PythonProcess } from './python-process.ts';
import { PythonRefused } from './python-refused.ts';

/** `full`: Landlock, seccomp, limits and another user; `process`: limits and, for root, another user. */
export const pythonIsolations = ['full', 'process'] as const;
export type PythonIsolation = (typeof pythonIsolations)[number];

const LAUNCHER = fileURLToPath(new URL('launcher/launcher.py', import.meta.url));

const announcement = z.union([z.object({ ready: z.string() }), z.object({ refused: z.string() })]);

/**
 * The Python process that forks one locked-in process for each run. They connect by a Unix socket in a folder that is closed to
 * others, so that what a run is given and gives passes through no process but its own.
 */
export class PythonServer {
  readonly #launcher: ChildProcess;
  readonly #listener: Server;
  readonly #folder: string;
  readonly #processes = new Map<string, PythonProcess>();
  /** Of the interpreter. */
  readonly version: string;
  #isAlive = true;

  private constructor(launcher: ChildProcess, listener: Server, folder: string, version: string) {
    this.#launcher = launcher;
    this.#listener = listener;
    this.#folder = folder;
    this.version = version;
  }

  /**
   * Starts one with an interpreter.
   *
   * @throws PythonRefused
   */
  static async start(python: string, isolation: PythonIsolation, memoryBytes: number): Promise<PythonServer> {
    const { folder, address, listener } = await listen();
    const launcher = spawn(python, ['-I', '-B', '-X', 'utf8', LAUNCHER, address, isolation, String(memoryBytes)], {
      cwd: '/',
      // Of the server's environment nothing but the time zone; libraries that compute are to stay with one thread.
      env: { LANG: 'C.UTF-8', OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', ...(process.env['TZ'] === undefined ? {} : { TZ: process.env['TZ'] }) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const giveUp = async (reason: string, cause?: unknown): Promise<PythonRefused> => {
      launcher.kill('SIGKILL');
      listener.close();
      await rm(folder, { recursive: true, force: true });
      return new PythonRefused(reason, { cause });
    };
    let complaint = '';
    launcher.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    const lines = createInterface({ input: launcher.stdout });
    const first = await new Promise<string | Error>((resolve) => {
      lines.once('line', resolve);
      launcher.once('error', resolve);
      launcher.once('close', () => resolve(new Error(complaint.trim().split('\n').at(-1) || 'it ended at once')));
    });
    if (first instanceof Error) throw await giveUp(first.message, first);
    const announced = announcement.parse(JSON.parse(first));
    if ('refused' in announced) throw await giveUp(announced.refused);
    const server = new PythonServer(launcher, listener, folder, announced.ready);
    server.#listen(lines);
    return server;
  }

  /** Whether it can make processes. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Makes a process, which is ready when the promise resolves. */
  async fork(): Promise<PythonProcess> {
    if (!this.#isAlive) throw new PythonRefused('the process that makes the others has ended');
    const token = randomBytes(12).toString('hex');
    const made = new PythonProcess(() => this.#tell(`kill ${token}`));
    this.#processes.set(token, made);
    this.#tell(`fork ${token}`);
    await made.ready;
    return made;
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    this.#isAlive = false;
    this.#listener.close();
    const isOver = this.#launcher.exitCode !== null || this.#launcher.signalCode !== null;
    if (!isOver) {
      const over = once(this.#launcher, 'close');
      this.#launcher.stdin?.end();
      const timer = setTimeout(() => this.#launcher.kill('SIGKILL'), 2_000);
      await over;
      clearTimeout(timer);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #listen(lines: ReturnType<typeof createInterface>): void {
    lines.on('line', (line) => {
      const [, token = '', status] = line.split(' ');
      this.#processes.get(token)?.ended(Number(status));
      this.#processes.delete(token);
    });
    this.#listener.on('connection', (socket) => this.#welcome(socket));
    this.#launcher.stdin?.on('error', () => this.#lost());
    this.#launcher.once('close', () => this.#lost());
  }

  /** A process has connected: its first line says which. */
  #welcome(socket: Socket): void {
    let heard = Buffer.alloc(0);
    const listen = (data: Buffer): void => {
      heard = Buffer.concat([heard, data]);
      const end = heard.indexOf('\n');
      if (end < 0) return;
      socket.off('data', listen);
      const made = this.#processes.get(heard.toString('latin1', 0, end));
      if (made) made.connected(socket, heard.subarray(end + 1));
      else socket.destroy();
    };
    socket.on('data', listen);
    socket.on('error', () => socket.destroy());
  }

  #tell(line: string): void {
    if (this.#isAlive) this.#launcher.stdin?.write(`${line}\n`);
  }

  /** Its end is the end of all that it made. */
  #lost(): void {
    this.#isAlive = false;
    for (const made of this.#processes.values()) made.ended('lost');
    this.#processes.clear();
  }
}

/** Listens in a new folder that is closed to others. */
async function listen(): Promise<{ folder: string; address: string; listener: Server }> {
  try {
    const folder = await mkdtemp(join(tmpdir(), 'buckle-python-'));
    const address = join(folder, 'socket');
    const listener = createServer();
    listener.listen(address);
    await once(listener, 'listening');
    return { folder, address, listener };
  } catch (error) {
    throw new PythonRefused(`no socket can be made in ${tmpdir()} (${error instanceof Error ? error.message : String(error)})`, { cause: error });
  }
}
