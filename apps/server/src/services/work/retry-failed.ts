import { type Collection, type Documents, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import type { Keyring } from '#services/storage/index.ts';
import { retriedEntry } from './ending.ts';
import { NotFailed, NotRetryable, SlotTaken } from './errors.ts';
import { Journal, OwnershipLost } from './journal.ts';
import type { WorkDocument } from './work-document.ts';

/**
 * Puts failed work back into the queue, with all of its steps that are done. Its journal says so
 * first, so that the end that stands there is void before anybody can take the work. Throws
 * `NotRetryable`, `NotFailed`, also where another was faster, and `SlotTaken` where its slot is
 * another's by now.
 */
export async function requeueFailed(
  documents: Documents,
  keyring: Keyring,
  works: Collection<WorkDocument>,
  id: string,
  isRetryable: (work: WorkDocument) => boolean,
): Promise<void> {
  const work = await works.get(id);
  if (!work) throw new NotFailed(id, 'missing');
  if (work.state !== 'failed') throw new NotFailed(id, work.state);
  if (!isRetryable(work)) throw new NotRetryable(id, work.kind);
  const { workspaceId, formerSlot } = work;
  const journal = await Journal.open(documents, keyring, workspaceId, id);
  try {
    await journal.append([retriedEntry()]);
    await works.update(
      id,
      {
        set: { state: 'queued', retries: 0, claimsWithoutProgress: 0, ...(formerSlot === undefined ? {} : { slot: formerSlot }) },
        unset: ['reason', 'reasonCode', 'endedAt', 'formerSlot'],
      },
      { revision: work.revision },
    );
  } catch (error) {
    if (error instanceof UniqueConflict && formerSlot !== undefined) throw new SlotTaken(formerSlot);
    if (!(error instanceof RevisionConflict) && !(error instanceof OwnershipLost)) throw error;
    throw new NotFailed(id, (await works.get(id))?.state ?? 'missing');
  }
}
