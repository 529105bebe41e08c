import { type Page, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import { cancelWork } from './cancel-work.ts';
import { DamagedWork } from './damaged-work.ts';
import type { WorkDependencies } from './dependencies.ts';
import { recordedEnding } from './ending.ts';
import { HasEnded, NotWaiting } from './errors.ts';
import { type GivenFor, giving, untaken } from './given.ts';
import { HeldWork } from './held-work.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { WorkCanceled, type WorkKind } from './kind.ts';
import { WorkKinds } from './kinds.ts';
import { listWork, type WorkQuery } from './list-work.ts';
import { sendCancel, sendGiven, sendWake } from './messages.ts';
import { countRunning, overviewOf, type WorkOverview } from './overview.ts';
import { requeueFailed } from './retry-failed.ts';
import { type RunResult, RunningWork } from './running-work.ts';
import { insertWork, newWork, type StartOptions } from './start-work.ts';
import { collectWork, forgetWork, type KeptAfterEnd } from './upkeep.ts';
import { isEnd, openWorks, type WorkDocument, type WorkState } from './work-document.ts';
import { WorkOfWorkspaces } from './work-of-workspaces.ts';
import { WorkRunner } from './work-runner.ts';

/** Work that was begun. `finished` never rejects; absent where another process runs it. */
export interface StartedWork<Result> {
  readonly finished?: Promise<RunResult<Result>>;
}

/** Durable work: started, run, taken over, cancelled and ended here, whatever its kind. */
export class Work {
  readonly #dependencies: WorkDependencies;
  readonly #works: SealedCollection<WorkDocument>;
  readonly #damaged: DamagedWork;
  readonly #runner: WorkRunner;
  readonly #kinds = new WorkKinds();

  /** The work that is to be let go. */
  readonly held: HeldWork;
  /** The work of workspaces, for those who delete them and what is old in them. */
  readonly ofWorkspaces: WorkOfWorkspaces;
  /** See `WorkRunner.pump`. */
  readonly pump: () => Promise<void>;

  private constructor(dependencies: WorkDependencies, works: SealedCollection<WorkDocument>) {
    this.#dependencies = dependencies;
    this.#works = works;
    const kindOf = (name: string) => this.#kinds.get(name);
    this.#damaged = new DamagedWork({ ...dependencies, works, kindOf });
    this.#runner = new WorkRunner(dependencies, works, this.#damaged, this.#kinds);
    this.held = new HeldWork(works.closed, (id) => sendWake(dependencies, id));
    this.ofWorkspaces = new WorkOfWorkspaces({
      documents: dependencies.documents,
      works: works.closed,
      kinds: this.#kinds,
      isCancelable: (work) => this.isCancelable(work),
      cancel: (id) => this.cancel(id),
    });
    this.pump = this.#runner.pump;
  }

  static async open(dependencies: WorkDependencies): Promise<Work> {
    return new Work(dependencies, await openWorks(dependencies.documents, dependencies.keyring));
  }

  /** Makes a kind known; before the process takes any work. */
  register<Input, Result>(kind: WorkKind<Input, Result>): void {
    this.#kinds.add(kind);
  }

  /** How many pieces of work run in this process. */
  get running(): number {
    return this.#runner.places.running;
  }

  /** Whether this process takes work at once that is started now, wherever it may run. */
  get hasRoom(): boolean {
    return this.#runner.takesMore;
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

  /** The state of work; nothing sealed is opened. */
  async stateOf(id: string): Promise<WorkState | undefined> {
    return (await this.#works.closed.get(id))?.state;
  }

  /** Resolves when work that runs in this process has left it; at once where it does not run here. */
  async finishedHere(id: string): Promise<void> {
    await this.#runner.places.get(id)?.finished;
  }

  /** Whether work has failed and can be tried again; see `retryFailed`. */
  isRetryable({ kind, state, input }: WorkDocument): boolean {
    return state === 'failed' && input !== undefined && this.#kinds.find(kind)?.retry !== undefined;
  }

  /** Whether users may cancel work of this kind. */
  isCancelable({ kind }: WorkDocument): boolean {
    return this.#kinds.find(kind)?.uncancelable !== true;
  }

  /** Work as a query asks for it, the newest first; the failed with its reason. */
  list(query: WorkQuery): Promise<Page<WorkDocument>> {
    return listWork(this.#works, this.#kinds.names, query);
  }

  /**
   * Starts work; it is durable, with all of its `writes`, when this resolves. Throws `SlotTaken`, and
   * `UniqueConflict` where work with the same id was started before.
   */
  async start<Input, Result>(kind: WorkKind<Input, Result>, options: StartOptions<Input>): Promise<StartedWork<Result>> {
    const { documents, keyring } = this.#dependencies;
    const here = options.here || (!options.held && this.#runner.takesMoreOf(kind));
    const insert = () => insertWork(this.#dependencies, this.#works, this.#runner.abandoned, kind, { ...options, here });
    if (!here) {
      await insert();
      if (!options.held) await sendWake(this.#dependencies, options.id);
      return {};
    }
    return this.#runner.begin(kind, options.id, async () => {
      const document = await insert();
      const journal = Journal.empty(documents, keyring, options.workspaceId, options.id);
      return new RunningWork(this.#works, kind, { ...document, revision: 1 }, journal, false);
    });
  }

  /** The write that starts work among writes of others; it does nothing where there is work with the same id. */
  starting<Input, Result>(kind: WorkKind<Input, Result>, options: Pick<StartOptions<Input>, 'id' | 'workspaceId' | 'input'>): Write {
    const document = newWork(this.#dependencies, kind, { ...options, here: false });
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
    const document = await this.#damaged.getOrEnd(id);
    if (document?.state !== 'waiting') throw new NotWaiting(id, document?.state ?? 'missing');
    try {
      return await this.#runner.claim(kind, document, { entries, writes });
    } catch (error) {
      if (error instanceof RevisionConflict) throw new NotWaiting(id, (await this.get(id))?.state ?? 'missing');
      throw error;
    }
  }

  /**
   * Gives work that has not ended something from outside, as journal entries; of two who give at the same time, the later one is
   * asked anew what. Durable when this resolves. Work that waits goes on here, with `writes`; work that runs is told where it
   * does, and any other takes it when it is taken up. Throws `HasEnded`, and what `givenFor` throws.
   */
  async give<Input, Result>(kind: WorkKind<Input, Result>, id: string, givenFor: GivenFor, writes: readonly Write[] = []): Promise<StartedWork<Result>> {
    const { documents, keyring, processes } = this.#dependencies;
    for (;;) {
      // The document first: what has left it by then is in the journal.
      const document = await this.#damaged.getOrEnd(id);
      if (document === undefined) throw new HasEnded(id, 'missing');
      const { state, held, workspaceId, revision } = document;
      if (isEnd(state)) throw new HasEnded(id, state);
      const journal = await Journal.open(documents, keyring, workspaceId, id);
      const ending = recordedEnding(journal);
      if (ending) throw new HasEnded(id, ending.state);
      const { entries } = journal;
      const standing = untaken(document, entries);
      let given: readonly JournalEntry[];
      try {
        given = await givenFor([...entries, ...standing]);
      } catch (error) {
        // The journal may have gone with an end in between.
        if ((await this.#works.closed.get(id))?.revision === revision) throw error;
        continue;
      }
      try {
        if (state === 'waiting' && !held) return await this.#runner.claim(kind, document, { given, writes });
        const { owner } = await this.#works.update(id, { set: giving(document, standing, given) }, { revision });
        if (owner === processes.id) await this.takeGiven(id);
        else if (owner !== undefined) await sendGiven(this.#dependencies, id);
        return {};
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
      }
    }
  }

  /** Tells work, if this process runs it, what was given to it: what a message on `GIVEN_CHANNEL` asks for. Saves time alone, and never rejects. */
  async takeGiven(id: string): Promise<void> {
    const { places } = this.#runner;
    try {
      // A claim that is under way may have read too early.
      await Promise.allSettled([places.beginning(id)]);
      await places.get(id)?.look();
    } catch (error) {
      this.#dependencies.logger.warn({ work: id, err: error }, 'what was given to work could not be looked for yet');
    }
  }

  /** Tells all work that this process runs what was given to it while the message was lost. */
  async takeAllGiven(): Promise<void> {
    const owner = this.#dependencies.processes.id;
    const { items } = await this.#works.closed.find({ where: { owner, isGiven: true }, limit: 1000 });
    for (const { id } of items) await this.takeGiven(id);
  }

  /** Cancels work; see `cancelWork`. */
  async cancel(id: string): Promise<void> {
    const { processes } = this.#dependencies;
    const { places, abandoned } = this.#runner;
    if (places.get(id) === undefined) await this.#damaged.getOrEnd(id);
    await cancelWork({
      works: this.#works,
      places,
      abandoned,
      owner: processes.id,
      claimCanceled: (document) => this.#runner.claim(this.#kinds.get(document.kind), document, {}, new WorkCanceled()),
      tell: (told) => sendCancel(this.#dependencies, told),
    }, id);
  }

  /** Cancels work only if this process runs it: what a message on `CANCEL_CHANNEL` asks for. */
  cancelHere(id: string): void {
    this.#runner.places.get(id)?.abort(new WorkCanceled());
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
    return this.#runner.abandoned.handBackAll();
  }

  collect(): Promise<void> {
    return collectWork(this.#works.closed, this.#dependencies.processes, this.#dependencies.clock.now());
  }

  /** See `forgetWork`. */
  forget(keptAfterEnd: KeptAfterEnd): Promise<void> {
    const { documents, clock } = this.#dependencies;
    return forgetWork(documents, this.#works.closed, this.#kinds, clock.now(), keptAfterEnd);
  }

  /** See `WorkRunner.stop`. */
  stop(deadline: number): Promise<void> {
    return this.#runner.stop(deadline);
  }
}
