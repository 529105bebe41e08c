import { type Collection, type Documents, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BuckleError } from '#kernel/errors.ts';
import type { Logger } from '#kernel/logger.ts';
import { Journal, OwnershipLost } from './journal.ts';
import { type Outcome, PoisonedWork, WorkCanceled, WorkHandedOver } from './kind.ts';
import { NO_RETRY, retryDelay } from './retry-policy.ts';
import type { RunningWork, RunResult } from './running-work.ts';
import type { WorkDocument } from './work-document.ts';

/** Pauses before a commit that failed is tried again, in milliseconds. */
const COMMIT_RETRY_DELAYS = [50, 200, 1_000, 5_000];

interface SettleDependencies {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a run leaves behind: its outcome, an own error to try again after, or work for another process. */
type Left<Result> = Outcome<Result> | { readonly state: 'retry'; readonly dueAt: number } | { readonly state: 'queued' };

/** Runs a piece of work and commits what it came to. Throws where that could not be committed. */
export async function runAndSettle<Input, Result>(
  dependencies: SettleDependencies,
  works: Collection<WorkDocument>,
  running: RunningWork<Input, Result>,
): Promise<RunResult<Result>> {
  let left: Left<Result>;
  try {
    running.signal.throwIfAborted();
    left = await running.kind.run(running);
  } catch (error) {
    left = leftAfter(error, running, dependencies);
  }
  // Entries are appended once, also where the writes after them have to be tried again.
  const appending = 'entries' in left && left.entries && left.entries.length > 0 ? once(running.journal.appending(left.entries)) : undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      return await settle(dependencies.documents, works, running, left, appending ? [appending] : [], dependencies.clock.now());
    } catch (error) {
      const delay = COMMIT_RETRY_DELAYS[attempt];
      if (error instanceof OwnershipLost || delay === undefined) throw error;
      dependencies.logger.warn({ work: running.id, err: error }, 'the end of a run could not be committed; trying again');
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

function leftAfter<Input, Result>(
  error: unknown,
  running: RunningWork<Input, Result>,
  { clock, logger }: SettleDependencies,
): Left<Result> {
  const aborted: unknown = running.signal.aborted ? running.signal.reason : undefined;
  if (aborted instanceof WorkCanceled) return { state: 'canceled' };
  if (aborted instanceof WorkHandedOver) return { state: 'queued' };
  if (aborted instanceof PoisonedWork) return { state: 'failed', reason: aborted.message };
  if (error instanceof OwnershipLost) throw error;
  const policy = running.kind.retry ?? NO_RETRY;
  if (running.retries < policy.retries) {
    logger.warn({ work: running.id, kind: running.kind.kind, err: error }, 'work failed and is tried again');
    return { state: 'retry', dueAt: clock.now() + retryDelay(policy, running.retries + 1) };
  }
  if (error instanceof BuckleError) return { state: 'failed', reason: error.message };
  logger.error({ work: running.id, kind: running.kind.kind, err: error }, 'work failed');
  return { state: 'failed', reason: 'An internal error ended it; the log of the server has the details.' };
}

async function settle<Input, Result>(
  documents: Documents,
  works: Collection<WorkDocument>,
  running: RunningWork<Input, Result>,
  left: Left<Result>,
  appending: readonly Write[],
  now: number,
): Promise<RunResult<Result>> {
  const owned = new OwnedDocument(works, running);
  if (left.state === 'queued') {
    await owned.updating({ set: { state: 'queued' }, unset: ['owner'] })();
    return { state: 'queued' };
  }
  if (left.state === 'retry') {
    await owned.updating({ set: { state: 'waiting', dueAt: left.dueAt }, unset: ['owner'], increment: { retries: 1 } })();
    return { state: 'waiting' };
  }
  if (left.state === 'waiting') {
    const due = left.until === undefined ? {} : { dueAt: left.until };
    const parking = owned.updating({ set: { state: 'waiting', ...due }, unset: ['owner'] });
    await documents.inOrder([...appending, ...left.writes, parking]);
    return { state: 'waiting' };
  }
  const writes = await running.kind.conclude(running, left);
  const reason = left.reason === undefined ? {} : { reason: left.reason, workspaceId: running.workspaceId };
  await documents.inOrder([
    ...appending,
    ...writes,
    owned.updating({ set: { state: left.state, endedAt: now, ...reason }, unset: ['owner', 'slot', 'dueAt', 'cancelRequested'] }),
    Journal.deleting(documents, running.id),
  ]);
  return left;
}

/** The document of work that this process owns: changed only as long as it does. */
class OwnedDocument<Input, Result> {
  readonly #works: Collection<WorkDocument>;
  readonly #running: RunningWork<Input, Result>;

  constructor(works: Collection<WorkDocument>, running: RunningWork<Input, Result>) {
    this.#works = works;
    this.#running = running;
  }

  /** Begins a change. Throws `OwnershipLost`. */
  updating(changes: Parameters<Collection<WorkDocument>['update']>[1]): Write {
    return async () => {
      try {
        await this.#works.update(this.#running.id, changes, { revision: this.#running.revision });
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        // Asking for a cancel changes the document too; that is no loss of it.
        const document = await this.#stillOwned();
        await this.#works.update(this.#running.id, changes, { revision: document.revision });
      }
    };
  }

  async #stillOwned(): Promise<Read<WorkDocument>> {
    const document = await this.#works.get(this.#running.id);
    if (document?.epoch !== this.#running.epoch || document.state !== 'running') throw new OwnershipLost(this.#running.id);
    return document;
  }
}

function once(write: Write): Write {
  let done = false;
  return async () => {
    if (done) return;
    await write();
    done = true;
  };
}
