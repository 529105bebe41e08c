import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { HasEnded, type JournalEntry, type StartedWork } from '#services/work/index.ts';
import type { Wait } from '../engine/node-runner.ts';
import type { OpenWait } from '../engine/run.ts';
import { checkAnswer } from './check-answer.ts';
import { answersIn, runEntries } from './kept-entries.ts';
import { openWaits, placesLeft } from './open-waits.ts';
import type { RunDocument } from './run-document.ts';
import type { RunResult } from './run-kind.ts';
import type { RunsContext } from './runs-context.ts';

/** Names a wait: the run, which wait of its node it is, and the node's place. */
export function eventId(runId: string, { path, number }: Pick<OpenWait, 'path' | 'number'>): string {
  return `${runId}/${number}/${path}`;
}

/** The run, and the wait in it, that an event's id names. Throws `BadRequest` where it names none. */
export function readEventId(id: string): { readonly runId: string; readonly number: number; readonly path: string } {
  const [runId = '', number = '', ...path] = id.split('/');
  if (!/^\d+$/.test(number) || path.length === 0) throw new BadRequest(`event_id: ${JSON.stringify(id)} names no wait of a run.`);
  return { runId, number: Number(number), path: path.join('/') };
}

/**
 * Gives a run what it waits for, as `given` has it for the wait that is open; it is durable, and the run goes on,
 * when this resolves, whichever process runs it. Throws `BadRequest` for an answer that is of no use, `PermissionDenied` where
 * others have to decide, and `Conflict` where the wait was answered already, or the run has ended.
 */
export async function answerRun(
  context: Pick<RunsContext, 'runs' | 'work' | 'kind' | 'live' | 'large' | 'clock'>,
  principal: Pick<Principal, 'userId'>,
  run: RunDocument,
  { path, number }: { readonly number: number; readonly path: string },
  given: (wait: Wait) => unknown,
): Promise<StartedWork<RunResult>> {
  if (run.chatId !== undefined) throw new Conflict(`The run ${run.id} is part of the chat ${run.chatId}: the next message of its conversation answers it.`);
  const isIt = (entry: Pick<OpenWait, 'path' | 'number'>): boolean => entry.path === path && entry.number === number;
  const answerFor = async (entries: readonly JournalEntry[]): Promise<readonly JournalEntry[]> => {
    if (answersIn(entries).some(isIt)) throw new Conflict(`The run ${run.id} goes on already: somebody else has answered it. Look what it waits for now.`);
    const known = runEntries(entries);
    const open = openWaits(known).find(isIt);
    if (open === undefined) {
      const wasAsked = known.some((entry) => entry.type === 'wait' && isIt(entry));
      throw new Conflict(`The run ${run.id} ${wasAsked ? 'does not wait for this any more: it has gone on without an answer' : 'does not wait for this: it was never asked'}.`);
    }
    const answer = checkAnswer(open, given(open.wait), principal.userId);
    const kept = await context.large.of(run.workspaceId, run.id).shrink([{ type: 'answer', path, number, answer, at: context.clock.now() }]);
    return kept.map((entry) => ({ ...entry }));
  };
  const set = { workspaceId: run.workspaceId, state: 'running', updatedAt: context.clock.now() } as const;
  // A question that is seen here is there for all before its answer is; so is that nobody waits for it any more.
  const live = context.live.get(run.id);
  const unstored = live?.unstored?.().map(({ entry }) => entry) ?? [];
  if (unstored.some((entry) => entry.type === 'wait' && isIt(entry)) || placesLeft(unstored)(path)) await live?.store?.();
  try {
    return await context.work.give(context.kind, run.id, answerFor, [() => context.runs.change(run.id, { set, unset: ['waits'] })]);
  } catch (error) {
    if (!(error instanceof HasEnded)) throw error;
    const state = error.state === 'missing' ? (await context.runs.closed.get(run.id))?.state : error.state;
    throw new Conflict(`The run ${run.id} has ended: it is ${state ?? 'deleted'}.`);
  }
}
