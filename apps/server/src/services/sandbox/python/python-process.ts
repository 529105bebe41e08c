import type { Socket } from 'node:net';
import { PythonRefused } from './python-refused.ts';

const REFUSED = 'refused ';
/** What it says when it has its run, before anything else. */
const BEGUN = 'begun\n';

/** How a process ended: the code it gave; the number of the signal that ended it, negative; or `lost`, with the process that made it. */
export type ExitStatus = number | 'lost';

/** One process for one run, locked in. */
export class PythonProcess {
  /** Resolves when it waits for its run; rejects with a `PythonRefused` where it cannot be locked in, and another error where it has ended. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended. */
  readonly exited: Promise<ExitStatus>;
  readonly #kill: () => void;
  #settleReady: (failure?: Error) => void = () => {};
  #settleExited: (status: ExitStatus) => void = () => {};
  #socket: Socket | undefined;
  #hasEnded = false;

  constructor(kill: () => void) {
    this.#kill = kill;
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    this.exited = new Promise((resolve) => {
      this.#settleExited = resolve;
    });
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends it, whatever it does. */
  kill(): void {
    this.#kill();
  }

  /** Gives it its run, and reads all it says until its end: `too much` where that is more than so many bytes, `lost` where it never began. */
  async run(request: string, mostBytes: number): Promise<Buffer | 'too much' | 'lost'> {
    const socket = this.#socket;
    if (!socket) throw new Error('The process has not connected.');
    if (socket.destroyed) return 'lost';
    const body = Buffer.from(request);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    const parts: Buffer[] = [];
    let length = 0;
    const end = new Promise<boolean>((resolve) => {
      socket.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length > mostBytes) resolve(false);
      });
      socket.once('close', () => resolve(true));
    });
    socket.write(Buffer.concat([head, body]));
    const isWhole = await end;
    socket.destroy();
    if (!isWhole) return 'too much';
    const said = Buffer.concat(parts);
    return said.toString('latin1', 0, BEGUN.length) === BEGUN ? said.subarray(BEGUN.length) : 'lost';
  }

  /** It has connected, and maybe said something already. */
  connected(socket: Socket, heard: Buffer): void {
    this.#socket = socket;
    let line = heard.toString();
    const listen = (data?: Buffer): void => {
      line += data?.toString() ?? '';
      if (!line.endsWith('\n')) return;
      socket.off('data', listen);
      const said = line.trim();
      this.#settleReady(said.startsWith(REFUSED) ? new PythonRefused(said.slice(REFUSED.length)) : undefined);
    };
    socket.on('data', listen);
    listen();
  }

  /** It has ended. */
  ended(status: ExitStatus): void {
    this.#hasEnded = true;
    this.#settleReady(new Error(`the process ended before it was ready (${status})`));
    this.#settleExited(status);
  }
}
