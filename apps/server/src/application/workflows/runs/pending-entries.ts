import type { Logger } from '#kernel/logger.ts';
import type { WorkContext } from '#services/work/index.ts';
import { IndexedJournal, type RunEntry } from '../engine/journal.ts';
import { TIME_IS_UP } from '../engine/nodes/waiting.ts';
import { runEntries } from './kept-entries.ts';
import type { KeptEntry, LargeValues, RunValues } from './large-values.ts';
import type { LiveRun, NumberedEntry } from './live-runs.ts';
import type { RunInput } from './run-document.ts';

/** What notes of a run need of their surroundings. */
interface PendingContext {
  readonly logger: Logger;
  readonly large: LargeValues;
}

/** What a run notes, until it is committed. */
export class PendingEntries {
  readonly journal: IndexedJournal;
  readonly values: RunValues;
  readonly #work: WorkContext<RunInput>;
  #entries: RunEntry[] = [];
  /** Those of the commit that is under way. */
  #leaving: readonly RunEntry[] = [];
  #committing: Promise<void> = Promise.resolve();

  private constructor({ logger }: PendingContext, work: WorkContext<RunInput>, live: LiveRun, values: RunValues, known: readonly RunEntry[]) {
    this.#work = work;
    this.values = values;
    let number = known.length;
    const keep = (entry: RunEntry): void => {
      this.#entries.push(entry);
      live.tell({ type: 'entry', entry, number: number++ });
    };
    this.journal = new IndexedJournal(known, keep, () => this.#commit(), (error) => logger.warn({ work: work.id, err: error }, 'what a run did could not be stored yet'));
  }

  static async open(context: PendingContext, work: WorkContext<RunInput>, live: LiveRun): Promise<PendingEntries> {
    const values = context.large.of(work.workspaceId, work.id);
    return new PendingEntries(context, work, live, values, await values.restore(runEntries(work.journal.entries)));
  }

  /** What is not committed yet, as it is kept, once no commit is under way; the caller commits it. */
  async taken(): Promise<readonly KeptEntry[]> {
    await Promise.allSettled([this.#committing]);
    const entries = this.#entries;
    this.#entries = [];
    return this.values.shrink(entries);
  }

  /** What is not durable yet, for who begins to watch: it is neither stored nor told again. */
  get unstored(): readonly NumberedEntry[] {
    const first = runEntries(this.#work.journal.entries).length;
    return [...this.#leaving, ...this.#entries].map((entry, index) => ({ entry, number: first + index }));
  }

  /** What the run did, as far as it is known; without the large values of what is stored. */
  get known(): readonly KeptEntry[] {
    return [...runEntries(this.#work.journal.entries), ...this.#entries];
  }

  #commit(): Promise<void> {
    // One after the other: what comes while one is under way goes with the next.
    const committing = this.#committing.then(async () => {
      const entries = this.#entries;
      if (entries.length === 0) return;
      this.#entries = [];
      this.#leaving = entries;
      try {
        const kept = await this.values.shrink(entries);
        await this.#work.journal.append(kept.map((entry) => ({ ...entry })));
      } catch (error) {
        this.#entries = [...entries, ...this.#entries];
        throw error;
      } finally {
        this.#leaving = [];
      }
    });
    this.#committing = committing.catch(() => undefined);
    return committing;
  }
}

/** Waits whose time has come are answered by that. Returns whether there were some. */
export function answerTimes({ journal, known }: PendingEntries, now: number): boolean {
  let isAnswered = false;
  for (const entry of known) {
    if (entry.type !== 'wait' || entry.wait.until === undefined || entry.wait.until > now) continue;
    if (journal.answers(entry.path).length > entry.number) continue;
    journal.record({ type: 'answer', path: entry.path, number: entry.number, answer: TIME_IS_UP, at: now });
    isAnswered = true;
  }
  return isAnswered;
}
