import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseSync } from 'node:sqlite';
import { Unavailable } from '#kernel/errors.ts';
import type { CommitListener } from '../port.ts';
import { isFull, isSqliteError } from './errors.ts';

interface Failure {
  readonly error: unknown;
}

/** Writes of which the first that fails stops those after it. */
interface Chain {
  failure?: Failure;
  begun: number;
  /** Whether a function of the chain is running, before it has returned its promise. */
  isBeginning: boolean;
}

interface Task {
  /** Makes the write inside the open transaction; the function it returns tells the caller. */
  readonly attempt: () => () => void;
  readonly reject: (error: unknown) => void;
  /** The chain that it belongs to, whose failure stops it. */
  readonly chain: Chain | undefined;
  /** The chain that fails with it; not that of a late one, whose function may yet mend the failure. */
  readonly failing: Chain | undefined;
}

/**
 * Gathers the writes that arrive in one turn of the event loop into one transaction, and tells each
 * caller its own outcome once the commit is on the disk. Nothing reads between the first write and
 * the commit, so nobody sees what may yet be undone.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #begin;
  readonly #commit;
  #pending: Task[] = [];
  /** The chain of the function that writes; one that begins its write late still knows it. */
  readonly #chains = new AsyncLocalStorage<Chain>();
  #closed = false;
  #held = false;
  /** Told of every commit. */
  listener: CommitListener | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /**
   * Runs `task` in the next transaction. What it throws is its own outcome, so it must change the
   * database with its last step only; an error of SQLite itself undoes the whole transaction and is
   * thrown to all of its writers as `Unavailable`.
   */
  write<R>(task: () => R): Promise<R> {
    const chain = this.#chains.getStore();
    const failing = chain?.isBeginning ? chain : undefined;
    if (failing !== undefined) failing.begun += 1;
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error('The documents are closed.'));
        return;
      }
      if (this.#pending.length === 0 && !this.#held) setImmediate(() => this.flush());
      const attempt = () => {
        const result = task();
        return () => resolve(result);
      };
      this.#pending.push({ attempt, reject, chain, failing });
    });
  }

  /** Begins the writes in one turn, so that they share a commit; see `Documents.inOrder`. */
  inOrder(writes: readonly (() => Promise<unknown>)[]): Promise<void> {
    const chain: Chain = { begun: 0, isBeginning: false };
    return this.#chains.run(chain, () => this.#beginAll(chain, writes));
  }

  async #beginAll(chain: Chain, writes: readonly (() => Promise<unknown>)[]): Promise<void> {
    const outcomes: Promise<Failure | undefined>[] = [];
    for (const write of writes) {
      const before = chain.begun;
      const outcome = beginIn(chain, write).then(succeeded, failed);
      outcomes.push(outcome);
      // One that has not begun yet may be refused before it does, which nobody else learns: those after it wait.
      if (chain.begun === before && (await outcome) !== undefined) break;
    }
    const failure = (await Promise.all(outcomes)).find((outcome) => outcome !== undefined);
    if (failure) throw failure.error;
  }

  /** Commits what is pending and refuses what comes later. */
  close(): void {
    this.#closed = true;
    this.#held = false;
    this.flush();
  }

  /** Lets writes wait, uncommitted, until `release`: for the moment in which another thread needs the connection. */
  hold(): void {
    this.#held = true;
  }

  /** Commits the writes that `hold` let wait; does nothing where there was none. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.flush();
  }

  /** Commits what is pending now. */
  flush(): void {
    const tasks = this.#pending;
    if (tasks.length === 0 || this.#held) return;
    this.#pending = [];
    const tell: (() => void)[] = [];
    let committedAt = 0;
    const begunAt = this.listener && performance.now();
    try {
      this.#begin.run();
      for (const task of tasks) tell.push(attempt(task));
      this.#commit.run();
      committedAt = performance.now();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const failure = asUnavailable(error);
      for (const task of tasks) {
        if (task.failing !== undefined) task.failing.failure ??= { error: failure };
        task.reject(failure);
      }
      return;
    }
    for (const report of tell) report();
    if (begunAt !== undefined) this.listener?.(tasks.length, committedAt - begunAt);
  }
}

function succeeded(): undefined {
  return undefined;
}

function failed(error: unknown): Failure {
  return { error };
}

function beginIn(chain: Chain, write: () => Promise<unknown>): Promise<unknown> {
  chain.isBeginning = true;
  try {
    return write();
  } finally {
    chain.isBeginning = false;
  }
}

function attempt({ attempt: run, reject, chain, failing }: Task): () => void {
  try {
    if (chain?.failure !== undefined) throw chain.failure.error;
    return run();
  } catch (error) {
    if (isSqliteError(error)) throw error;
    if (failing !== undefined) failing.failure ??= { error };
    return () => reject(error);
  }
}

function asUnavailable(error: unknown): Unavailable {
  const reason = isFull(error)
    ? 'the disk of the data folder is full. Free some space and try again.'
    : `the database answered "${error instanceof Error ? error.message : String(error)}".`;
  return new Unavailable(`Nothing was stored: ${reason}`, { cause: error });
}
