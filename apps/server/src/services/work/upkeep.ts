import { type Collection, type Documents, type Read, RevisionConflict } from '#data/documents/port.ts';
import { Journal } from './journal.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { endStates, type WorkDocument } from './work-document.ts';

const AT_ONCE = 500;

/** Puts the work of dead processes, and waiting work that is due, back into the queue; needs no sealed field. */
export async function collectWork(works: Collection<WorkDocument>, processes: ProcessRegistry, now: number): Promise<void> {
  for (const { id: owner, isForgotten } of await processes.dead()) {
    for (let more = true; more; ) {
      const { items } = await works.find({ where: { owner }, limit: AT_ONCE });
      for (const lost of items) await requeue(works, lost, true);
      more = items.length === AT_ONCE;
    }
    if (isForgotten) await processes.remove(owner);
  }
  const due = await works.find({ where: { state: 'waiting', dueAt: { lte: now } }, sort: 'dueAt', limit: AT_ONCE });
  for (const waiting of due.items) await requeue(works, waiting, false);
}

/** Removes work that ended before a time, in milliseconds, with what is left of its journal. */
export async function forgetWork(documents: Documents, works: Collection<WorkDocument>, before: number): Promise<void> {
  for (const state of endStates) {
    for (let more = true; more; ) {
      const { items } = await works.find({ where: { state, endedAt: { lt: before } }, sort: 'endedAt', limit: AT_ONCE });
      for (const { id } of items) await documents.inOrder([Journal.deleting(documents, id), () => works.delete(id)]);
      more = items.length === AT_ONCE;
    }
  }
}

async function requeue(works: Collection<WorkDocument>, work: Read<WorkDocument>, lost: boolean): Promise<void> {
  const ready = { set: { state: 'queued', ...(lost ? { ownerLost: true } : {}) }, unset: ['owner', 'dueAt'] } as const;
  const counting = lost ? { increment: { claimsWithoutProgress: 1 } } : {};
  try {
    await works.update(work.id, { ...ready, ...counting }, { revision: work.revision });
  } catch (error) {
    // Somebody else saw to it in the meantime.
    if (!(error instanceof RevisionConflict)) throw error;
  }
}
