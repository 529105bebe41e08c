import { type DocumentReason, documentReasonInWords } from '@buckle/contract';
import { type Changes, type Documents, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BuckleError, Unavailable } from '#kernel/errors.ts';
import type { Logger } from '#kernel/logger.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import { endingEntry, recordedEnding } from './ending.ts';
import { Journal, type JournalEntry, OwnershipLost } from './journal.ts';
import { type Ending, type Outcome, PoisonedWork, WorkCanceled, WorkHandedOver } from './kind.ts';
import { retryDelay } from './retry-policy.ts';
import type { RunningWork, RunResult } from './running-work.ts';
import type { WorkDocument } from './work-document.ts';

/** Pauses before a commit that failed is tried again, in milliseconds. */
const COMMIT_RETRY_DELAYS = [50, 200, 1_000, 5_000];

/** After so many claims whose end could not be committed, work ends without all that should follow from its end. */
const HAND_BACKS = 3;
const UNSETTLED = 'Its end could not be stored again and again; the log of the server has the details.';

interface SettleDependencies {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a run leaves behind: its outcome, an own error to try again after, or work for another process. */
type Left<Result> = Outcome<Result> | { readonly state: 'retry'; readonly dueAt: number; readonly reason: string; readonly reasonCode: DocumentReason | undefined } | { readonly state: 'queued' };

/** Runs a piece of work and commits what it came to. Throws where that could not be committed. */
export async function runAndSettle<Input, Result>(
  dependencies: SettleDependencies,
  works: SealedCollection<WorkDocument>,
  running: RunningWork<Input, Result>,
): Promise<RunResult<Result>> {
  for (;;) {
    const recorded = recordedEnding<Result>(running.journal);
    const left = recorded ?? (await run(dependencies, running));
    const result = await commit(dependencies, works, running, left, recorded ? [] : entriesOf(left));
    if (result !== undefined) return result;
    running.resumed = true;
  }
}

/** Commits what a run left behind. Returns nothing where something was given to the work that was about to wait: it is to be run anew. */
async function commit<Input, Result>(
  dependencies: SettleDependencies,
  works: SealedCollection<WorkDocument>,
  running: RunningWork<Input, Result>,
  left: Left<Result>,
  entries: readonly JournalEntry[],
): Promise<RunResult<Result> | undefined> {
  const last = new LastEntries(running.journal, entries);
  for (let attempt = 0; ; attempt++) {
    const { revision } = running;
    try {
      // Work that is put back keeps it in its document for whoever takes it next.
      if (running.given.length > 0 && left.state !== 'queued' && left.state !== 'retry') {
        await dependencies.documents.inOrder(last.appending);
        // What the run has taken itself may be among its entries.
        const { given } = running;
        if (given.length > 0) await running.journal.append(given);
        if (given.length > 0 && left.state === 'waiting' && !running.cancelRequested) return undefined;
      }
      return await settle(dependencies, works, running, left, last);
    } catch (error) {
      const delay = COMMIT_RETRY_DELAYS[attempt];
      if (error instanceof OwnershipLost) throw error;
      if (delay === undefined) {
        // While the store itself is away, everything waits for it.
        if (running.handBacks < HAND_BACKS || error instanceof Unavailable) throw error;
        dependencies.logger.error({ work: running.id, kind: running.kind.kind, err: error }, 'work ends without its conclusion, which always fails');
        return giveUp(dependencies, works, running);
      }
      if (error instanceof RevisionConflict) {
        if (!(await running.look())) throw new OwnershipLost(running.id);
        // Its document has changed by a wish to cancel it, or by what was given to it.
        if (running.revision !== revision) continue;
      }
      dependencies.logger.warn({ work: running.id, err: error }, 'the end of a run could not be committed; trying again');
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

async function run<Input, Result>(dependencies: SettleDependencies, running: RunningWork<Input, Result>): Promise<Left<Result>> {
  try {
    running.signal.throwIfAborted();
    return await running.kind.run(running);
  } catch (error) {
    return leftAfter(error, running, dependencies);
  }
}

function leftAfter<Input, Result>(
  error: unknown,
  running: RunningWork<Input, Result>,
  { clock, logger }: SettleDependencies,
): Left<Result> {
  if (error instanceof OwnershipLost) throw error;
  const aborted: unknown = running.signal.aborted ? running.signal.reason : undefined;
  if (aborted instanceof WorkCanceled) return { state: 'canceled' };
  if (aborted instanceof WorkHandedOver) return { state: 'queued' };
  if (aborted instanceof PoisonedWork) return { state: 'failed', reason: aborted.message };
  const { retry, kind } = running.kind;
  const reasonCode = running.kind.reasonOf?.(error);
  const reason = reasonCode ? documentReasonInWords(reasonCode) : error instanceof BuckleError ? error.message : 'An internal error ended it; the log of the server has the details.';
  if (retry && running.retries < retry.retries) {
    logger.warn({ work: running.id, kind, err: error }, 'work failed and is tried again');
    return { state: 'retry', dueAt: clock.now() + retryDelay(retry, running.retries + 1), reason, reasonCode };
  }
  if (!(error instanceof BuckleError)) logger.error({ work: running.id, kind, err: error }, 'work failed');
  return { state: 'failed', reason, reasonCode };
}

/** What goes into the journal before anything else is written: never nothing, since it proves the ownership. */
function entriesOf<Result>(left: Left<Result>): readonly JournalEntry[] {
  switch (left.state) {
    case 'queued':
    case 'retry':
      return [];
    case 'waiting':
      return left.entries.length > 0 ? left.entries : [{ type: 'work/waiting' }];
    case 'completed':
    case 'canceled':
    case 'failed':
      return [...(left.entries ?? []), endingEntry(left)];
  }
}

async function settle<Input, Result>(
  dependencies: SettleDependencies,
  works: SealedCollection<WorkDocument>,
  running: RunningWork<Input, Result>,
  left: Left<Result>,
  last: LastEntries,
): Promise<RunResult<Result>> {
  // What is given to it from now on changes its revision.
  const { revision } = running;
  const given = running.given.length > 0 ? [] : (['given', 'isGiven'] as const);
  const updating = (changes: Changes<WorkDocument>) => () => works.change(running.id, changes, { revision });
  const releasing = ({ unset = [], ...changes }: Changes<WorkDocument>) =>
    // What is to be cancelled must not wait: whoever takes it next cancels it.
    updating({ ...(running.cancelRequested ? { set: { state: 'queued' } } : changes), unset: ['owner', 'handBacks', ...given, ...unset] });
  switch (left.state) {
    case 'queued':
      await releasing({ set: { state: 'queued' } })();
      return { state: 'queued' };
    case 'retry':
      await releasing({ set: { state: 'waiting', dueAt: left.dueAt, workspaceId: running.workspaceId, ...because(left) }, unset: left.reasonCode ? [] : ['reasonCode'], increment: { retries: 1 } })();
      return { state: 'waiting' };
    case 'waiting': {
      const due = left.until === undefined ? {} : { dueAt: left.until };
      await dependencies.documents.inOrder([...last.appending, ...left.writes, releasing({ set: { state: 'waiting', ...due }, unset: ['reason', 'reasonCode'] })]);
      return { state: 'waiting' };
    }
    case 'completed':
    case 'canceled':
    case 'failed':
      return end(dependencies, works, running, left, [...last.appending, ...(await running.kind.conclude(running, left, last.all))], revision);
  }
}

/** Why work failed or waits, as its document says it. */
function because({ reason, reasonCode }: Pick<Ending<unknown>, 'reason' | 'reasonCode'>): Pick<WorkDocument, 'reason' | 'reasonCode'> {
  return { ...(reason === undefined ? {} : { reason }), ...(reasonCode && { reasonCode }) };
}

/** Ends work as failed, with what its kind still says of that. */
async function giveUp<Input, Result>(
  dependencies: SettleDependencies,
  works: SealedCollection<WorkDocument>,
  running: RunningWork<Input, Result>,
): Promise<Ending<Result>> {
  const { documents, logger } = dependencies;
  const ending = { state: 'failed', reason: UNSETTLED } as const;
  // First the journal, which proves the ownership: whoever takes the work over after a kill ends it so too.
  await running.journal.append([endingEntry(ending)]);
  try {
    await documents.inOrder(await running.kind.giveUp(running, UNSETTLED));
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    logger.error({ work: running.id, kind: running.kind.kind, err: error }, 'nor could its users be told');
  }
  return end(dependencies, works, running, ending, []);
}

/** Commits that work has ended, after the writes that come `before`. */
async function end<Input, Result>(
  { documents, clock }: SettleDependencies,
  works: SealedCollection<WorkDocument>,
  running: RunningWork<Input, Result>,
  ending: Ending<Result>,
  before: readonly Write[],
  revision = running.revision,
): Promise<Ending<Result>> {
  const { state, reason, reasonCode } = ending;
  // What failed and can be tried again keeps its input and its journal.
  const isDeadLetter = state === 'failed' && running.kind.retry !== undefined;
  const former = isDeadLetter && running.slot !== undefined ? { formerSlot: running.slot } : {};
  const unset = ['owner', 'slot', 'dueAt', 'cancelRequested', 'handBacks', 'given', 'isGiven', ...(reason === undefined ? ['reason' as const] : []), ...(reasonCode ? [] : ['reasonCode' as const])] as const;
  const changes = {
    set: { state, endedAt: clock.now(), ...(reason === undefined ? {} : { workspaceId: running.workspaceId }), ...because(ending), ...former },
    unset: isDeadLetter ? unset : [...unset, 'input' as const],
  };
  await documents.inOrder([
    ...before,
    () => works.change(running.id, changes, { revision }),
    ...(isDeadLetter || running.ownerLost || running.kind.keepsJournal ? [] : [Journal.deleting(documents, running.id)]),
  ]);
  return ending;
}

/** What goes into a journal with an end or a wait: once, also where the writes after it have to be tried again. */
class LastEntries {
  readonly #journal: Journal;
  readonly #entries: readonly JournalEntry[];
  #isAppended: boolean;

  constructor(journal: Journal, entries: readonly JournalEntry[]) {
    this.#journal = journal;
    this.#entries = entries;
    this.#isAppended = entries.length === 0;
  }

  /** The write that appends them, until it is done. */
  get appending(): readonly Write[] {
    if (this.#isAppended) return [];
    const append = this.#journal.appending(this.#entries);
    return [() => append().then(() => (this.#isAppended = true))];
  }

  /** What the journal holds with them. */
  get all(): readonly JournalEntry[] {
    return this.#isAppended ? this.#journal.entries : [...this.#journal.entries, ...this.#entries];
  }
}
