import {
  type Changes,
  type Collection,
  DocumentMissing,
  type Read,
  RevisionConflict,
  type StoredDocument,
  type Write,
} from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';

const ATTEMPTS = 10;

/** Makes writes as `Documents.inOrder` does. */
export type InOrder = (writes: readonly Write[]) => Promise<unknown>;

/** How a document stops being one of those that must never all be gone, like a workspace's owners. */
interface Leaving<T extends StoredDocument> {
  readonly inOrder: InOrder;
  readonly collection: Collection<T>;
  readonly id: string;
  /** Two of the documents that count, if there are two. */
  readonly holders: () => Promise<readonly Read<T>[]>;
  /** A write that leaves a holder as it is. */
  readonly touch: (holder: T) => Changes<T>;
  /** Throws `RevisionConflict` if the document has changed. */
  readonly leave: (revision: number) => Promise<unknown>;
  /** What is said where no other is left. */
  readonly refusal: string;
}

/**
 * Lets a document leave only while another stays. The one that stays is written first, at the revision
 * at which it was seen to stay, and the one that leaves at the revision read before that: of two that
 * leave at once, each relying on the other, one finds itself changed and looks again. A kill in
 * between changes nothing. Throws `Conflict` where no other is left.
 */
export async function leaveUnlessLast<T extends StoredDocument>(leaving: Leaving<T>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const own = await leaving.collection.get(leaving.id);
    if (!own) return;
    const stays = (await leaving.holders()).find((holder) => holder.id !== leaving.id);
    if (!stays) throw new Conflict(leaving.refusal);
    try {
      await leaving.inOrder([
        () => leaving.collection.update(stays.id, leaving.touch(stays), { revision: stays.revision }),
        () => leaving.leave(own.revision),
      ]);
      return;
    } catch (error) {
      if (!(error instanceof RevisionConflict || error instanceof DocumentMissing)) throw error;
    }
  }
  throw new Conflict('Others are changing the same at this moment: try again.');
}
