import type { DocumentReason } from '@buckle/contract';
import type { Write } from '#data/documents/port.ts';
import type { GivenFor } from './given.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { EndState, WorkProgress } from './work-document.ts';

/** What a run of work is given. */
export interface WorkContext<Input> {
  readonly id: string;
  readonly workspaceId: string;
  readonly input: Input;
  /** When the work was started, in milliseconds. */
  readonly createdAt: number;
  /** What was done before: empty at the first run. */
  readonly journal: Journal;
  /** Whether somebody began this work before: then documents it writes may be there already. */
  readonly resumed: boolean;
  /** Aborted by a cancel (`WorkCanceled`), a stop (`WorkHandedOver`) or a noticed take-over (`OwnershipLost`). */
  readonly signal: AbortSignal;
  /**
   * The result of a step: the recorded one, or that of `action`, recorded before it is returned. With
   * an `effect`, the step's start is recorded before `action` runs, so that a run after a kill hands
   * it the same idempotency key. Throws what the signal was aborted with rather than begin an action.
   */
  step<T>(path: string, action: (idempotencyKey: string) => Promise<T>, options?: { readonly effect?: boolean }): Promise<T>;
  /**
   * Records that a call with effects begins, once, and returns its idempotency key: for one whose result the
   * kind of work records itself.
   */
  beginEffect(path: string): Promise<string>;
  /** What was given to it from outside and does not stand in the journal yet: see `Work.give`. */
  readonly given: readonly JournalEntry[];
  /**
   * Calls `listen` when more was given, until the run is over. What the run writes into the journal, as it was given, is
   * taken; with the rest the work goes on anew where it would wait.
   */
  onGiven(listen: () => void): void;
  /** Gives the work something from inside, by the same rules as from outside: what came first counts. */
  give(givenFor: GivenFor): Promise<void>;
  /** What was reported last, also by a run before this one. */
  readonly progress: WorkProgress | undefined;
  /** Tells those who watch the work how far it has come. */
  report(progress: WorkProgress): Promise<void>;
}

/** How a piece of work ended. It is kept in the journal until its writes are done, so it must survive JSON. */
export interface Ending<Result> {
  readonly state: EndState;
  readonly result?: Result;
  /** Why it failed, in words for the user. */
  readonly reason?: string;
  /** The same for programs, where it has a code. */
  readonly reasonCode?: DocumentReason | undefined;
}

/** How a run left its work: ended, or waiting for a signal or for `until` (milliseconds). */
export type Outcome<Result> =
  | (Ending<Result> & { readonly entries?: readonly JournalEntry[] })
  | { readonly state: 'waiting'; readonly until?: number; readonly entries: readonly JournalEntry[]; readonly writes: readonly Write[] };

/** What is known of work when it ends: all of its context but the means to go on. */
export type EndedWork<Input> = Pick<WorkContext<Input>, 'id' | 'workspaceId' | 'input' | 'createdAt' | 'journal' | 'resumed'>;

/** What is still known of work that is given up: of damaged work not even its input. */
export type GivenUpWork<Input> = Pick<EndedWork<Input>, 'id' | 'workspaceId' | 'createdAt'> & { readonly input: Input | undefined };

/** A kind of durable work. */
export interface WorkKind<Input, Result> {
  readonly kind: string;
  /**
   * Errors that a run throws are retried so; after the last the work has failed, and keeps what an
   * operator needs to try it again. A kind without a policy answers for its own failures.
   */
  readonly retry?: RetryPolicy;
  /** How many pieces of it a process runs at once; the others stay queued until one of these has ended. As many as there is room for where absent. */
  readonly atOnce?: number;
  /** Whether users cannot cancel it, since nobody could find what it would leave undone. */
  readonly uncancelable?: boolean;
  /** Whether its journal outlasts it, for users to read; whoever removes what they see removes that with `Journal.deleting`. */
  readonly keepsJournal?: boolean;
  /** Why an error ends or delays it, for programs, where that has a code. */
  reasonOf?(error: unknown): DocumentReason | undefined;
  /** Does the work, or goes on with it from its journal; returns or throws soon after its signal is aborted. */
  run(context: WorkContext<Input>): Promise<Outcome<Result>>;
  /**
   * The writes that follow from an end, whatever brought it about; `entries` are all of the journal, with those that
   * come to it by the end. They take effect in order, after the journal's last entries and before the work counts as
   * ended; after a kill they come again, so each must be right when it is done twice.
   */
  conclude(work: EndedWork<Input>, ending: Ending<Result>, entries: readonly JournalEntry[]): Promise<readonly Write[]> | readonly Write[];
  /**
   * The writes that take the place of those of `conclude` where these fail again and again, so that
   * nobody waits for ever: they say where users look that the work has failed and why, and leave alone
   * what says already how it ended. As few and as plain as can be; they may be done twice, too.
   */
  giveUp(work: GivenUpWork<Input>, reason: string): Promise<readonly Write[]> | readonly Write[];
}

/** The line of queued work that all kinds share of which any number runs at once. */
export const SHARED_LINE = '';

/** The line of queued work that a kind waits in: a kind of which only so much runs at once has one of its own. */
export function lineOf({ kind, atOnce }: Pick<WorkKind<never, never>, 'kind' | 'atOnce'>): string {
  return atOnce === undefined ? SHARED_LINE : kind;
}

/** The work was cancelled: the reason with which its signal is aborted. */
export class WorkCanceled extends Error {
  constructor() {
    super('The work was cancelled.');
    this.name = 'WorkCanceled';
  }
}

/** This process stops: the work goes back into the queue. The reason with which its signal is aborted. */
export class WorkHandedOver extends Error {
  constructor() {
    super('The process is stopping; the work goes on in another one, or after the restart.');
    this.name = 'WorkHandedOver';
  }
}

/** The work was taken over again and again without a new step: it is taken for what kills its processes. */
export class PoisonedWork extends Error {
  constructor() {
    super('It was interrupted again and again at the same step, so it is not tried any more.');
    this.name = 'PoisonedWork';
  }
}
