import { type Collection, RevisionConflict } from '#data/documents/port.ts';
import type { WorkDocument } from './work-document.ts';

/**
 * Work that belongs to this process by its document but is not run here, because a commit at its
 * beginning or end failed. As long as the process lives nobody else takes it, so it must be put back
 * into the queue from here. A claim is named by its epoch: one that another has made is let be.
 */
export class AbandonedWork {
  readonly #works: Collection<WorkDocument>;
  readonly #owner: string;
  readonly #epochs = new Map<string, number>();

  constructor(works: Collection<WorkDocument>, owner: string) {
    this.#works = works;
    this.#owner = owner;
  }

  /** Notes a claim of this process that came to nothing, or may have. */
  add(id: string, epoch: number): void {
    this.#epochs.set(id, epoch);
  }

  /**
   * Puts all of it back into the queue. What cannot be put back keeps nothing else from it, and is
   * kept for the next call; throws an `AggregateError` of the reasons.
   */
  async handBackAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const id of this.#epochs.keys()) await this.handBack(id).catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} pieces of work could not be put back.`);
  }

  /** Puts one piece of work back into the queue, if it was noted. */
  async handBack(id: string): Promise<void> {
    const epoch = this.#epochs.get(id);
    if (epoch === undefined) return;
    const document = await this.#works.get(id);
    if (document?.state === 'running' && document.owner === this.#owner && document.epoch === epoch) {
      try {
        await this.#works.update(
          id,
          { set: { state: 'queued' }, unset: ['owner'], increment: { handBacks: 1 } },
          { revision: document.revision },
        );
      } catch (error) {
        // A cancel was asked for in between: the next call sees to it.
        if (error instanceof RevisionConflict) return;
        throw error;
      }
    }
    if (this.#epochs.get(id) === epoch) this.#epochs.delete(id);
  }
}
