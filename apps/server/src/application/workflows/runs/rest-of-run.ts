import { whenOver } from '#services/work/index.ts';
import type { RunsContext } from './runs-context.ts';

/** Resolves when a run neither goes on nor is about to, since it has ended or waits; or when `closed` is aborted, where one is given. */
export function restOf({ work, runs }: Pick<RunsContext, 'work' | 'runs'>, runId: string, closed?: AbortSignal): Promise<void> {
  return whenOver(work, runId, async () => !['running', 'queued'].includes((await runs.closed.get(runId))?.state ?? ''), closed);
}
