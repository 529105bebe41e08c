import { Worker } from 'node:worker_threads';
import type { TextRules } from '@buckle/contract';
import type { ReadingLimits } from './limits.ts';
import { BATCHES_AHEAD, type FromThread, type ToThread } from './messages.ts';
import type { ReadBatch } from './passage.ts';
import { SourcePump } from './source-pump.ts';
import { Unreadable, unreadable } from './unreadable.ts';
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
  /** Resolves when the thread is gone. */
  readonly gone: Promise<void>;
  readonly #worker: Worker;
  readonly #limits: ReadingLimits;
  #end: Error | undefined;
  #isReady = false;
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
      this.#isReady = true;
      this.#hear?.(message);
      this.#heard.push(message);
      this.#wake?.();
    });
    this.#worker.once('error', (error) => this.#ended(inWords(error)));
    this.gone = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#ended(new Error('The thread that reads documents ended.'));
        resolve();
      });
    });
  }

  /** Whether it can read another source. */
  get isAlive(): boolean {
    return this.#end === undefined && !this.#isBusy;
  }

  /** Whoever stops taking batches before the end ends the thread. */
  async *read(source: Source, rules: TextRules, signal: AbortSignal): AsyncGenerator<ReadBatch, void, undefined> {
    const abort = (): void => this.#kill(reasonOf(signal));
    signal.addEventListener('abort', abort, { once: true });
    const body = source.body[Symbol.asyncIterator]();
    const pump = new SourcePump(body, (bytes) => this.#say({ type: 'chunk', bytes }), (error) => this.#kill(error));
    let untaken = 0;
    const watch = new Watch(this.#worker, this.#limits, () => !this.#isReady || untaken >= BATCHES_AHEAD || pump.isBehind, (reason) => this.#kill(reason));
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
            this.#isBusy = false;
            throw new Unreadable(message.reason);
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
      pump.close();
    }
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.#kill(new Error('The server is stopping.'));
    await this.gone;
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

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Reading was cancelled.');
}

/** Why a thread ended by itself. */
function inWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isOutOfMemory ? unreadable('reading_takes_memory', {}, { cause: error }) : error;
}
