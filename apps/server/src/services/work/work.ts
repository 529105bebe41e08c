import { type Documents, type Page, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Cache } from '#data/cache/port.ts';
import type { Queue } from '#data/queue/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/logger.ts';
import { type Keyring, SealBroken, type SealedCollection } from '#services/storage/index.ts';
import { AbandonedWork } from './abandoned-work.ts';
import { cancelWork } from './cancel-work.ts';
import { type ClaimParts, claimWork } from './claim.ts';
import { coalesced } from './coalesced.ts';
import { endDamaged } from './end-damaged.ts';
import { NotWaiting } from './errors.ts';
import { FairQueue } from './fair-queue.ts';
import { Journal, type JournalEntry, OwnershipLost } from './journal.ts';
import { WorkCanceled, WorkHandedOver, type WorkKind } from './kind.ts';
import { listWork, type WorkQuery } from './list-work.ts';
import { sendCancel, sendWake } from './messages.ts';
import type { WorkObserver } from './observer.ts';
import { countRunning, overviewOf, type WorkOverview } from './overview.ts';
import { Places } from './places.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { type RunResult, RunningWork } from './running-work.ts';
import { requeueFailed } from './retry-failed.ts';
import { runAndSettle } from './settle.ts';
import { insertWork, newWork, type StartOptions } from './start-work.ts';
import { collectWork, forgetWork, type KeptAfterEnd } from './upkeep.ts';
import { isEnd, openWorks, type WorkDocument } from './work-document.ts';
import { WorkOfWorkspaces } from './work-of-workspaces.ts';

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
  readonly observer?: WorkObserver | undefined;
}

/** Work that was begun. `finished` never rejects; absent where another process runs it. */
export interface StartedWork<Result> {
  readonly finished?: Promise<RunResult<Result>>;
}

/** Durable work: started, run, taken over, cancelled and ended here, whatever its kind. */
export class Work {
  readonly #dependencies: WorkDependencies;
  readonly #works: SealedCollection<WorkDocument>;
  readonly #fairQueue: FairQueue;
  readonly #abandoned: AbandonedWork;
  // A kind's own types are known to its callers; here they only pass through.
  readonly #kinds = new Map<string, WorkKind<unknown, unknown>>();
  readonly #places = new Places();
  #stopping = false;
  #handingOver = false;
  /** Whether there may be queued work that this process had no room for. */
  #isFull = false;

  /** The work of workspaces, for those who delete them and what is old in them. */
  readonly ofWorkspaces: WorkOfWorkspaces;
  /** Takes queued work, fairly between workspaces, until this process is full or nothing is left. */
  readonly pump: () => Promise<void>;

  private constructor(dependencies: WorkDependencies, works: SealedCollection<WorkDocument>) {
    this.#dependencies = dependencies;
    this.#works = works;
    this.#fairQueue = new FairQueue(works.closed);
    this.#abandoned = new AbandonedWork(works.closed, dependencies.processes.id);
    this.ofWorkspaces = new WorkOfWorkspaces({
      documents: dependencies.documents,
      works: works.closed,
      kinds: () => [...this.#kinds.keys()],
      isCancelable: (work) => this.isCancelable(work),
      cancel: (id) => this.cancel(id),
    });
    this.pump = coalesced(() => this.#takeQueued());
  }

  static async open(dependencies: WorkDependencies): Promise<Work> {
    return new Work(dependencies, await openWorks(dependencies.documents, dependencies.keyring));
  }

  /** Makes a kind known; before the process takes any work. */
  register<Input, Result>(kind: WorkKind<Input, Result>): void {
    this.#kinds.set(kind.kind, kind as WorkKind<unknown, unknown>);
  }

  /** How many pieces of work run in this process. */
  get running(): number {
    return this.#places.running;
  }

  /** How many pieces of a workspace's work run or are about to, in all processes: of some kinds, or of all. */
  countRunning(workspaceId: string, kinds?: readonly string[]): Promise<number> {
    return countRunning(this.#works.closed, workspaceId, kinds);
  }

  /** All work of the installation in figures: for its operator. */
  overview(): Promise<WorkOverview> {
    return overviewOf(this.#works.closed);
  }

  get(id: string): Promise<Read<WorkDocument> | undefined> {
    return this.#works.get(id);
  }

  /** Resolves when work that runs in this process has left it; at once where it does not run here. */
  async finishedHere(id: string): Promise<void> {
    await this.#places.get(id)?.finished;
  }

  /** Whether work has failed and can be tried again; see `retryFailed`. */
  isRetryable({ kind, state, input }: WorkDocument): boolean {
    return state === 'failed' && input !== undefined && this.#kinds.get(kind)?.retry !== undefined;
  }

  /** Whether users may cancel work of this kind. */
  isCancelable({ kind }: WorkDocument): boolean {
    return this.#kinds.get(kind)?.uncancelable !== true;
  }

  /** Work as a query asks for it, the newest first; the failed with its reason. */
  list(query: WorkQuery): Promise<Page<WorkDocument>> {
    return listWork(this.#works, [...this.#kinds.keys()], query);
  }

  /**
   * Starts work; it is durable, with all of its `writes`, when this resolves. Throws `SlotTaken`, and
   * `UniqueConflict` where work with the same id was started before.
   */
  async start<Input, Result>(kind: WorkKind<Input, Result>, options: StartOptions<Input>): Promise<StartedWork<Result>> {
    const { documents, keyring, worker, capacity } = this.#dependencies;
    const here = options.here || (worker && !this.#stopping && this.#places.taken < capacity);
    const insert = () => insertWork(this.#dependencies, this.#works, this.#abandoned, kind.kind, { ...options, here });
    if (!here) {
      await insert();
      await sendWake(this.#dependencies, options.id);
      return {};
    }
    return this.#begin(options.id, async () => {
      const document = await insert();
      const journal = Journal.empty(documents, keyring, options.workspaceId, options.id);
      return new RunningWork(this.#works, kind, { ...document, revision: 1 }, journal, false);
    });
  }

  /** The write that starts work among writes of others; it does nothing where there is work with the same id. */
  starting<Input, Result>(kind: WorkKind<Input, Result>, options: Pick<StartOptions<Input>, 'id' | 'workspaceId' | 'input'>): Write {
    const document = newWork(this.#dependencies, kind.kind, { ...options, here: false });
    return () => this.#works.ensure(document).then(() => sendWake(this.#dependencies, options.id));
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
    const document = await this.#getOrEnd(id);
    if (document?.state !== 'waiting') throw new NotWaiting(id, document?.state ?? 'missing');
    try {
      return await this.#claim(kind, document, { entries, writes });
    } catch (error) {
      if (error instanceof RevisionConflict) throw new NotWaiting(id, (await this.get(id))?.state ?? 'missing');
      throw error;
    }
  }

  /** Cancels work; see `cancelWork`. */
  async cancel(id: string): Promise<void> {
    const { processes } = this.#dependencies;
    if (this.#places.get(id) === undefined) await this.#getOrEnd(id);
    await cancelWork({
      works: this.#works,
      places: this.#places,
      abandoned: this.#abandoned,
      owner: processes.id,
      claimCanceled: (document) => this.#claim(this.#kind(document.kind), document, {}, new WorkCanceled()),
      tell: (told) => sendCancel(this.#dependencies, told),
    }, id);
  }

  /** Cancels work only if this process runs it: what a message on `CANCEL_CHANNEL` asks for. */
  cancelHere(id: string): void {
    this.#places.get(id)?.abort(new WorkCanceled());
  }

  /** Cancels here what others asked to cancel while their message was lost. */
  async cancelRequested(): Promise<void> {
    const owner = this.#dependencies.processes.id;
    const { items } = await this.#works.closed.find({ where: { owner, cancelRequested: true }, limit: 1000 });
    for (const { id } of items) this.cancelHere(id);
  }

  /**
   * Tries work again that has failed for good, with the steps that are done. Throws `NotFailed`,
   * `SlotTaken`, and `NotRetryable` where its kind answers for its own failures.
   */
  async retryFailed(id: string): Promise<void> {
    const { documents, keyring } = this.#dependencies;
    await requeueFailed(documents, keyring, this.#works, id, (work) => this.isRetryable(work));
    await sendWake(this.#dependencies, id);
  }

  /** See `AbandonedWork.handBackAll`. */
  handBackAbandoned(): Promise<void> {
    return this.#abandoned.handBackAll();
  }

  collect(): Promise<void> {
    return collectWork(this.#works.closed, this.#dependencies.processes, this.#dependencies.clock.now());
  }

  /** See `forgetWork`. */
  forget(keptAfterEnd: KeptAfterEnd): Promise<void> {
    const { documents, clock } = this.#dependencies;
    return forgetWork(documents, this.#works.closed, clock.now(), keptAfterEnd);
  }

  /** Takes nothing more, lets what runs finish until the deadline (milliseconds), and hands the rest over. */
  async stop(deadline: number): Promise<void> {
    this.#stopping = true;
    const timer = setTimeout(() => {
      this.#handingOver = true;
      this.#places.abort(new WorkHandedOver());
    }, deadline);
    // A run of it that is under way may still take one piece of work.
    await this.pump();
    await this.#places.empty();
    clearTimeout(timer);
    await this.#abandoned.handBackAll();
  }

  async #takeQueued(): Promise<void> {
    const { capacity, clock, logger } = this.#dependencies;
    for (;;) {
      this.#isFull = this.#places.taken >= capacity;
      if (this.#stopping || this.#isFull) return;
      const next = await this.#fairQueue.next();
      if (!next) return;
      try {
        const document = await this.#getOrEnd(next.id);
        if (document?.state === 'queued') await this.#claim(this.#kind(document.kind), document);
      } catch (error) {
        if (error instanceof RevisionConflict) continue;
        if (error instanceof SealBroken && (await this.#endDamaged(next.id, error))) continue;
        logger.error({ work: next.id, kind: next.kind, err: error }, 'queued work could not be taken and is put off');
        await this.#fairQueue.putOff(next, clock.now());
      }
    }
  }

  /** Work by its id; where it is damaged and nobody runs it, it has failed from now on. */
  async #getOrEnd(id: string): Promise<Read<WorkDocument> | undefined> {
    try {
      return await this.#works.get(id);
    } catch (error) {
      if (!(error instanceof SealBroken) || !(await this.#endDamaged(id, error))) throw error;
      return this.#works.get(id);
    }
  }

  /** Ends work that cannot be opened; false where it has ended or somebody runs it. Throws `RevisionConflict`. */
  async #endDamaged(id: string, damage: SealBroken): Promise<boolean> {
    const document = await this.#works.closed.get(id);
    if (!document || document.state === 'running' || isEnd(document.state)) return false;
    const { logger, clock, observer } = this.#dependencies;
    const { kind, createdAt } = document;
    logger.error({ work: id, kind, err: damage }, 'work is damaged and has failed');
    await endDamaged(this.#dependencies, this.#works, this.#kind(kind), document);
    observer?.onEnded?.({ kind, state: 'failed', milliseconds: clock.now() - createdAt });
    return true;
  }

  /** Claims work and runs it, aborted from its beginning with `abortion` where there is one. */
  #claim<Input, Result>(
    kind: WorkKind<Input, Result>,
    document: Read<WorkDocument>,
    parts?: ClaimParts,
    abortion?: Error,
  ): Promise<RunningWork<Input, Result>> {
    return this.#begin(document.id, async () => {
      const running = await claimWork(this.#dependencies, this.#works, this.#abandoned, kind, document, parts);
      if (abortion) running.abort(abortion);
      return running;
    });
  }

  #begin<Input, Result>(id: string, make: () => Promise<RunningWork<Input, Result>>): Promise<RunningWork<Input, Result>> {
    return this.#places.take(id, make, (running) => this.#execute(running));
  }

  #execute<Input, Result>(running: RunningWork<Input, Result>): void {
    const { logger, worker, clock, observer } = this.#dependencies;
    const { id, kind: { kind } } = running;
    if (this.#handingOver) running.abort(new WorkHandedOver());
    const run = () => runAndSettle(this.#dependencies, this.#works, running);
    (observer?.around?.({ id, kind }, run) ?? run())
      .catch((error: unknown) => {
        running.abort(error instanceof Error ? error : new Error(String(error)));
        this.#abandoned.add(running.id, running.epoch);
        if (error instanceof OwnershipLost) logger.warn({ work: running.id }, error.message);
        else logger.error({ work: running.id, err: error }, 'work could not be settled');
        return { state: 'queued' } as const;
      })
      .then((result) => {
        this.#places.free(running.id);
        running.finish(result);
        if (isEnd(result.state)) observer?.onEnded?.({ kind, state: result.state, milliseconds: clock.now() - running.createdAt });
        return worker && this.#isFull ? this.pump() : undefined;
      })
      .catch((error: unknown) => logger.error({ err: error }, 'queued work could not be taken'));
  }

  #kind(name: string): WorkKind<unknown, unknown> {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`No kind of work is named ${name}.`);
    return kind;
  }
}
