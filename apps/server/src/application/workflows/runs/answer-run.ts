import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { NotWaiting, type StartedWork } from '#services/work/index.ts';
import type { Wait } from '../engine/node-runner.ts';
import type { OpenWait } from '../engine/run.ts';
import { checkAnswer } from './check-answer.ts';
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
 * when this resolves. Throws `BadRequest` for an answer that is of no use, `PermissionDenied` where others have to
 * decide, and `Conflict` where the wait was answered already, or the run has ended.
 */
export async function answerRun(
  context: RunsContext,
  principal: Principal,
  run: RunDocument,
  { path, number }: { readonly number: number; readonly path: string },
  given: (wait: Wait) => unknown,
): Promise<StartedWork<RunResult>> {
  if (run.chatId !== undefined) throw new Conflict(`The run ${run.id} is part of the chat ${run.chatId}: the next message of its conversation answers it.`);
  const check = (open: OpenWait): unknown => checkAnswer(open, given(open.wait), principal.userId);
  if (run.state !== 'waiting') {
    // Other parts of it go on: it takes the answer where it runs.
    const took = run.state === 'running' && (await context.live.get(run.id)?.answer?.(path, number, check));
    if (took) return {};
    throw new Conflict(run.state === 'running' || run.state === 'queued' ? `The run ${run.id} does not wait for this at the moment: try again when it waits.` : `The run ${run.id} has ended: it is ${run.state}.`);
  }
  const open = run.waits?.find((wait) => wait.path === path && wait.number === number);
  if (open === undefined) throw new Conflict(`The run ${run.id} does not wait for this: it was answered, or was never asked.`);
  const answer = check(open);
  const now = context.clock.now();
  const set = { workspaceId: run.workspaceId, state: 'running', updatedAt: now } as const;
  try {
    return await context.work.resume(context.kind, run.id, [{ type: 'answer', path, number, answer, at: now }], [
      () => context.runs.change(run.id, { set, unset: ['waits'] }),
    ]);
  } catch (error) {
    if (error instanceof NotWaiting) throw new Conflict(`The run ${run.id} goes on already: somebody else has answered it. Look what it waits for now.`);
    throw error;
  }
}
