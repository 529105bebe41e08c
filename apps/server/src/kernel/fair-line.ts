import type { WaitingLine } from './waiting-line.ts';

/** As `WaitingLine`, but that those who have most inside let the others go first: one who sends much does not keep another from sending a little. */
export class FairLine {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #inside = new Map<string, number>();
  #free: number;

  /** @param most how many may be in at once */
  constructor(most: number) {
    this.#free = most;
  }

  /** Waits for a place on behalf of somebody; see `WaitingLine.enter`. */
  async enter(who: string, signal?: AbortSignal): ReturnType<WaitingLine['enter']> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(who, signal);
    this.#inside.set(who, (this.#inside.get(who) ?? 0) + 1);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#leave(who);
    };
  }

  #wait(who: string, signal: AbortSignal | undefined): Promise<void> {
    const line = this.#waiting.get(who) ?? new Set();
    this.#waiting.set(who, line);
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        this.#remove(who, enter);
        reject(signal?.reason as Error);
      };
      line.add(enter);
      signal?.addEventListener('abort', give, { once: true });
    });
  }

  #leave(who: string): void {
    const left = (this.#inside.get(who) ?? 1) - 1;
    if (left === 0) this.#inside.delete(who);
    else this.#inside.set(who, left);
    const next = this.#next();
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#remove(next.who, next.enter);
    next.enter();
  }

  /** The first of those with the fewest inside; of several such, of who came first. */
  #next(): { readonly who: string; readonly enter: () => void } | undefined {
    let best: { readonly who: string; readonly enter: () => void; readonly inside: number } | undefined;
    for (const [who, [enter]] of this.#waiting) {
      const inside = this.#inside.get(who) ?? 0;
      if (enter !== undefined && (best === undefined || inside < best.inside)) best = { who, enter, inside };
    }
    return best;
  }

  #remove(who: string, enter: () => void): void {
    const line = this.#waiting.get(who);
    line?.delete(enter);
    if (!line) return;
    this.#waiting.delete(who);
    // The one who was served last comes last of those who have as many inside.
    if (line.size > 0) this.#waiting.set(who, line);
  }
}
