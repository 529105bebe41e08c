import { availableParallelism } from 'node:os';
import type { TextRules } from '@buckle/contract';
import { Unavailable } from '#kernel/errors.ts';
import { WaitingLine } from '#kernel/waiting-line.ts';
import { defaultReadingLimits, type ReadingLimits } from './limits.ts';
import type { ReadBatch } from './passage.ts';
import { ReadingThread, type Source } from './reading-thread.ts';

/** Reads documents into passages. */
export interface Reader {
  /**
   * Reads a source whole, in batches of about 100 passages; while nobody takes them, the reading waits. The same bytes and rules always
   * give the same passages. Aborting the signal, or not taking batches to the end, frees the thread within a second.
   *
   * @throws Unreadable the source cannot be read
   * @throws the signal's reason where it is aborted, and whatever the source throws
   */
  read(source: Source, rules: TextRules, options: { readonly signal: AbortSignal }): AsyncIterable<ReadBatch>;
  close(): Promise<void>;
}

/** How documents are read. */
export interface ReaderOptions {
  /** How many at once; as many as there are processors where it is not said. Others wait in line. */
  readonly most?: number;
  /** Where they differ from the usual ones. */
  readonly limits?: Partial<ReadingLimits>;
}

/** Makes a reader; its threads start when they are needed. */
export function openReader({ most = availableParallelism(), limits = {} }: ReaderOptions = {}): Reader {
  return new ThreadedReader(most, { ...defaultReadingLimits, ...limits });
}

/** Reads each source in a thread of its own, which is used again where it came to a good end. */
class ThreadedReader implements Reader {
  readonly #limits: ReadingLimits;
  readonly #line: WaitingLine;
  readonly #threads = new Set<ReadingThread>();
  readonly #idle: ReadingThread[] = [];
  #isClosed = false;

  constructor(most: number, limits: ReadingLimits) {
    this.#limits = limits;
    this.#line = new WaitingLine(most);
  }

  async *read(source: Source, rules: TextRules, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<ReadBatch, void, undefined> {
    const leave = await this.#line.enter(signal);
    try {
      if (this.#isClosed) throw new Unavailable('The server is stopping.');
      const thread = this.#idle.pop() ?? this.#start();
      try {
        yield* thread.read(source, rules, signal);
      } finally {
        if (thread.isAlive) this.#idle.push(thread);
        else this.#threads.delete(thread);
      }
    } finally {
      leave();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #start(): ReadingThread {
    const thread = new ReadingThread(this.#limits);
    this.#threads.add(thread);
    return thread;
  }
}
