import { type Collection, type Documents, type Read, RevisionConflict, UniqueConflict, type Write } from '#data/documents/port.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Queue } from '#data/queue/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/logger.ts';
import { type Keyring, sealedCollection } from '#services/storage/index.ts';
import { FairQueue } from './fair-queue.ts';
import { Journal, type JournalEntry, OwnershipLost } from './journal.ts';
import { PoisonedWork, WorkCanceled, WorkHandedOver, type WorkKind } from './kind.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { type RunResult, RunningWork } from './running-work.ts';
import { runAndSettle } from './settle.ts';
import { collectWork, forgetWork } from './upkeep.ts';
import { type WorkDocument, workCollection } from './work-document.ts';

/** The topic that wakes workers, and the channel on which owners hear of cancels. */
export const WORK_TOPIC = 'work';
export const CANCEL_CHANNEL = 'work/cancel';

/** After so many take-overs without a new entry, work is taken for what kills its processes. */
const TAKE_OVERS_WITHOUT_PROGRESS = 3;

export interface WorkDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly processes: ProcessRegistry;
  /** How many pieces of work this process takes at once. */
  readonly capacity: number;
  /** Whether this process takes work that others have started. */
  readonly worker: boolean;
}

export interface StartOptions<Input> {
  readonly id: string;
  readonly workspaceId: string;
  readonly input: Input;
  /** What only one piece of work may hold until it has ended, such as a conversation. */
  readonly slot?: string;
  /** Writes that belong to the start; they take effect after the work itself, in order. */
  readonly writes?: readonly Write[];
  /** Run it in this process, however busy: its client is connected here. */
  readonly here: boolean;
}

/** Work that was begun. `finished` never rejects; absent where another process runs it. */
export interface StartedWork<Result> {
  readonly finished?: Promise<RunResult<Result>>;
}

/** Another piece of work holds the slot. */
export class SlotTaken extends Error {
  constructor(slot: string) {
    super(`Another piece of work holds ${slot}.`);
    this.name = 'SlotTaken';
  }
}

/** The work does not wait for anything. */
export class NotWaiting extends Error {
  readonly state: WorkDocument['state'] | 'missing';

  constructor(id: string, state: WorkDocument['state'] | 'missing') {
    super(`The work ${id} is ${state}, not waiting.`);
    this.name = 'NotWaiting';
    this.state = state;
  }
}

/** Durable work: started, run, taken over, cancelled and ended here, whatever its kind. */
export class Work {
  readonly #dependencies: WorkDependencies;
  readonly #works: Collection<WorkDocument>;
  readonly #fairQueue: FairQueue;
  // A kind's own types are known to its callers; here they only pass through.
  readonly #kinds = new Map<string, WorkKind<unknown, unknown>>();
  readonly #running = new Map<string, RunningWork<unknown, unknown>>();
  #pumping: Promise<void> | undefined;
  #pumpAgain = false;
  #stopping = false;

  private constructor(dependencies: WorkDependencies, works: Collection<WorkDocument>) {
    this.#dependencies = dependencies;
    this.#works = works;
    this.#fairQueue = new FairQueue(works);
  }

  static async open(dependencies: WorkDependencies): Promise<Work> {
    const works = await sealedCollection<WorkDocument>(dependencies.documents, dependencies.keyring, {
      ...workCollection,
      sealed: ['input', 'reason'],
      scopeOf: (work) => work.workspaceId,
    });
    return new Work(dependencies, works);
  }

  /** Makes a kind known; before the process takes any work. */
  register<Input, Result>(kind: WorkKind<Input, Result>): void {
    this.#kinds.set(kind.kind, kind as WorkKind<unknown, unknown>);
  }

  /** How many pieces of work run in this process. */
  get running(): number {
    return this.#running.size;
  }

  get(id: string): Promise<Read<WorkDocument> | undefined> {
    return this.#works.get(id);
  }

  /** Resolves when work that runs in this process is done here; at once where none does. */
  async finishedHere(id: string): Promise<void> {
    await this.#running.get(id)?.finished;
  }

  /**
   * Starts work; it is durable, with all of its `writes`, when this resolves. Throws `SlotTaken`, and
   * `UniqueConflict` where work with the same id was started before.
   */
  async start<Input, Result>(kind: WorkKind<Input, Result>, options: StartOptions<Input>): Promise<StartedWork<Result>> {
    const { documents, keyring, clock, processes, worker, capacity, queue } = this.#dependencies;
    const here = options.here || (worker && !this.#stopping && this.#running.size < capacity);
    const document: WorkDocument = {
      id: options.id,
      kind: kind.kind,
      workspaceId: options.workspaceId,
      state: here ? 'running' : 'queued',
      ...(options.slot === undefined ? {} : { slot: options.slot }),
      ...(here ? { owner: processes.id } : {}),
      epoch: here ? 1 : 0,
      claimsWithoutProgress: 0,
      journalAtClaim: 0,
      retries: 0,
      createdAt: clock.now(),
      input: options.input,
    };
    try {
      await documents.inOrder([() => this.#works.insert(document), ...(options.writes ?? [])]);
    } catch (error) {
      if (options.slot !== undefined && error instanceof UniqueConflict && error.fields.includes('slot')) {
        throw new SlotTaken(options.slot);
      }
      throw error;
    }
    if (!here) {
      await queue.publish(WORK_TOPIC, options.id);
      return {};
    }
    const journal = Journal.empty(documents, keyring, options.workspaceId, options.id);
    const running = new RunningWork(kind, { ...document, revision: 1 }, journal, false);
    this.#execute(running);
    return running;
  }

  /**
   * Gives waiting work what it waits for, as journal entries, and goes on with it here. Durable when
   * this resolves. Throws `NotWaiting`.
   */
  async resume<Input, Result>(
    kind: WorkKind<Input, Result>,
    id: string,
    entries: readonly JournalEntry[],
    writes: readonly Write[] = [],
  ): Promise<StartedWork<Result>> {
    const document = await this.#works.get(id);
    if (document?.state !== 'waiting') throw new NotWaiting(id, document?.state ?? 'missing');
    try {
      const running = await this.#claim(kind, document, entries, writes);
      this.#execute(running);
      return running;
    } catch (error) {
      if (error instanceof RevisionConflict) throw new NotWaiting(id, (await this.get(id))?.state ?? 'missing');
      throw error;
    }
  }

  /**
   * Cancels work and resolves when it has ended, as cancelled or otherwise: what was finished in the
   * same moment stays finished. Work of another process is told, and ends there.
   */
  async cancel(id: string): Promise<void> {
    for (;;) {
      const running = this.#running.get(id);
      if (running) {
        running.abort(new WorkCanceled());
        await running.finished;
        return;
      }
      const document = await this.#works.get(id);
      if (!document || document.endedAt !== undefined) return;
      try {
        if (document.state !== 'running') {
          const claimed = await this.#claim(this.#kind(document.kind), document, [], []);
          claimed.abort(new WorkCanceled());
          this.#execute(claimed);
        } else if (document.owner !== this.#dependencies.processes.id) {
          await this.#works.update(id, { set: { cancelRequested: true } }, { revision: document.revision });
          await this.#dependencies.cache.publish(CANCEL_CHANNEL, id);
          return;
        }
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }

  /** Cancels work only if this process runs it: what a message on `CANCEL_CHANNEL` asks for. */
  cancelHere(id: string): void {
    this.#running.get(id)?.abort(new WorkCanceled());
  }

  /** Cancels here what others asked to cancel while their message was lost. */
  async cancelRequested(): Promise<void> {
    const owner = this.#dependencies.processes.id;
    const { items } = await this.#works.find({ where: { owner, cancelRequested: true }, limit: 1000 });
    for (const { id } of items) this.cancelHere(id);
  }

  /** Takes queued work, fairly between workspaces, until this process is full or nothing is left. */
  pump(): Promise<void> {
    this.#pumpAgain = true;
    this.#pumping ??= this.#pumpWhileAsked().finally(() => {
      this.#pumping = undefined;
    });
    return this.#pumping;
  }

  /** See `collectWork`. */
  collect(): Promise<void> {
    return collectWork(this.#works, this.#dependencies.processes, this.#dependencies.clock.now());
  }

  /** See `forgetWork`. */
  forget(before: number): Promise<void> {
    return forgetWork(this.#dependencies.documents, this.#works, before);
  }

  /** Takes nothing more, lets what runs finish until the deadline (milliseconds), and hands the rest over. */
  async stop(deadline: number): Promise<void> {
    this.#stopping = true;
    await this.#pumping;
    const all = Promise.all([...this.#running.values()].map((running) => running.finished));
    const timer = setTimeout(() => {
      for (const running of this.#running.values()) running.abort(new WorkHandedOver());
    }, deadline);
    await all;
    clearTimeout(timer);
  }

  async #pumpWhileAsked(): Promise<void> {
    while (this.#pumpAgain) {
      this.#pumpAgain = false;
      while (!this.#stopping && this.#running.size < this.#dependencies.capacity) {
        const document = await this.#fairQueue.next();
        if (!document) break;
        try {
          this.#execute(await this.#claim(this.#kind(document.kind), document, [], []));
        } catch (error) {
          if (!(error instanceof RevisionConflict)) throw error;
        }
      }
    }
  }

  /** Takes work that nobody runs. Throws `RevisionConflict` where another was faster. */
  async #claim<Input, Result>(
    kind: WorkKind<Input, Result>,
    document: Read<WorkDocument>,
    entries: readonly JournalEntry[],
    writes: readonly Write[],
  ): Promise<RunningWork<Input, Result>> {
    const { documents, keyring, processes } = this.#dependencies;
    const first = document.epoch === 0;
    const journal = first
      ? Journal.empty(documents, keyring, document.workspaceId, document.id)
      : await Journal.open(documents, keyring, document.workspaceId, document.id);
    const epoch = document.epoch + 1;
    const claim: readonly JournalEntry[] = first ? entries : [{ type: 'claim', epoch }, ...entries];
    const progressed = journal.entries.length > document.journalAtClaim;
    const update = {
      state: 'running',
      owner: processes.id,
      epoch,
      journalAtClaim: journal.entries.length + claim.length,
      claimsWithoutProgress: progressed ? 0 : document.claimsWithoutProgress,
    } as const;
    let claimed = document;
    await documents.inOrder([
      async () => {
        claimed = await this.#works.update(document.id, { set: update, unset: ['dueAt'] }, { revision: document.revision });
      },
      ...(claim.length > 0 ? [journal.appending(claim)] : []),
      ...writes,
    ]);
    const running = new RunningWork(kind, claimed, journal, true);
    if (update.claimsWithoutProgress > TAKE_OVERS_WITHOUT_PROGRESS) running.abort(new PoisonedWork());
    return running;
  }

  #execute<Input, Result>(running: RunningWork<Input, Result>): void {
    // Those who look it up only abort it and wait for it.
    this.#running.set(running.id, running as RunningWork<unknown, unknown>);
    runAndSettle(this.#dependencies, this.#works, running)
      .catch((error: unknown) => {
        if (error instanceof OwnershipLost) this.#dependencies.logger.warn({ work: running.id }, error.message);
        else this.#dependencies.logger.error({ work: running.id, err: error }, 'work could not be settled');
        return { state: 'queued' } as const;
      })
      .then((result) => {
        this.#running.delete(running.id);
        running.finish(result);
        if (this.#dependencies.worker && !this.#stopping) return this.pump();
        return undefined;
      })
      .catch((error: unknown) => this.#dependencies.logger.error({ err: error }, 'queued work could not be taken'));
  }

  #kind(name: string): WorkKind<unknown, unknown> {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`No kind of work is named ${name}.`);
    return kind;
  }
}
