import { whenOver } from '#services/work/index.ts';
import type { RunsContext } from './runs-context.ts';

/** Resolves when a run neither goes on nor is about to, since it has ended or waits; or when `closed` is aborted, where one is given. */
export function restOf({ work, runs }: Pick<RunsContext, 'work' | 'runs'>, runId: string, closed?: AbortSignal): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    if (isGoing((await runs.closed.get(runId))?.state)) return false;
    // Where it was answered while it came to rest, it goes on, whatever it says for a moment.
    return !isGoing(await work.stateOf(runId));
  };
  return whenOver(work, runId, isOver, closed);
}

function isGoing(state: string | undefined): boolean {
  return state === 'running' || state === 'queued';
}
