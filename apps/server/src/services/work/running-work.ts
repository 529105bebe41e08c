import { type Collection, type Read, RevisionConflict } from '#data/documents/port.ts';
import { type GivenFor, giving, untaken } from './given.ts';
import { type Journal, type JournalEntry, OwnershipLost } from './journal.ts';
import type { Ending, WorkContext, WorkKind } from './kind.ts';
import type { WorkDocument, WorkProgress } from './work-document.ts';

/** What a run can come to, as those who wait for it see it: ended, waiting, or gone to another process. */
export type RunResult<Result> = Ending<Result> | { readonly state: 'waiting' } | { readonly state: 'queued' };

/** A piece of work while this process runs it. */
export class RunningWork<Input, Result> implements WorkContext<Input> {
  readonly kind: WorkKind<Input, Result>;
  readonly id: string;
  readonly workspaceId: string;
  readonly input: Input;
  readonly createdAt: number;
  readonly slot: string | undefined;
  readonly epoch: number;
  readonly retries: number;
  readonly handBacks: number;
  readonly ownerLost: boolean;
  readonly journal: Journal;
  progress: WorkProgress | undefined;
  resumed: boolean;
  readonly signal: AbortSignal;
  /** The revision of the document as far as this process knows, and whether it says to cancel. */
  revision: number;
  cancelRequested: boolean;
  /** Resolves after the commit that ends this run, never rejects. */
  readonly finished: Promise<RunResult<Result>>;
  readonly finish: (result: RunResult<Result>) => void;
  readonly #controller = new AbortController();
  readonly #works: Collection<WorkDocument>;
  /** What was given to it, at this revision; the journal may have some of it. */
  #given: readonly JournalEntry[];
  #onGiven: (() => void) | undefined;

  constructor(works: Collection<WorkDocument>, kind: WorkKind<Input, Result>, document: Read<WorkDocument>, journal: Journal, resumed: boolean) {
    this.#works = works;
    this.kind = kind;
    this.id = document.id;
    this.workspaceId = document.workspaceId;
    // The input was stored by `start` of the same kind, which is what its type says.
    this.input = document.input as Input;
    this.createdAt = document.createdAt;
    this.slot = document.slot;
    this.epoch = document.epoch;
    this.retries = document.retries;
    this.handBacks = document.handBacks ?? 0;
    this.ownerLost = document.ownerLost === true;
    this.progress = document.progress;
    this.revision = document.revision;
    this.cancelRequested = document.cancelRequested === true;
    this.#given = document.given ?? [];
    this.journal = journal;
    this.resumed = resumed;
    this.signal = this.#controller.signal;
    const { promise, resolve } = Promise.withResolvers<RunResult<Result>>();
    this.finished = promise;
    this.finish = resolve;
  }

  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  get given(): readonly JournalEntry[] {
    return untaken({ given: this.#given }, this.journal.entries);
  }

  onGiven(listen: () => void): void {
    this.#onGiven = listen;
  }

  async give(givenFor: GivenFor): Promise<void> {
    for (;;) {
      const standing = this.given;
      const entries = await givenFor([...this.journal.entries, ...standing]);
      if (entries.length === 0) return;
      try {
        this.#learn(await this.#works.update(this.id, { set: giving(this, standing, entries) }, { revision: this.revision }));
        return;
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        if (!(await this.look())) throw new OwnershipLost(this.id);
      }
    }
  }

  /** Looks how its document stands by now; false where it is no longer this run's. */
  async look(): Promise<boolean> {
    const document = await this.#works.get(this.id);
    return document !== undefined && this.#learn(document);
  }

  #learn(document: Read<WorkDocument>): boolean {
    if (document.epoch !== this.epoch || document.state !== 'running') return false;
    if (document.revision < this.revision) return true;
    this.revision = document.revision;
    this.cancelRequested = document.cancelRequested === true;
    this.#given = document.given ?? [];
    if (this.given.length > 0) this.#onGiven?.();
    return true;
  }

  async step<T>(path: string, action: (idempotencyKey: string) => Promise<T>, options?: { readonly effect?: boolean }): Promise<T> {
    const recorded = this.journal.find('result', path);
    // What `action` returned was recorded under this path, so it has its type.
    if (recorded) return recorded['value'] as T;
    this.signal.throwIfAborted();
    const value = await action(options?.effect ? await this.beginEffect(path) : this.#keyOf(path));
    const entry: JournalEntry = { type: 'result', path, value };
    await this.journal.append([entry]);
    return value;
  }

  async beginEffect(path: string): Promise<string> {
    const idempotencyKey = this.#keyOf(path);
    if (!this.journal.find('start', path)) await this.journal.append([{ type: 'start', path, idempotencyKey }]);
    return idempotencyKey;
  }

  #keyOf(path: string): string {
    return `${this.id}/${path}`;
  }

  async report(progress: WorkProgress): Promise<void> {
    this.progress = progress;
    try {
      this.revision = (await this.#works.update(this.id, { set: { progress } }, { revision: this.revision })).revision;
    } catch (error) {
      // Somebody wishes to cancel it, or has taken it over: its end looks into that.
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}
