import type { Documents, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { Unavailable } from '#kernel/errors.ts';
import type { Logger } from '#kernel/logger.ts';
import { SealBroken, type SealedCollection } from '#services/storage/index.ts';
import { Journal } from './journal.ts';
import type { WorkKind } from './kind.ts';
import type { WorkObserver } from './observer.ts';
import { isEnd, type WorkDocument } from './work-document.ts';

const DAMAGED = 'What it was started with, or has done so far, is damaged and cannot be read: begin it anew. The log of the server has the details.';

/** What damaged work is ended with. */
interface DamagedParts {
  readonly documents: Documents;
  readonly works: SealedCollection<WorkDocument>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer?: WorkObserver | undefined;
  /** Throws where there is no such kind. */
  readonly kindOf: (name: string) => WorkKind<unknown, unknown>;
}

/** Work that cannot be opened, what it is to do or what it has done: it ends as failed, or it would be tried for ever. */
export class DamagedWork {
  readonly #parts: DamagedParts;

  constructor(parts: DamagedParts) {
    this.#parts = parts;
  }

  /** Work by its id; where it is damaged and nobody runs it, it has failed from now on. */
  async getOrEnd(id: string): Promise<Read<WorkDocument> | undefined> {
    const { works } = this.#parts;
    return this.orEnd(id, () => works.get(id), () => works.get(id));
  }

  /** Does something with work, and something else where it is damaged and has failed by that. Throws `RevisionConflict` where it was changed meanwhile. */
  async orEnd<T>(id: string, action: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof SealBroken) || !(await this.#end(id, error))) throw error;
      return otherwise();
    }
  }

  /** Ends work with what its kind still says of that; false where it has ended or somebody runs it. */
  async #end(id: string, damage: SealBroken): Promise<boolean> {
    const { documents, works, clock, logger, observer, kindOf } = this.#parts;
    const document = await works.closed.get(id);
    if (!document || document.state === 'running' || isEnd(document.state)) return false;
    const { kind, workspaceId, createdAt, revision, ownerLost } = document;
    logger.error({ work: id, kind, err: damage }, 'work is damaged and has failed');
    try {
      await documents.inOrder(await kindOf(kind).giveUp({ id, workspaceId, createdAt, input: undefined }, DAMAGED));
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      logger.error({ work: id, kind, err: error }, 'users of damaged work could not be told');
    }
    const set = { state: 'failed', endedAt: clock.now(), reason: DAMAGED, workspaceId } as const;
    await documents.inOrder([
      () => works.update(id, { set, unset: ['slot', 'dueAt', 'cancelRequested', 'handBacks', 'input', 'given', 'isGiven'] }, { revision }),
      ...(ownerLost ? [] : [Journal.deleting(documents, id)]),
    ]);
    observer?.onEnded?.({ kind, state: 'failed', milliseconds: clock.now() - createdAt });
    return true;
  }
}
