import { type Collection, type Documents, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import { Journal } from './journal.ts';
import type { WorkKinds } from './kinds.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { endStates, type WorkDocument, type WorkState } from './work-document.ts';

const AT_ONCE = 500;
/** How long work is kept after its end where nobody asks for anything else, in milliseconds: 7 days. */
const USUALLY_KEPT = 7 * 24 * 3_600_000;

/** Puts the work of dead processes, and waiting work that is due, back into the queue; needs no sealed field. */
export async function collectWork(works: Collection<WorkDocument>, processes: ProcessRegistry, now: number): Promise<void> {
  for (const { id, isForgotten } of await processes.dead()) {
    await requeueAllOf(works, id);
    if (isForgotten) await processes.remove(id);
  }
  // A forgotten process that comes back may take work before it learns that it has to end. Owners are
  // read first: one that joins in between is not missed among the processes.
  for (const id of await processes.forgotten(await ownersOf(works))) await requeueAllOf(works, id);
  const due = await works.find({ where: { state: 'waiting', dueAt: { lte: now } }, sort: 'dueAt', limit: AT_ONCE });
  for (const waiting of due.items) await requeue(works, waiting, false);
}

/** How long a workspace keeps work after its end, in milliseconds; undefined where it is as usual. */
export type KeptAfterEnd = (workspaceId: string) => Promise<number | undefined>;

/** Removes work that ended longer ago than its workspace keeps it, with what is left of its journal. */
export async function forgetWork(
  documents: Documents,
  works: Collection<WorkDocument>,
  kinds: WorkKinds,
  now: number,
  keptAfterEnd: KeptAfterEnd,
): Promise<void> {
  for (const state of endStates) {
    for (let workspaceId = await workspaceAfter(works, state, ''); workspaceId !== undefined; workspaceId = await workspaceAfter(works, state, workspaceId)) {
      const before = now - ((await keptAfterEnd(workspaceId)) ?? USUALLY_KEPT);
      for (let more = true; more; ) {
        const { items } = await works.find({ where: { state, workspaceId, endedAt: { lt: before } }, sort: 'endedAt', limit: AT_ONCE });
        for (const ended of items) await documents.inOrder(removing(documents, works, kinds, ended));
        more = items.length === AT_ONCE;
      }
    }
  }
}

/** The writes that remove ended work, with its journal where that does not outlast it. */
export function removing(documents: Documents, works: Collection<WorkDocument>, kinds: WorkKinds, { id, kind }: WorkDocument): readonly Write[] {
  return [...(kinds.keepsJournal(kind) ? [] : [Journal.deleting(documents, id)]), () => works.delete(id)];
}

/** The next workspace that has work in a state, by one look into the index. */
async function workspaceAfter(works: Collection<WorkDocument>, state: WorkState, workspaceId: string): Promise<string | undefined> {
  const { items } = await works.find({ where: { state, workspaceId: { gt: workspaceId } }, sort: 'workspaceId', limit: 1 });
  return items[0]?.workspaceId;
}

/** The ids of all owners, each by one look into the index. */
async function ownersOf(works: Collection<WorkDocument>): Promise<string[]> {
  const owners: string[] = [];
  for (;;) {
    const { items } = await works.find({ where: { owner: { gt: owners.at(-1) ?? '' } }, sort: 'owner', limit: 1 });
    const owner = items[0]?.owner;
    if (owner === undefined) return owners;
    owners.push(owner);
  }
}

async function requeueAllOf(works: Collection<WorkDocument>, owner: string): Promise<void> {
  for (let more = true; more; ) {
    const { items } = await works.find({ where: { owner }, limit: AT_ONCE });
    for (const lost of items) await requeue(works, lost, true);
    more = items.length === AT_ONCE;
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
