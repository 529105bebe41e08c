import type { Journal, JournalEntry } from './journal.ts';
import type { Ending } from './kind.ts';

/** The entry that decides how work ended; its writes follow, and are done again from it after a kill. */
const ENDED = 'work/ended';
/** The entry that voids the end before it: failed work is tried again. */
const RETRIED = 'work/retried';

/** The entry of an end. */
export function endingEntry<Result>({ state, result, reason, reasonCode }: Ending<Result>): JournalEntry {
  return { type: ENDED, state, result, reason, reasonCode };
}

/** The entry with which failed work begins anew. */
export function retriedEntry(): JournalEntry {
  return { type: RETRIED };
}

/** The end that a journal says its work has come to, if it is in force. */
export function recordedEnding<Result>(journal: Journal): Ending<Result> | undefined {
  const last = journal.entries.findLast(({ type }) => type === ENDED || type === RETRIED);
  // `endingEntry` of the same kind of work wrote it.
  return last?.type === ENDED ? (last as unknown as Ending<Result>) : undefined;
}
