/**
 * An action of which two runs never overlap: a call during a run makes one further run follow it.
 * Every call resolves when a run that began after it has ended.
 */
export function coalesced(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const run = action().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(nothing, nothing).then(() => {
      next = undefined;
      return begin();
    });
    return next;
  };
}

function nothing(): void {}
