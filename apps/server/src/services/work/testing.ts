import { MemoryCache } from '#data/cache/index.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import { SqliteDatabase } from '#data/documents/sqlite/database.ts';
import { SqliteDocuments } from '#data/documents/sqlite/documents.ts';
import { MemoryQueue } from '#data/queue/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { silentLogger } from '#kernel/logger.ts';
import { Keyring } from '#services/storage/index.ts';
import { type Ending, type Outcome, ProcessRegistry, type RetryPolicy, Work, type WorkContext, type WorkKind } from './index.ts';

/** The master key of all test processes. */
const MASTER_KEY = Buffer.alloc(32, 7);

/** One process of an installation, without timers: the test calls what they would. */
export interface TestProcess {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly clock: ManualClock;
  readonly processes: ProcessRegistry;
  readonly cache: MemoryCache;
  readonly queue: MemoryQueue;
  readonly work: Work;
  readonly ends: Collection<EndDocument>;
}

/** What the tests' kinds write when their work ends, under the work's own id. */
export interface EndDocument {
  readonly id: string;
  readonly state: string;
  readonly result?: unknown;
}

export interface TestProcessOptions {
  readonly clock?: ManualClock;
  /** Shared by processes that hear of each other. */
  readonly cache?: MemoryCache;
  /** Whether every other process is known to be dead. */
  readonly alone?: boolean;
  readonly capacity?: number;
  readonly worker?: boolean;
}

/** Documents in memory that several processes open, each by a call of its own. */
export function sharedDocuments(): () => Documents {
  const database = new SqliteDatabase(':memory:');
  return () => new SqliteDocuments(database);
}

/** Joins a process to the installation in these documents. */
export async function openProcess(documents: Documents, options: TestProcessOptions = {}): Promise<TestProcess> {
  const clock = options.clock ?? new ManualClock();
  const cache = options.cache ?? new MemoryCache(clock);
  const queue = new MemoryQueue({ onFailure() {} });
  const keyring = await Keyring.open(documents, MASTER_KEY);
  const processes = await ProcessRegistry.join(documents, clock, options.alone ?? false);
  const work = await Work.open({
    documents,
    keyring,
    queue,
    cache,
    clock,
    logger: silentLogger,
    processes,
    capacity: options.capacity ?? 100,
    worker: options.worker ?? true,
  });
  const ends = await documents.collection<EndDocument>({ name: 'ends', schemaVersion: 1, indexes: [] });
  return { documents, keyring, clock, processes, cache, queue, work, ends };
}

/** A kind of work that runs `run` and writes an `EndDocument`, in two writes, when it ends. */
export function kindOf<Input, Result>(
  { ends }: TestProcess,
  run: (context: WorkContext<Input>) => Promise<Outcome<Result>>,
  options: Pick<WorkKind<Input, Result>, 'uncancelable' | 'atOnce' | 'keepsJournal' | 'reasonOf'> & { readonly retry?: RetryPolicy; readonly kind?: string } = {},
): WorkKind<Input, Result> {
  return {
    kind: 'test',
    ...options,
    run,
    conclude: ({ id }, { state, result }: Ending<Result>) => [
      () => ends.ensure({ id, state: 'begun' }),
      () => ends.update(id, { set: { state, result } }),
    ],
    giveUp: ({ id }, reason) => [() => ends.ensure({ id, state: 'given up', result: reason })],
  };
}

/** A gate that a run waits at until it is opened, and a promise that it has come there. */
export function gate(): { readonly reached: Promise<void>; readonly open: () => void; readonly pass: () => Promise<void> } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    open: () => opened.resolve(),
    pass: () => {
      reached.resolve();
      return opened.promise;
    },
  };
}

/** Rejects when a run's signal is aborted, with its reason. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    if (signal.aborted) reject(signal.reason as Error);
  });
}

/** What one try of work is started with, where the test does not care. */
export function startOf<Input>(id: string, input: Input) {
  return { id, workspaceId: 'w', input, here: true } as const;
}
