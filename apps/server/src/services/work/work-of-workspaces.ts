import type { Aged } from '#data/documents/aged.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import { removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import { Unavailable } from '#kernel/errors.ts';
import type { WorkKinds } from './kinds.ts';
import { removing } from './upkeep.ts';
import { endStates, openStates, type WorkDocument } from './work-document.ts';

const AT_ONCE = 500;
/** How often work is asked for that does not end at once, and how long is waited each time, in milliseconds. */
const ATTEMPTS = 100;
const PAUSE = 100;

/** What the work of workspaces is seen and ended with. */
interface WorkParts {
  readonly documents: Documents;
  readonly works: Collection<WorkDocument>;
  readonly kinds: WorkKinds;
  readonly isCancelable: (work: WorkDocument) => boolean;
  readonly cancel: (id: string) => Promise<void>;
}

/** The work of workspaces that are deleted, and what they no longer keep. */
export class WorkOfWorkspaces implements Aged {
  readonly #parts: WorkParts;

  constructor(parts: WorkParts) {
    this.#parts = parts;
  }

  /**
   * Cancels the work of a workspace that can be, and waits until none is left that has not ended. Throws
   * `Unavailable` where some does not end for ten seconds.
   */
  async endAll(workspaceId: string): Promise<void> {
    const { works, isCancelable, cancel } = this.#parts;
    for (let attempt = 1; ; attempt++) {
      const { items } = await works.find({ where: { workspaceId, state: { in: openStates } }, limit: AT_ONCE });
      if (items.length === 0) return;
      for (const document of items) if (isCancelable(document)) await cancel(document.id);
      if (attempt === ATTEMPTS) throw new Unavailable('Work that has to end first goes on: it is waited for.');
      // Work of other processes has only been told so, and some kinds have to come to their end.
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  /** Removes the ended work of a workspace, with what is left of its journals. */
  async removeAll(workspaceId: string, watch: RemovalWatch): Promise<void> {
    await removeEach(this.#parts.works, this.#ended(workspaceId), (ended) => this.#remove(ended), watch);
  }

  /** Whether a workspace has work that ended before a time. What did was started before it too. */
  async hasOlder(workspaceId: string, before: number): Promise<boolean> {
    const { items } = await this.#parts.works.find({ ...this.#ended(workspaceId, before), limit: AT_ONCE });
    return items.some(({ endedAt = before }) => endedAt < before);
  }

  removeOlder(workspaceId: string, before: number, watch: RemovalWatch): Promise<number> {
    const remove = async (ended: WorkDocument): Promise<boolean> => {
      if ((ended.endedAt ?? before) >= before) return false;
      await this.#remove(ended);
      return true;
    };
    return removeEach(this.#parts.works, this.#ended(workspaceId, before), remove, watch);
  }

  #ended(workspaceId: string, before?: number) {
    const started = before === undefined ? {} : { createdAt: { lt: before } };
    return { where: { workspaceId, kind: { in: this.#parts.kinds.names }, state: { in: endStates }, ...started }, sort: 'createdAt' } as const;
  }

  async #remove(ended: WorkDocument): Promise<void> {
    const { documents, works, kinds } = this.#parts;
    await documents.inOrder(removing(documents, works, kinds, ended));
  }
}
