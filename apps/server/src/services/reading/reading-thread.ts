import { Worker } from 'node:worker_threads';
import type { SplitRules } from '@buckle/contract';
import type { ReadingLimits } from './limits.ts';
import { BATCHES_AHEAD, CHUNKS_AHEAD, type FromThread, type ToThread } from './messages.ts';
import type { ReadBatch } from './passage.ts';
import { Unreadable } from './unreadable.ts';
import { Watch } from './watch.ts';

/** A source, as whoever wants it read has it. */
export interface Source {
  readonly body: AsyncIterable<Uint8Array>;
  /** Its ending decides between kinds of text. */
  readonly fileName: string;
  /** In bytes: with it, progress is known. */
  readonly size?: number;
}

/** A thread that reads sources, one at a time. One that was ended, or ended itself, is not used again. */
export class ReadingThread {
  readonly #worker: Worker;
  readonly #limits: ReadingLimits;
  #end: Error | undefined;
  #isBusy = false;
  /** What the thread said and nobody heard yet. */
  #heard: FromThread[] = [];
  #wake: (() => void) | undefined;
  #hear: ((message: FromThread) => void) | undefined;

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
    this.#worker = new Worker(new URL('worker.ts', import.meta.url), {
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    });
    // An idle thread keeps no process alive.
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => {
      this.#hear?.(message);
      this.#heard.push(message);
      this.#wake?.();
    });
    this.#worker.once('error', (error) => this.#ended(inWords(error)));
    this.#worker.once('exit', () => this.#ended(new Error('The thread that reads documents ended.')));
  }

  /** Whether it can read another source. */
  get isAlive(): boolean {
    return this.#end === undefined && !this.#isBusy;
  }

  /** Whoever stops taking batches before the end ends the thread. */
  async *read(source: Source, rules: SplitRules, signal: AbortSignal): AsyncGenerator<ReadBatch, void, undefined> {
    const abort = (): void => this.#kill(reasonOf(signal));
    signal.addEventListener('abort', abort, { once: true });
    const body = source.body[Symbol.asyncIterator]();
    const pump = new Pump(body, (bytes) => this.#say({ type: 'chunk', bytes }), (error) => this.#kill(error));
    let untaken = 0;
    const watch = new Watch(this.#worker, this.#limits, () => untaken >= BATCHES_AHEAD || pump.isBehind, (reason) => this.#kill(reason));
    this.#hear = ({ type }) => {
      watch.sign(pump.bytes);
      if (type === 'batch') untaken += 1;
      if (type === 'more') pump.used();
    };
    this.#isBusy = true;
    this.#worker.ref();
    try {
      if (signal.aborted) abort();
      this.#say({ type: 'read', fileName: source.fileName, size: source.size, rules, limits: this.#limits });
      pump.start();
      for (;;) {
        const message = await this.#next();
        switch (message.type) {
          case 'ready':
          case 'alive':
            break;
          case 'more':
            break;
          case 'batch':
            yield message.batch;
            untaken -= 1;
            this.#say({ type: 'taken' });
            break;
          case 'end':
            this.#isBusy = false;
            return;
          case 'unreadable':
            // Not used again, either: what broke the file may have left the thread in any state.
            throw new Unreadable(message.code, message.message);
          case 'broken':
            throw new Error(`Reading a document failed: ${message.message}`);
        }
      }
    } finally {
      signal.removeEventListener('abort', abort);
      watch.close();
      this.#hear = undefined;
      if (this.#isBusy) this.#kill(new Error('The document is not read on.'));
      else this.#worker.unref();
      await pump.close();
    }
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.#kill(new Error('The server is stopping.'));
    await this.#worker.terminate();
  }

  async #next(): Promise<FromThread> {
    for (;;) {
      if (this.#end) throw this.#end;
      const message = this.#heard.shift();
      if (message) return message;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #say(message: ToThread): void {
    const bytes = message.type === 'chunk' ? message.bytes : undefined;
    this.#worker.postMessage(message, bytes ? [bytes.buffer as ArrayBuffer] : []);
  }

  #ended(reason: Error): void {
    this.#end ??= reason;
    this.#wake?.();
  }

  #kill(reason: Error): void {
    this.#ended(reason);
    void this.#worker.terminate();
  }
}

/** Brings the source to the thread, as fast as it asks. */
class Pump {
  /** How many were sent. */
  bytes = 0;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #send: (bytes: Uint8Array<ArrayBuffer> | undefined) => void;
  readonly #fail: (error: Error) => void;
  #wanted = 0;
  /** Chunks that the thread has and did not use up. */
  #there = 0;
  #isPumping = false;
  #isOver = false;

  constructor(body: AsyncIterator<Uint8Array>, send: (bytes: Uint8Array<ArrayBuffer> | undefined) => void, fail: (error: Error) => void) {
    this.#body = body;
    this.#send = send;
    this.#fail = fail;
  }

  /** Whether the thread has nothing to read. */
  get isBehind(): boolean {
    return this.#there === 0 && !this.#isOver;
  }

  /** The thread is there for it. */
  start(): void {
    this.#wanted = CHUNKS_AHEAD;
    void this.#pump();
  }

  /** The thread used a chunk up and wants another. */
  used(): void {
    this.#wanted += 1;
    this.#there -= 1;
    if (!this.#isPumping) void this.#pump();
  }

  /** The source is not wanted any more. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#body.return?.();
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    try {
      while (this.#wanted > 0 && !this.#isOver) {
        const next = await this.#body.next();
        if (this.#isOver) return;
        if (next.done) {
          this.#isOver = true;
          this.#send(undefined);
          return;
        }
        this.#wanted -= 1;
        this.#there += 1;
        this.bytes += next.value.length;
        // A copy, which is given away: the source may share its memory with others.
        this.#send(new Uint8Array(next.value));
      }
    } catch (error) {
      this.#isOver = true;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#isPumping = false;
    }
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Reading was cancelled.');
}

/** Why a thread ended by itself. */
function inWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isOutOfMemory ? new Unreadable('memory', 'Reading it takes more memory than is allowed. Split it into several files.', { cause: error }) : error;
}
