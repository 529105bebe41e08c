import { type Collection, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { WorkDocument } from './work-document.ts';

/** How long work that cannot be taken is put off, in milliseconds. */
const PUT_OFF = 60_000;

/**
 * Queued work, one line after the other, and in each one workspace after the other: however much one of them has queued, the others wait
 * for one piece of it at most. Within a workspace, the oldest comes first.
 */
export class FairQueue {
  readonly #works: Collection<WorkDocument>;
  /** The workspace of each line that had its turn last; the line whose turn comes next is the first. */
  readonly #lastWorkspaces = new Map<string, string>();

  /** `works` with their sealed fields closed, so that damaged work is found too, and put off. */
  constructor(works: Collection<WorkDocument>) {
    this.#works = works;
  }

  /** The piece of work of some lines whose turn it is; the queue keeps it until it is claimed. */
  async next(lines: readonly string[]): Promise<Read<WorkDocument> | undefined> {
    const turns = [...this.#lastWorkspaces.keys()];
    for (const line of lines.toSorted((a, b) => turns.indexOf(a) - turns.indexOf(b))) {
      const last = this.#lastWorkspaces.get(line) ?? '';
      const work = (await this.#firstAfter(line, last)) ?? (last === '' ? undefined : await this.#firstAfter(line, ''));
      this.#lastWorkspaces.delete(line);
      this.#lastWorkspaces.set(line, work?.workspaceId ?? '');
      if (work) return work;
    }
    return undefined;
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

  async #firstAfter(line: string, workspaceId: string): Promise<Read<WorkDocument> | undefined> {
    const { items } = await this.#works.find({
      where: { state: 'queued', line, workspaceId: { gt: workspaceId } },
      sort: 'workspaceId',
      limit: 1,
    });
    return items[0];
  }
}
