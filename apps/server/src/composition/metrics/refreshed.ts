/**
 * A figure that costs something to find: the last one known, or undefined at first. Asking for one that
 * is older than `interval` milliseconds finds a new one meanwhile, of which those hear who ask later.
 */
export function refreshed<T>(interval: number, find: () => Promise<T>, onFailure: (error: unknown) => void): () => T | undefined {
  let last: T | undefined;
  let staleAt = 0;
  let finding = false;
  return () => {
    if (!finding && performance.now() >= staleAt) {
      finding = true;
      find()
        .then((found) => {
          last = found;
        })
        .catch(onFailure)
        .finally(() => {
          finding = false;
          staleAt = performance.now() + interval;
        });
    }
    return last;
  };
}
