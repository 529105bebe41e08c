import { availableParallelism } from 'node:os';
import { WaitingLine } from '#kernel/waiting-line.ts';
import { CodeFailed } from '../code-failed.ts';
import type { CodeLimits, Job, LanguageStatus, Outcome, Runner } from '../code-run.ts';
import { WorkerThread } from './worker-thread.ts';

/** A place that who takes all others does not get: long code of one workspace does not keep that of another waiting. */
const SPARE = 1;

/** Runs JavaScript and TypeScript in QuickJS, compiled to WebAssembly, in threads: as many as the machine runs at once, made when they are needed. */
export class JavaScriptRunner implements Runner {
  readonly #limits: CodeLimits;
  readonly #line = new WaitingLine(Math.max(2, availableParallelism()), SPARE);
  readonly #threads = new Set<WorkerThread>();
  /** Those that wait, the longest first: it has prepared itself. */
  readonly #idle: WorkerThread[] = [];
  #isClosed = false;

  constructor(limits: CodeLimits) {
    this.#limits = limits;
  }

  async run(job: Job): Promise<Outcome> {
    const leave = await this.#line.enter(job.signal, job.group);
    try {
      if (this.#isClosed) throw new CodeFailed('canceled', 'The server is stopping.');
      const thread = this.#idle.shift() ?? this.#start();
      try {
        return await thread.run(job);
      } finally {
        if (thread.isAlive) this.#idle.push(thread);
        else this.#threads.delete(thread);
      }
    } finally {
      leave();
    }
  }

  async status(): Promise<LanguageStatus> {
    return { isAvailable: true, isolation: 'full', detail: 'QuickJS in WebAssembly, a new one for each run, in threads' };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #start(): WorkerThread {
    const thread = new WorkerThread(this.#limits);
    this.#threads.add(thread);
    return thread;
  }
}
