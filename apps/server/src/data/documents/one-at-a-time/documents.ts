import type {
  Collection,
  CollectionDefinition,
  Documents,
  Entry,
  PositionedEntry,
  StoredDocument,
  UpgradeProgress,
  Write,
} from '../port.ts';

/** When to stop for good. */
export interface StopOptions {
  /** Stop after this many commits, counted from opening; never where absent. */
  readonly stopAfter?: number;
  /**
   * Whether the last commit is still told to its writer, so that what follows it up to the next use
   * of the documents happens; `true` where absent.
   */
  readonly acknowledgeLast?: boolean;
}

/**
 * Documents that commit one document at a time, in the order of the calls, as MongoDB does. Once
 * stopped, no promise of theirs ever settles, of reads neither: the code that uses them gets no
 * further, not even into its error handling, as in a process that was killed.
 */
export class OneAtATimeDocuments implements Documents {
  /** Resolves when they have stopped. */
  readonly stopped: Promise<void>;
  readonly #inner: Documents;
  readonly #options: StopOptions;
  readonly #tellStopped: () => void;
  #commits = 0;
  #isStopped = false;
  #isClosed = false;
  #last: Promise<void> = Promise.resolve();

  constructor(inner: Documents, options: StopOptions) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.stopped = promise;
    this.#tellStopped = resolve;
    this.#inner = inner;
    this.#options = options;
    if (options.stopAfter === 0) this.#stop();
  }

  /** How many commits were made since they were opened. */
  get commits(): number {
    return this.#commits;
  }

  /** Stops now; resolves when the commit that was being made, if any, is on the disk. */
  async kill(): Promise<void> {
    this.#stop();
    await this.#last;
    await this.#inner.close();
  }

  async collection<T extends StoredDocument>(definition: CollectionDefinition<T>): Promise<Collection<T>> {
    const inner = await this.#read(() => this.#inner.collection(definition));
    return {
      definition,
      insert: (document) => this.#commit(() => inner.insert(document)),
      ensure: (document) => this.#commit(() => inner.ensure(document)),
      update: (id, changes, options) => this.#commit(() => inner.update(id, changes, options)),
      delete: (id, options) => this.#commit(() => inner.delete(id, options)),
      get: (id) => this.#read(() => inner.get(id)),
      getMany: (ids) => this.#read(() => inner.getMany(ids)),
      find: (query) => this.#read(() => inner.find(query)),
      count: (where) => this.#read(() => inner.count(where)),
    };
  }

  append(stream: string, position: number, entries: readonly Entry[]): Promise<number> {
    return this.#commit(() => this.#inner.append(stream, position, entries));
  }

  read(stream: string, from?: number): Promise<PositionedEntry[]> {
    return this.#read(() => this.#inner.read(stream, from));
  }

  deleteStream(stream: string): Promise<void> {
    return this.#commit(() => this.#inner.deleteStream(stream));
  }

  async inOrder(writes: readonly Write[]): Promise<void> {
    for (const write of writes) await write();
  }

  upgrades(): readonly UpgradeProgress[] {
    return this.#inner.upgrades();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    await this.#inner.close();
  }

  #stop(): void {
    this.#isStopped = true;
    this.#tellStopped();
  }

  /** Makes one write after all before it. */
  #commit<R>(write: () => Promise<R>): Promise<R> {
    if (this.#isClosed) return Promise.reject(new Error('The documents are closed.'));
    return new Promise((resolve, reject) => {
      this.#last = this.#last.then(async () => {
        if (this.#isStopped) return;
        const [outcome] = await Promise.allSettled([write()]);
        if (outcome.status === 'fulfilled') this.#commits += 1;
        // Killed meanwhile: the write is on the disk, but nobody is there to be told.
        if (this.#isStopped) return;
        const isLast = outcome.status === 'fulfilled' && this.#commits === this.#options.stopAfter;
        if (isLast) this.#stop();
        if (isLast && this.#options.acknowledgeLast === false) return;
        if (outcome.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome.reason);
      });
    });
  }

  #read<R>(read: () => Promise<R>): Promise<R> {
    if (this.#isClosed) return Promise.reject(new Error('The documents are closed.'));
    return new Promise((resolve, reject) => {
      if (this.#isStopped) return;
      read().then(
        (value) => {
          if (!this.#isStopped) resolve(value);
        },
        (error: unknown) => {
          if (!this.#isStopped) reject(error);
        },
      );
    });
  }
}
