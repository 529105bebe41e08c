import { type Collection, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { WorkDocument } from './work-document.ts';

/** How long work that cannot be taken is put off, in milliseconds. */
const PUT_OFF = 60_000;

/**
 * Queued work, one workspace after the other: however much one of them has queued, the others wait
 * for one piece of it at most. Within a workspace, the oldest comes first.
 */
export class FairQueue {
  readonly #works: Collection<WorkDocument>;
  #lastWorkspace = '';

  /** `works` with their sealed fields closed, so that damaged work is found too, and put off. */
  constructor(works: Collection<WorkDocument>) {
    this.#works = works;
  }

  /** The piece of work whose turn it is; the queue keeps it until it is claimed. */
  async next(): Promise<Read<WorkDocument> | undefined> {
    const last = this.#lastWorkspace;
    const work = (await this.#firstAfter(last)) ?? (last === '' ? undefined : await this.#firstAfter(''));
    this.#lastWorkspace = work?.workspaceId ?? '';
    return work;
  }

  /** Lets those behind work that cannot be taken, since it is damaged or of an unknown kind, have their turn. */
  async putOff(work: Read<WorkDocument>, now: number): Promise<void> {
    try {
      await this.#works.update(work.id, { set: { state: 'waiting', dueAt: now + PUT_OFF } }, { revision: work.revision });
    } catch (error) {
      // It is not queued any more.
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }

  async #firstAfter(workspaceId: string): Promise<Read<WorkDocument> | undefined> {
    const { items } = await this.#works.find({
      where: { state: 'queued', workspaceId: { gt: workspaceId } },
      sort: 'workspaceId',
      limit: 1,
    });
    return items[0];
  }
}
