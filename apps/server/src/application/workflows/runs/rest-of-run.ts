import type { RunsContext } from './runs-context.ts';

/** How often a run is looked at that goes on elsewhere, or has not been taken up yet, in milliseconds. */
const INTERVAL = 200;

/** Resolves when a run does not go on any more, since it has ended or waits; or when `closed` is aborted. */
export async function restOf({ work, runs }: Pick<RunsContext, 'work' | 'runs'>, runId: string, closed: AbortSignal): Promise<void> {
  for (;;) {
    await Promise.race([work.finishedHere(runId), aborted(closed)]);
    if (closed.aborted || (await runs.closed.get(runId))?.state !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
