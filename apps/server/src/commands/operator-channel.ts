import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/**
 * How the commands of `npm start --` reach a server that runs: a socket of the file system, that no
 * network leads to. The server sends a challenge, the command proves that it can read the master key
 * with an HMAC over it and over what it asks for, and sends one line of JSON; the server answers with
 * a line for each step of its progress, and one with the result. A command whose asker hangs up is
 * told to stop.
 */
const LONGEST_SOCKET_PATH = 100;
const CHALLENGE_BYTES = 32;
/** How long each side waits for the other's first line, in milliseconds; what is asked for may take longer. */
const PATIENCE = 10_000;

const request = z.object({ proof: z.string(), command: z.string(), argument: z.string().optional() });
const reply = z.union([z.object({ result: z.string() }), z.object({ error: z.string() }), z.object({ progress: z.number() })]);

/** How a command that takes long is watched, and stopped. */
export interface OperatorWatch {
  readonly signal?: AbortSignal;
  /** Told how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** What a server does for a command; what it returns is printed. */
export type OperatorHandler = (command: string, argument: string | undefined, watch: OperatorWatch) => Promise<string>;

/** The server refused or failed; the message says why. */
export class OperatorRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperatorRefused';
  }
}

/**
 * Listens for commands in a data folder, whose lock this process holds, and carries them out one
 * after the other. Returns what ends it, after the command that is being carried out, which is told to stop.
 */
export async function listenForOperator(
  folder: string,
  masterKey: () => Buffer,
  handle: OperatorHandler,
): Promise<() => Promise<void>> {
  const path = socketPath(folder);
  await rm(path, { force: true });
  let last: Promise<unknown> = Promise.resolve();
  const closing = new AbortController();
  const handleInTurn: OperatorHandler = (command, argument, watch) => {
    const handled = last.then(() => handle(command, argument, watch));
    last = Promise.allSettled([handled]);
    return handled;
  };
  const server = createServer((socket) => {
    // Who breaks the protocol or the connection is not answered.
    answer(socket, masterKey, handleInTurn, closing.signal).catch(() => socket.destroy());
  });
  await listening(server, path);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      closing.abort(new Error('The server is stopping.'));
    });
}

/** Whether a server runs on a data folder, with whatever master key. */
export async function isServed(folder: string): Promise<boolean> {
  const socket = await connected(socketPath(folder));
  socket?.destroy();
  return socket !== undefined;
}

/** Asks the server of a data folder; undefined where none runs. Throws `OperatorRefused`. */
export async function askServer(
  folder: string,
  masterKey: Buffer,
  command: string,
  argument?: string,
  { signal, onProgress }: OperatorWatch = {},
): Promise<string | undefined> {
  signal?.throwIfAborted();
  const socket = await connected(socketPath(folder));
  if (!socket) return undefined;
  const hangUp = (): void => void socket.destroy(new OperatorRefused('Stopped.'));
  signal?.addEventListener('abort', hangUp);
  socket.setTimeout(PATIENCE, () => socket.destroy(new OperatorRefused('The server did not answer in time.')));
  try {
    const lines = createInterface(socket)[Symbol.asyncIterator]();
    const challenge = await nextLine(lines);
    const proof = prove(masterKey, challenge, command, argument);
    socket.setTimeout(0);
    socket.write(`${JSON.stringify({ proof, command, argument })}\n`);
    for (;;) {
      const answered = reply.parse(JSON.parse(await nextLine(lines)));
      if ('error' in answered) throw new OperatorRefused(answered.error);
      if ('result' in answered) return answered.result;
      onProgress?.(answered.progress);
    }
  } finally {
    signal?.removeEventListener('abort', hangUp);
    socket.destroy();
  }
}

async function answer(socket: Socket, masterKey: () => Buffer, handle: OperatorHandler, closing: AbortSignal): Promise<void> {
  socket.setTimeout(PATIENCE, () => socket.destroy());
  const challenge = randomBytes(CHALLENGE_BYTES).toString('hex');
  socket.write(`${challenge}\n`);
  const asked = request.parse(JSON.parse(await nextLine(createInterface(socket)[Symbol.asyncIterator]())));
  socket.setTimeout(0);
  const proof = prove(masterKey(), challenge, asked.command, asked.argument);
  const hungUp = new AbortController();
  socket.once('close', () => hungUp.abort(new Error('Nobody waits for the result any more.')));
  const send = (line: z.input<typeof reply>): string => `${JSON.stringify(line)}\n`;
  const watch = {
    signal: AbortSignal.any([hungUp.signal, closing]),
    onProgress: (progress: number) => void (socket.writable && socket.write(send({ progress }))),
  };
  socket.end(send(await outcome(asked, proof, (command, argument) => handle(command, argument, watch))));
}

async function outcome(
  asked: z.output<typeof request>,
  proof: string,
  handle: (command: string, argument: string | undefined) => Promise<string>,
): Promise<z.input<typeof reply>> {
  if (asked.proof.length !== proof.length || !timingSafeEqual(Buffer.from(asked.proof), Buffer.from(proof))) {
    return { error: 'The running server has another master key: run the command with the key that the server was started with.' };
  }
  try {
    return { result: await handle(asked.command, asked.argument) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function prove(masterKey: Buffer, challenge: string, command: string, argument: string | undefined): string {
  const proven = JSON.stringify(['buckle operator', challenge, command, argument ?? null]);
  return createHmac('sha256', masterKey).update(proven).digest('hex');
}

/** In the data folder; in the system's folder for temporary files where that path is too long for a socket. */
function socketPath(folder: string): string {
  const path = join(folder, 'operator.sock');
  if (path.length <= LONGEST_SOCKET_PATH) return path;
  return join(tmpdir(), `buckle-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
  });
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  if (line.done) throw new OperatorRefused('The server closed the connection.');
  return line.value;
}
