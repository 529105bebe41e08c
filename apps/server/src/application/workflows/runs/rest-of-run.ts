import type { RunsContext } from './runs-context.ts';

/** How often a run is looked at that goes on elsewhere, or has not been taken up yet, in milliseconds. */
const INTERVAL = 200;

/** Resolves when a run does not go on any more, since it has ended or waits; or when `closed` is aborted, where one is given. */
export async function restOf({ work, runs }: Pick<RunsContext, 'work' | 'runs'>, runId: string, closed?: AbortSignal): Promise<void> {
  const left = Promise.withResolvers<void>();
  const leave = (): void => left.resolve();
  closed?.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      await Promise.race([work.finishedHere(runId), left.promise]);
      if (closed?.aborted || (await runs.closed.get(runId))?.state !== 'running') return;
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  } finally {
    closed?.removeEventListener('abort', leave);
  }
}
