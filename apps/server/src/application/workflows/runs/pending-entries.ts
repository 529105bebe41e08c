import type { Logger } from '#kernel/logger.ts';
import { roughLength } from '#kernel/rough-length.ts';
import { inSlices, SLICE, type WorkContext } from '#services/work/index.ts';
import { IndexedJournal, type RunEntry } from '../engine/journal.ts';
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
  /** What is not durable yet, in its order. */
  #noted: NumberedEntry[] = [];
  /** About how many characters were noted since a commit was last asked for. */
  #characters = 0;
  #storing: Promise<void> = Promise.resolve();

  private constructor({ logger }: PendingContext, work: WorkContext<RunInput>, live: LiveRun, values: RunValues, known: readonly RunEntry[]) {
    this.#work = work;
    this.values = values;
    let number = known.length;
    const keep = (entry: RunEntry): void => {
      const numbered = { entry, number: number++ };
      this.#noted.push(numbered);
      live.tell({ type: 'entry', ...numbered });
      this.#characters += roughLength(entry);
      // What fills a document goes, though nothing waits for it.
      if (this.#characters > SLICE) this.journal.commitSoon();
      // Others see a question while the rest of the run goes on; where nothing does, it goes with what the run leaves.
      if (entry.type === 'wait') setImmediate(() => this.journal.commitSoon());
    };
    this.journal = new IndexedJournal(known, keep, () => this.#commit(), (error) => logger.warn({ work: work.id, err: error }, 'what a run did could not be stored yet'));
  }

  static async open(context: PendingContext, work: WorkContext<RunInput>, live: LiveRun): Promise<PendingEntries> {
    const values = context.large.of(work.workspaceId, work.id);
    return new PendingEntries(context, work, live, values, await values.restore(runEntries(work.journal.entries)));
  }

  /** What is not committed yet, as it is kept; the caller commits it. What is more than one document holds is committed here. */
  taken(): Promise<readonly KeptEntry[]> {
    return this.#next(async () => {
      const slices = await this.#slices();
      await this.#store(slices.slice(0, -1));
      this.#noted = [];
      return slices.at(-1) ?? [];
    });
  }

  /** What is not durable yet, for who begins to watch: it is neither stored nor told again. */
  get unstored(): readonly NumberedEntry[] {
    const stored = runEntries(this.#work.journal.entries).length;
    return this.#noted.filter(({ number }) => number >= stored);
  }

  /** What the run did, as far as it is known; without the large values of what is stored. */
  get known(): readonly KeptEntry[] {
    return [...runEntries(this.#work.journal.entries), ...this.unstored.map(({ entry }) => entry)];
  }

  #commit(): Promise<void> {
    this.#characters = 0;
    return this.#next(async () => {
      if (this.#noted.length > 0) await this.#store(await this.#slices());
    });
  }

  /** One after the other: what is noted while something is stored goes with the next. */
  #next<T>(storing: () => Promise<T>): Promise<T> {
    const next = this.#storing.then(storing);
    this.#storing = next.then(nothing, nothing);
    return next;
  }

  /** What is noted, as it is kept, in pieces that documents can hold. */
  async #slices(): Promise<readonly (readonly KeptEntry[])[]> {
    return inSlices(await this.values.shrink(this.#noted.map(({ entry }) => entry)));
  }

  /** Commits the first of what is noted; what could not be is noted still. */
  async #store(slices: readonly (readonly KeptEntry[])[]): Promise<void> {
    for (const slice of slices) {
      await this.#work.journal.append(slice.map((entry) => ({ ...entry })));
      this.#noted.splice(0, slice.length);
    }
  }
}

function nothing(): void {}
