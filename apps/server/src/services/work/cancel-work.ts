import { type Collection, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { AbandonedWork } from './abandoned-work.ts';
import { WorkCanceled } from './kind.ts';
import type { Places } from './places.ts';
import { isEnd, type WorkDocument } from './work-document.ts';

/** What cancels work. */
export interface Cancelling {
  readonly works: Collection<WorkDocument>;
  readonly places: Places;
  readonly abandoned: AbandonedWork;
  /** The id of this process. */
  readonly owner: string;
  /** Takes work that runs nowhere, aborted from its beginning. */
  readonly claimCanceled: (document: Read<WorkDocument>) => Promise<unknown>;
  /** Tells the process that runs the work. */
  readonly tell: (id: string) => Promise<unknown>;
}

/**
 * Cancels work and resolves when it has ended, as cancelled or otherwise: what was finished in the
 * same moment stays finished. Work of another process is told, and ends there.
 */
export async function cancelWork({ works, places, abandoned, owner, claimCanceled, tell }: Cancelling, id: string): Promise<void> {
  for (;;) {
    const running = places.get(id);
    if (running) {
      running.abort(new WorkCanceled());
      // One that was about to wait does so, and is cancelled then.
      if (isEnd((await running.finished).state)) return;
      continue;
    }
    const beginning = places.beginning(id);
    if (beginning) {
      await Promise.allSettled([beginning]);
      continue;
    }
    const document = await works.get(id);
    if (!document || isEnd(document.state)) return;
    try {
      if (document.state !== 'running') {
        await claimCanceled(document);
      } else if (document.owner === owner) {
        // A failed commit has left it behind.
        await abandoned.handBack(id);
      } else {
        await works.update(id, { set: { cancelRequested: true } }, { revision: document.revision });
        await tell(id);
        return;
      }
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
}
