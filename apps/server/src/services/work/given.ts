import type { Changes, Read } from '#data/documents/port.ts';
import type { JournalEntry } from './journal.ts';
import type { WorkDocument } from './work-document.ts';

/**
 * Says what is given to work, by all that its journal holds or will hold by what was given before; throws to
 * refuse it. It may be asked again, where the work has changed meanwhile.
 */
export type GivenFor = (entries: readonly JournalEntry[]) => readonly JournalEntry[] | Promise<readonly JournalEntry[]>;

/** What was given to work and does not stand in its journal yet. */
export function untaken({ given = [] }: Pick<WorkDocument, 'given'>, journal: readonly JournalEntry[]): readonly JournalEntry[] {
  if (given.length === 0) return given;
  const taken = new Set(journal.map((entry) => entry['given']));
  return given.filter((entry) => !taken.has(entry['given']));
}

/**
 * What a document says once its work is given more, behind what is not taken yet. The revision at which that is
 * written names each entry: so it is known again in the journal, and nothing is taken twice.
 */
export function giving({ workspaceId, revision }: Pick<Read<WorkDocument>, 'workspaceId' | 'revision'>, standing: readonly JournalEntry[], more: readonly JournalEntry[]): NonNullable<Changes<WorkDocument>['set']> {
  return { workspaceId, isGiven: true, given: [...standing, ...more.map((entry, index) => ({ ...entry, given: `${revision}/${index}` }))] };
}
