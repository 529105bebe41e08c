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
   * Reads a source whole, in batches of up to 100 passages and about 200,000 characters; while nobody takes them, the reading waits. The same bytes and rules always
   * give the same passages. Aborting the signal, or not taking batches to the end, frees the thread within a second.
   *
   * @throws Unreadable the source cannot be read
   * @throws the signal's reason where it is aborted, and whatever the source throws
   */
  read(source: Source, rules: TextRules, options: { readonly signal: AbortSignal }): AsyncIterable<ReadBatch>;

  /**
   * Reads a source as far as its first batch, undefined where it has none; in a place that no long reading takes.
   *
   * @throws Unreadable the source cannot be read
   * @throws Unavailable it could not be read within `previewTime`
   */
  preview(source: Source, rules: TextRules): Promise<ReadBatch | undefined>;
  close(): Promise<void>;
}

/** Sources whose beginnings are read at once, besides those that are read whole. */
const PREVIEWS = 2;

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
  readonly #readings: WaitingLine;
  readonly #previews = new WaitingLine(PREVIEWS);
  readonly #threads = new Set<ReadingThread>();
  readonly #idle: ReadingThread[] = [];
  #isClosed = false;

  constructor(most: number, limits: ReadingLimits) {
    this.#limits = limits;
    this.#readings = new WaitingLine(most);
  }

  read(source: Source, rules: TextRules, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<ReadBatch, void, undefined> {
    return this.#read(this.#readings, source, rules, signal);
  }

  async preview(source: Source, rules: TextRules): Promise<ReadBatch | undefined> {
    const signal = AbortSignal.timeout(this.#limits.previewTime);
    try {
      for await (const batch of this.#read(this.#previews, source, rules, signal)) return batch;
      return undefined;
    } catch (error) {
      if (!signal.aborted) throw error;
      const seconds = Math.round(this.#limits.previewTime / 1_000);
      throw new Unavailable(`Its beginning could not be read within ${seconds} s, since it is large, or many look at files now: try again later, or add it to see its passages.`, { cause: error });
    }
  }

  async *#read(line: WaitingLine, source: Source, rules: TextRules, signal: AbortSignal): AsyncGenerator<ReadBatch, void, undefined> {
    const leave = await line.enter(signal);
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
