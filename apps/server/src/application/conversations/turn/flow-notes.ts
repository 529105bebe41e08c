import type { JournalEntry } from '#services/work/index.ts';
import type { FlowNote } from './flow-port.ts';

/** The journal entry with what a workflow inside a turn did; its path says which. */
export const FLOW = 'flow';

/** What the entries of a journal tell of all workflows in it. */
export function allFlowNotes(entries: readonly JournalEntry[]): FlowNote[] {
  // Entries of this type are made from notes.
  return entries.flatMap((entry) => (entry.type === FLOW ? [entry['note'] as FlowNote] : []));
}

/** What the entries of a journal tell of the workflow at a path. */
export function flowNotes(entries: readonly JournalEntry[], path: string): FlowNote[] {
  return allFlowNotes(entries.filter((entry) => entry.path === path));
}

/** Where the workflows of a journal note what they do. */
export function flowPaths(entries: readonly JournalEntry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ type, path = '' }) => (type === FLOW ? [path] : [])))];
}
