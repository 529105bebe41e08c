import { Worker } from 'node:worker_threads';
import { CodeFailed } from '../code-failed.ts';
import type { CodeLimits, Job, Outcome } from '../code-run.ts';

/** What a worker is sent. */
export type WorkerJob = Pick<Job, 'code' | 'params' | 'timeout'>;

/** What it answers. */
export interface WorkerAnswer {
  readonly outcome: Outcome;
  /** Whether the thread is not to be used again. */
  readonly isLast: boolean;
}

/** How much longer than its time a run may take before its thread is ended, in milliseconds: then what should have stopped it did not. */
const GRACE = 500;

/** A thread for code of users. One that was ended, or ended itself, is not used again. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #settle: ((outcome: Outcome | Error) => void) | undefined;
  #end: Error | undefined;

  constructor(limits: CodeLimits) {
    this.#worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: limits,
      env: {},
      // Taking types out is still called experimental.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Deep recursion in QuickJS is deep recursion in V8 too: QuickJS's own limit has to be met first.
      resourceLimits: { stackSizeMb: 16, maxOldGenerationSizeMb: 256 },
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.once('message', () => {
        this.#worker.on('message', ({ outcome, isLast }: WorkerAnswer) => {
          this.#settle?.(outcome);
          if (isLast) this.#kill(new Error('The thread is not used again.'));
        });
        resolve();
      });
      const end = (error: Error): void => {
        this.#end ??= error;
        reject(error);
        this.#settle?.(error);
      };
      this.#worker.once('error', (error) => end(inWords(error)));
      this.#worker.once('exit', () => end(new Error('The thread ended.')));
    });
  }

  /** Whether it can take another run. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  async run(job: Job): Promise<Outcome> {
    await this.#ready;
    job.signal?.throwIfAborted();
    const { code, params, timeout, signal } = job;
    const outcome = await new Promise<Outcome | Error>((resolve) => {
      const timer = setTimeout(() => this.#kill(new CodeFailed('timeout', `It took longer than ${timeout / 1_000} s.`)), timeout + GRACE);
      const cancel = (): void => this.#kill(new CodeFailed('canceled', 'The run was cancelled.'));
      signal?.addEventListener('abort', cancel, { once: true });
      this.#settle = (settled) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
        this.#settle = undefined;
        resolve(settled);
      };
      this.#worker.postMessage({ code, params, timeout } satisfies WorkerJob);
    });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.#kill(new CodeFailed('canceled', 'The server is stopping.'));
    await this.#worker.terminate();
  }

  #kill(reason: Error): void {
    this.#end ??= reason;
    this.#settle?.(reason);
    void this.#worker.terminate();
  }
}

/** Why a thread ended by itself: it may be the code that needed too much, before QuickJS was asked to run it. */
function inWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isOutOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return isOutOfMemory ? new CodeFailed('memory', 'It needs too much memory to be read.', { cause: error }) : error;
}
