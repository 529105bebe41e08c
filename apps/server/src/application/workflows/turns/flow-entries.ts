import type { FlowNote } from '#application/conversations/index.ts';
import type { Values } from '../engine/values.ts';
import type { Pins } from '../plans.ts';
import { runEntries } from '../runs/kept-entries.ts';
import type { KeptEntry, StoredValue } from '../runs/large-values.ts';
import type { RunError } from '../runs/run-document.ts';

/** What a workflow in a turn was begun with: the first thing that is noted, so that it goes on with the same. */
export interface Beginning {
  readonly type: 'begun';
  /** Names the run in every chat in which it goes on. */
  readonly runId: string;
  readonly workflowId: string;
  readonly version: string;
  readonly inputs: Values;
  readonly pins: Pins;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How a workflow in a turn ended: the last thing that is noted. */
export interface End {
  readonly type: 'ended';
  readonly state: 'completed' | 'failed';
  readonly output?: Values;
  /** What of the output lies in files. */
  readonly outputStored?: readonly StoredValue[];
  readonly isAnswer?: boolean;
  readonly error?: RunError;
}

/** What the workflow was begun with; undefined where nothing is noted. */
export function beginningOf(notes: readonly FlowNote[]): Beginning | undefined {
  const first = notes[0]?.entry;
  // The first note is always this one.
  return first?.['type'] === 'begun' ? (first as unknown as Beginning) : undefined;
}

/** How the workflow ended, if it did. */
export function endOf(notes: readonly FlowNote[]): End | undefined {
  const last = notes.findLast(({ entry }) => entry['type'] === 'ended')?.entry;
  // Only `runInTurn` notes entries of this type.
  return last as unknown as End | undefined;
}

/** What its nodes did, without the large values of it. */
export function entriesOf(notes: readonly FlowNote[]): readonly KeptEntry[] {
  return runEntries(notes.map(({ entry }) => ({ ...entry, type: String(entry['type']) })));
}
