import type { Work } from './work.ts';

/** How often work is looked at that goes on in another process, or that nobody has taken yet, in milliseconds. */
const INTERVAL = 200;

/**
 * Resolves when work is over, as `isOver` says: it is asked when the work leaves this process, and now and then
 * where it does not run here. Resolves too when `signal` is aborted.
 */
export async function whenOver(work: Pick<Work, 'finishedHere'>, id: string, isOver: () => Promise<boolean>, signal?: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const stop = (): void => aborted.resolve();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    while (!signal?.aborted) {
      await Promise.race([work.finishedHere(id), aborted.promise]);
      if (signal?.aborted || (await isOver())) return;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, INTERVAL)), aborted.promise]);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
