import type { JournalEntry, WorkContext } from '#services/work/index.ts';
import { TIME_IS_UP } from '../engine/nodes/waiting.ts';
import type { WorkflowRun } from '../engine/run.ts';
import { answersIn, runEntries } from './kept-entries.ts';
import { openWaits } from './open-waits.ts';
import type { PendingEntries } from './pending-entries.ts';
import type { RunInput } from './run-document.ts';

/** Notes the answers that were given to a run before anything in it asks for them. */
export async function keepAnswers({ given }: Pick<WorkContext<RunInput>, 'given'>, { journal, values }: Pick<PendingEntries, 'journal' | 'values'>): Promise<void> {
  if (given.length === 0) return;
  for (const answer of await values.restore(answersIn(given))) journal.record(answer);
  // Not with the end of the run: what it has not stored by then counts as not taken.
  journal.commitSoon();
}

/**
 * Takes the answers that were given to a run while it runs. One to a question that nothing runs around any more is left
 * alone: the run comes to rest, and goes on anew with it.
 */
export async function takeAnswers(run: WorkflowRun, { given }: Pick<WorkContext<RunInput>, 'given'>, { journal, values }: Pick<PendingEntries, 'journal' | 'values'>): Promise<void> {
  if (given.length === 0) return;
  for (const answer of await values.restore(answersIn(given))) {
    if (answer.type !== 'answer') continue;
    const goOn = run.openWait(answer.path, answer.number) && run.goingOn(answer.path);
    if (goOn === undefined) continue;
    journal.record(answer);
    // At once: while the answer is committed the rest might come to rest without it. What has effects waits for its own commit, which comes after.
    goOn();
    journal.commitSoon();
  }
}

/** The answers that waits get whose time has come, by the entries of the run so far. */
export function timesUp(entries: readonly JournalEntry[], now: number): readonly JournalEntry[] {
  return openWaits(runEntries(entries)).flatMap(({ path, number, wait: { until } }) =>
    until === undefined || until > now ? [] : [{ type: 'answer', path, number, answer: TIME_IS_UP, at: now }],
  );
}
