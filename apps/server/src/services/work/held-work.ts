import { type Collection, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { WorkDocument } from './work-document.ts';

/** Work that was started as held: nobody takes it until it is let go, in the order in which it came. */
export class HeldWork {
  readonly #works: Collection<WorkDocument>;
  readonly #wake: (id: string) => Promise<void>;

  /** `works` with their sealed fields closed; `wake` tells workers of work that is ready. */
  constructor(works: Collection<WorkDocument>, wake: (id: string) => Promise<void>) {
    this.#works = works;
    this.#wake = wake;
  }

  /** How much of a workspace's work is held. */
  count(workspaceId: string): Promise<number> {
    return this.#works.count({ held: true, workspaceId });
  }

  /** The piece of a workspace's held work that came first. */
  async oldest(workspaceId: string): Promise<Read<WorkDocument> | undefined> {
    return (await this.#works.find({ where: { held: true, workspaceId }, limit: 1 })).items[0];
  }

  /** The workspaces that have held work, each by one look into the index. */
  async workspaces(): Promise<string[]> {
    const workspaces: string[] = [];
    for (;;) {
      const { items } = await this.#works.find({ where: { held: true, workspaceId: { gt: workspaces.at(-1) ?? '' } }, sort: 'workspaceId', limit: 1 });
      const workspaceId = items[0]?.workspaceId;
      if (workspaceId === undefined) return workspaces;
      workspaces.push(workspaceId);
    }
  }

  /** Puts held work into the queue; does nothing where it was let go or cancelled meanwhile. */
  async letGo({ id, revision }: Read<WorkDocument>): Promise<void> {
    try {
      await this.#works.update(id, { set: { state: 'queued' }, unset: ['held'] }, { revision });
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      return;
    }
    await this.#wake(id);
  }
}
