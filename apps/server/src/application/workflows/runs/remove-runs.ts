import type { Documents } from '#data/documents/port.ts';
import { removeEach, type RemovalWatch } from '#data/documents/remove-all.ts';
import { Unavailable } from '#kernel/errors.ts';
import type { SealedCollection } from '#services/storage/index.ts';
import type { Work } from '#services/work/index.ts';
import type { KeptEntries } from './kept-entries.ts';
import type { LargeValues } from './large-values.ts';
import type { RunDocument } from './run-document.ts';

/** What runs are removed with. */
export interface RemovesRuns {
  readonly documents: Documents;
  readonly runs: SealedCollection<RunDocument>;
  readonly kept: KeptEntries;
  readonly large: LargeValues;
  readonly work: Work;
}

/** Removes a run with what it did; one that goes on is cancelled first. */
export async function removeRun({ documents, runs, kept, large, work }: RemovesRuns, { id, workspaceId, state }: Pick<RunDocument, 'id' | 'workspaceId' | 'state'>): Promise<void> {
  if (isOpen(state)) {
    await work.cancel(id);
    const standing = (await work.get(id))?.state;
    // One of another process has only been told so: the removal is tried again.
    if (standing === 'running' || standing === 'queued') throw new Unavailable(`The run ${id} has not ended yet.`);
  }
  await large.removeOf(workspaceId, id);
  await documents.inOrder([...kept.removing(id), () => runs.delete(id)]);
}

/** Removes the runs of a workspace that began before a time, in milliseconds, and have ended. Returns how many. */
export function removeOldRuns(context: RemovesRuns, workspaceId: string, before: number, watch: RemovalWatch): Promise<number> {
  const remove = async (run: RunDocument): Promise<boolean> => {
    // What is part of a chat waits for no more than its conversation's next message.
    if (isOpen(run.state) && run.chatId === undefined) return false;
    await removeRun(context, run);
    return true;
  };
  return removeEach(context.runs.closed, oldRuns(workspaceId, before), remove, watch);
}

/** Whether a workspace has runs from before a time, in milliseconds. */
export async function hasOldRuns({ runs }: RemovesRuns, workspaceId: string, before: number): Promise<boolean> {
  return (await runs.closed.find({ ...oldRuns(workspaceId, before), limit: 1 })).items.length > 0;
}

function oldRuns(workspaceId: string, before: number) {
  return { where: { workspaceId, createdAt: { lt: before } }, sort: 'createdAt' } as const;
}

function isOpen(state: RunDocument['state']): boolean {
  return state === 'queued' || state === 'running' || state === 'waiting';
}
