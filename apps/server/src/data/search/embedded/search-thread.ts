import { Worker } from 'node:worker_threads';
import type { Answer, IndexFault, Task, Tasks, ThreadData } from './tasks.ts';

/** A thread that died did not finish this; what was asked for can be asked for again. */
class ThreadEnded extends Error {
  constructor(options?: ErrorOptions) {
    super('The thread of the search ended before it had answered.', options);
    this.name = 'ThreadEnded';
  }
}

/** What is known of a task beside what it is given. */
export interface TaskDetails {
  /** Memory that belongs to what it is given, and goes over to the thread. */
  readonly memory?: readonly ArrayBuffer[];
  /** How many passages it is about; 1 where it is not said. */
  readonly passages?: number;
}

interface Waiting {
  readonly passages: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread of the embedded search. It is started for its first task, and after it died for the next; and ended where it is idle for long. */
export class SearchThread {
  readonly #data: ThreadData;
  /** Milliseconds after which an idle one ends; never where absent. */
  readonly #idleFor: number | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(data: ThreadData, idleFor?: number) {
    this.#data = data;
    this.#idleFor = idleFor;
  }

  /** How many passages the tasks are about that it has not answered. */
  get load(): number {
    let load = 0;
    for (const { passages } of this.#waiting.values()) load += passages;
    return load;
  }

  /** Has a task done. Throws `UnusableIndex`. */
  run<Name extends keyof Tasks>(name: Name, given: Tasks[Name]['given'], { memory = [], passages = 1 }: TaskDetails = {}): Promise<Tasks[Name]['result']> {
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#timer);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        passages,
        // What a thread answers to a task is that task's result.
        resolve: (result) => resolve(result as Tasks[Name]['result']),
        reject,
      });
      worker.postMessage({ id, name, given } satisfies Task, memory);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    // Before the wait: what comes meanwhile is for the next thread.
    this.#fail(new ThreadEnded());
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: this.#data, env: {} });
    // The process may end while a thread is idle.
    worker.unref();
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('result' in answer) waiting?.resolve(answer.result);
      else waiting?.reject(answer.fault === undefined ? answer.error : new UnusableIndex(answer.fault, answer.error));
      if (this.#waiting.size === 0 && this.#idleFor !== undefined) {
        this.#timer = setTimeout(() => void this.close(), this.#idleFor).unref();
      }
    });
    const end = (cause?: unknown): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(new ThreadEnded({ cause }));
    };
    worker.on('error', end);
    worker.on('exit', () => end());
    return worker;
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

/** The index of a task cannot be used. */
export class UnusableIndex extends Error {
  readonly fault: IndexFault;

  constructor(fault: IndexFault, cause: unknown) {
    super(`The index is ${fault}.`, { cause });
    this.name = 'UnusableIndex';
    this.fault = fault;
  }
}
