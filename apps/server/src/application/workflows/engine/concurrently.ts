/**
 * Runs `work` for 0 to `count` - 1, at most `limit` at once, and resolves with the results in order.
 * The first failure aborts the others with it and is thrown, when none of them runs any more.
 */
export async function concurrently<Result>(
  count: number,
  limit: number,
  signal: AbortSignal,
  work: (index: number, signal: AbortSignal) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const abort = new AbortController();
  const either = AbortSignal.any([signal, abort.signal]);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      either.throwIfAborted();
      const index = next;
      next += 1;
      results[index] = await work(index, either);
    }
  };
  const lanes = Array.from({ length: Math.min(limit, count) }, async () => {
    try {
      await lane();
    } catch (error) {
      if (!abort.signal.aborted) abort.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(lanes);
  if (abort.signal.aborted) throw abort.signal.reason;
  return results;
}
