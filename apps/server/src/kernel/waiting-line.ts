/** Lets so many in at once; the others wait in line, in order. */
export class WaitingLine {
  readonly #line = new Set<() => void>();
  #free: number;

  /** @param most how many may be in at once */
  constructor(most: number) {
    this.#free = most;
  }

  /**
   * Waits for a place.
   *
   * @returns gives the place to the next in line; called a second time it does nothing
   * @throws the signal's reason where it is aborted first
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#leave();
    };
  }

  /** Waits for a place, which then is the caller's. */
  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        this.#line.delete(enter);
        reject(signal?.reason as Error);
      };
      this.#line.add(enter);
      signal?.addEventListener('abort', give, { once: true });
    });
  }

  #leave(): void {
    const [next] = this.#line;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#line.delete(next);
    next();
  }
}
