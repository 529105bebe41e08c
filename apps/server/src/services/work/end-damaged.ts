import type { Collection, Documents, Read } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { Unavailable } from '#kernel/errors.ts';
import type { Logger } from '#kernel/logger.ts';
import { Journal } from './journal.ts';
import type { WorkKind } from './kind.ts';
import type { WorkDocument } from './work-document.ts';

const DAMAGED = 'What it was started with, or has done so far, is damaged and cannot be read: begin it anew. The log of the server has the details.';

/**
 * Ends work that nobody runs as failed, since what it is to do or has done cannot be opened, with what its kind
 * still says of that. Throws `RevisionConflict` where it was changed since it was read.
 */
export async function endDamaged<Input, Result>(
  { documents, clock, logger }: { readonly documents: Documents; readonly clock: Clock; readonly logger: Logger },
  works: Collection<WorkDocument>,
  kind: WorkKind<Input, Result>,
  { id, workspaceId, createdAt, revision, ownerLost }: Read<WorkDocument>,
): Promise<void> {
  try {
    await documents.inOrder(await kind.giveUp({ id, workspaceId, createdAt, input: undefined }, DAMAGED));
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    logger.error({ work: id, kind: kind.kind, err: error }, 'users of damaged work could not be told');
  }
  const set = { state: 'failed', endedAt: clock.now(), reason: DAMAGED, workspaceId } as const;
  await documents.inOrder([
    () => works.update(id, { set, unset: ['slot', 'dueAt', 'cancelRequested', 'handBacks', 'input'] }, { revision }),
    ...(ownerLost ? [] : [Journal.deleting(documents, id)]),
  ]);
}
