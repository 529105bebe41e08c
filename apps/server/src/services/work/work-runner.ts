import { type Read, RevisionConflict } from '#data/documents/port.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import { AbandonedWork } from './abandoned-work.ts';
import { type ClaimParts, claimWork } from './claim.ts';
import { coalesced } from './coalesced.ts';
import type { DamagedWork } from './damaged-work.ts';
import type { WorkDependencies } from './dependencies.ts';
import { FairQueue } from './fair-queue.ts';
import { OwnershipLost } from './journal.ts';
import { lineOf, SHARED_LINE, WorkHandedOver, type WorkKind } from './kind.ts';
import type { WorkKinds } from './kinds.ts';
import { Places } from './places.ts';
import type { RunningWork } from './running-work.ts';
import { runAndSettle } from './settle.ts';
import { isEnd, type WorkDocument } from './work-document.ts';

/** Runs work in this process: what is begun here, what is claimed, and what it takes from the queue while it has room. */
export class WorkRunner {
  readonly places = new Places();
  readonly abandoned: AbandonedWork;
  /** Takes queued work, fairly between workspaces, until this process is full or nothing is left. */
  readonly pump: () => Promise<void> = coalesced(() => this.#takeQueued());
  readonly #dependencies: WorkDependencies;
  readonly #works: SealedCollection<WorkDocument>;
  readonly #damaged: DamagedWork;
  readonly #kinds: WorkKinds;
  readonly #fairQueue: FairQueue;
  #stopping = false;
  #handingOver = false;
  /** Whether there may be queued work that this process had no room for. */
  #isFull = false;

  constructor(dependencies: WorkDependencies, works: SealedCollection<WorkDocument>, damaged: DamagedWork, kinds: WorkKinds) {
    this.#dependencies = dependencies;
    this.#works = works;
    this.#damaged = damaged;
    this.#kinds = kinds;
    this.#fairQueue = new FairQueue(works.closed);
    this.abandoned = new AbandonedWork(works.closed, dependencies.processes.id);
  }

  /** Whether this process takes work that is started now, by itself. */
  get takesMore(): boolean {
    const { worker, capacity } = this.#dependencies;
    return worker && !this.#stopping && this.places.taken < capacity;
  }

  /** Whether this process takes work of a kind that is started now, by itself. */
  takesMoreOf(kind: Pick<WorkKind<never, never>, 'kind' | 'atOnce'>): boolean {
    return this.takesMore && this.#hasRoomFor(kind);
  }

  /** Runs what `make` makes, in a place that is taken at once. */
  begin<Input, Result>({ kind }: WorkKind<Input, Result>, id: string, make: () => Promise<RunningWork<Input, Result>>): Promise<RunningWork<Input, Result>> {
    return this.places.take(kind, id, make, (running) => this.#execute(running));
  }

  /** Claims work and runs it, aborted from its beginning with `abortion` where there is one. Throws as `claimWork` does. */
  claim<Input, Result>(
    kind: WorkKind<Input, Result>,
    document: Read<WorkDocument>,
    parts?: ClaimParts,
    abortion?: Error,
  ): Promise<RunningWork<Input, Result>> {
    return this.begin(kind, document.id, async () => {
      const running = await claimWork(this.#dependencies, this.#works, this.abandoned, kind, document, parts);
      if (abortion) running.abort(abortion);
      return running;
    });
  }

  /** Takes nothing more, lets what runs finish until the deadline (milliseconds), and hands the rest over. */
  async stop(deadline: number): Promise<void> {
    this.#stopping = true;
    const timer = setTimeout(() => {
      this.#handingOver = true;
      this.places.abort(new WorkHandedOver());
    }, deadline);
    // A run of it that is under way may still take one piece of work.
    await this.pump();
    await this.places.empty();
    clearTimeout(timer);
    await this.abandoned.handBackAll();
  }

  async #takeQueued(): Promise<void> {
    const { capacity, clock, logger } = this.#dependencies;
    for (;;) {
      this.#isFull = this.places.taken >= capacity;
      if (this.#stopping || this.#isFull) return;
      const next = await this.#fairQueue.next(this.#linesWithRoom());
      if (!next) return;
      try {
        await this.#damaged.orEnd(next.id, () => this.#take(next.id), async () => undefined);
      } catch (error) {
        if (error instanceof RevisionConflict) continue;
        logger.error({ work: next.id, kind: next.kind, err: error }, 'queued work could not be taken and is put off');
        await this.#fairQueue.putOff(next, clock.now());
      }
    }
  }

  async #take(id: string): Promise<void> {
    const document = await this.#works.get(id);
    if (document) await this.claim(this.#kinds.get(document.kind), document);
  }

  /** The lines whose work may begin here now. */
  #linesWithRoom(): string[] {
    return [SHARED_LINE, ...this.#kinds.limited.filter((kind) => this.#hasRoomFor(kind)).map(lineOf)];
  }

  #hasRoomFor({ kind, atOnce = Infinity }: Pick<WorkKind<never, never>, 'kind' | 'atOnce'>): boolean {
    return this.places.takenBy(kind) < atOnce;
  }

  #execute<Input, Result>(running: RunningWork<Input, Result>): void {
    const { logger, worker, clock, observer } = this.#dependencies;
    const { id, kind: { kind, atOnce } } = running;
    if (this.#handingOver) running.abort(new WorkHandedOver());
    const run = () => runAndSettle(this.#dependencies, this.#works, running);
    (observer?.around?.({ id, kind }, run) ?? run())
      .catch((error: unknown) => {
        running.abort(error instanceof Error ? error : new Error(String(error)));
        this.abandoned.add(running.id, running.epoch);
        if (error instanceof OwnershipLost) logger.warn({ work: running.id }, error.message);
        else logger.error({ work: running.id, err: error }, 'work could not be settled');
        return { state: 'queued' } as const;
      })
      .then((result) => {
        this.places.free(running.id);
        running.finish(result);
        if (isEnd(result.state)) observer?.onEnded?.({ kind, state: result.state, milliseconds: clock.now() - running.createdAt });
        return worker && (this.#isFull || atOnce !== undefined) ? this.pump() : undefined;
      })
      .catch((error: unknown) => logger.error({ err: error }, 'queued work could not be taken'));
  }
}
