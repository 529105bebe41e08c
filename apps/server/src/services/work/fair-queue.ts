import type { Collection, Read } from '#data/documents/port.ts';
import type { WorkDocument } from './work-document.ts';

/**
 * Queued work, one workspace after the other: however much one of them has queued, the others wait
 * for one piece of it at most. Within a workspace, the oldest comes first.
 */
export class FairQueue {
  readonly #works: Collection<WorkDocument>;
  #lastWorkspace = '';

  constructor(works: Collection<WorkDocument>) {
    this.#works = works;
  }

  /** The piece of work whose turn it is; the queue keeps it until it is claimed. */
  async next(): Promise<Read<WorkDocument> | undefined> {
    const work = (await this.#firstAfter(this.#lastWorkspace)) ?? (await this.#firstAfter(''));
    if (work) this.#lastWorkspace = work.workspaceId;
    return work;
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
