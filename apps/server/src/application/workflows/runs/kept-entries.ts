import { type Documents, PositionTaken, type Write } from '#data/documents/port.ts';
import { type Keyring, SealBroken } from '#services/storage/index.ts';
import { inSlices, Journal, type JournalEntry } from '#services/work/index.ts';
import type { AnswerEntry, RunEntry } from '../engine/journal.ts';
import type { KeptEntry, LargeValues } from './large-values.ts';

const types: ReadonlySet<string> = new Set(['node', 'failed', 'started', 'wait', 'answer', 'step'] satisfies RunEntry['type'][]);

/** The entries of a run among those of its work's journal; those of a turn are whole. */
export function runEntries(entries: readonly JournalEntry[]): readonly KeptEntry[] {
  // Only runs write entries of these types into the journals of their work.
  return entries.filter(({ type }) => types.has(type)) as unknown as readonly KeptEntry[];
}

/** The answers among the entries of a work's journal, or of what was given to it. */
export function answersIn(entries: readonly JournalEntry[]): readonly (KeptEntry & AnswerEntry)[] {
  return runEntries(entries).filter((entry) => entry.type === 'answer');
}

/** What runs did, which outlasts their work: it stands in the journal of that, or in a stream of its own where it was part of a chat. */
export class KeptEntries {
  readonly #documents: Documents;
  readonly #keyring: Keyring;
  readonly #large: LargeValues;

  constructor(documents: Documents, keyring: Keyring, large: LargeValues) {
    this.#large = large;
    this.#documents = documents;
    this.#keyring = keyring;
  }

  /**
   * The writes that keep all entries of a run, in slices, in the place of those that are kept already: an end may be
   * committed again, and a write that finds its place taken stops those after it in SQLite, even where it takes that well.
   */
  replacing(workspaceId: string, runId: string, entries: readonly KeptEntry[]): Write[] {
    const stream = streamOf(runId);
    const values = this.#large.of(workspaceId, runId);
    const keeping = inSlices(entries).map((slice, position) => async () => {
      const keys = this.#keyring.loaded(workspaceId) ?? (await this.#keyring.keys(workspaceId));
      const kept = await values.shrink(slice);
      try {
        return await this.#documents.append(stream, position, [keys.seal(JSON.stringify(kept), stream).toString('base64')]);
      } catch (error) {
        if (error instanceof PositionTaken) return undefined;
        throw error;
      }
    });
    return [() => this.#documents.deleteStream(stream), ...keeping];
  }

  /** What a run did so far, without its large values. */
  async read(workspaceId: string, runId: string): Promise<readonly KeptEntry[]> {
    const stream = streamOf(runId);
    const kept = await this.#documents.read(stream);
    if (kept.length === 0) return runEntries((await Journal.open(this.#documents, this.#keyring, workspaceId, runId)).entries);
    const entries: KeptEntry[] = [];
    for (const { entry } of kept) {
      if (typeof entry !== 'string') throw new SealBroken('the entries of a run are not sealed');
      const plain = await this.#keyring.open(workspaceId, Buffer.from(entry, 'base64'), stream);
      // Only `replacing` seals under this stream's name.
      entries.push(...(JSON.parse(plain.toString()) as KeptEntry[]));
    }
    return entries;
  }

  /** Entries of a run with their large values. */
  whole(workspaceId: string, runId: string, entries: readonly KeptEntry[]): Promise<readonly RunEntry[]> {
    return this.#large.of(workspaceId, runId).restore(entries);
  }

  /** The writes that remove what a run did. */
  removing(runId: string): Write[] {
    return [Journal.deleting(this.#documents, runId), () => this.#documents.deleteStream(streamOf(runId))];
  }
}

function streamOf(runId: string): string {
  return `run/${runId}`;
}
