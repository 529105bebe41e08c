import type { Logger } from '#kernel/logger.ts';

/** When an action runs first, in milliseconds, also where it is seldom: a process may not live that long. */
const SOON = 5_000;

/** Actions that repeat, each by itself: no two runs of one overlap, and a failure is logged and stops nothing. */
export class Timers {
  readonly #logger: Logger;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #runs = new Set<Promise<void>>();
  #isStopped = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Runs `action` soon, and then again and again, `interval` milliseconds after its last run has ended. */
  every(interval: number, name: string, action: () => Promise<void>): void {
    this.#schedule(Math.min(interval, SOON), interval, name, action);
  }

  /** Begins no run any more, and resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#runs);
  }

  #schedule(delay: number, interval: number, name: string, action: () => Promise<void>): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const run = action()
        .catch((error: unknown) => this.#logger.error({ err: error, action: name }, 'an action that repeats has failed'))
        .then(() => {
          this.#runs.delete(run);
          this.#schedule(interval, interval, name, action);
        });
      this.#runs.add(run);
    }, delay);
    timer.unref();
    this.#timers.add(timer);
  }
}
