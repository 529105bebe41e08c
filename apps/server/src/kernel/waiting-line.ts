/**
 * Lets so many in at once; the others wait in line. Of several groups one after the other is let in, and each
 * in its own order, so that nobody waits for all of another group.
 */
export class WaitingLine {
  readonly #most: number;
  readonly #places: number;
  /** Those who wait, by group; the group whose turn it is comes first. */
  readonly #line = new Map<string, Set<() => void>>();
  /** How many of each group are in. */
  readonly #in = new Map<string, number>();
  #taken = 0;

  /**
   * @param most how many of one group may be in at once, and of all but for the spare places
   * @param spare how many more places there are, for groups that do not have `most` in already
   */
  constructor(most: number, spare = 0) {
    this.#most = most;
    this.#places = most + spare;
  }

  /**
   * Waits for a place.
   *
   * @returns gives the place to the next in line; called a second time it does nothing
   * @throws the signal's reason where it is aborted first
   */
  async enter(signal?: AbortSignal, group = ''): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#hasPlace(group)) this.#take(group);
    else await this.#wait(signal, group);
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.#leave(group);
    };
  }

  #hasPlace(group: string): boolean {
    return this.#taken < this.#places && (this.#in.get(group) ?? 0) < this.#most;
  }

  #take(group: string): void {
    this.#taken += 1;
    this.#in.set(group, (this.#in.get(group) ?? 0) + 1);
  }

  /** Waits for a place, which then is the caller's. */
  #wait(signal: AbortSignal | undefined, group: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const ofGroup = this.#line.get(group) ?? new Set();
      const enter = (): void => {
        signal?.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        ofGroup.delete(enter);
        if (ofGroup.size === 0 && this.#line.get(group) === ofGroup) this.#line.delete(group);
        reject(signal?.reason as Error);
      };
      this.#line.set(group, ofGroup.add(enter));
      signal?.addEventListener('abort', give, { once: true });
    });
  }

  #leave(group: string): void {
    this.#taken -= 1;
    const left = (this.#in.get(group) ?? 0) - 1;
    if (left > 0) this.#in.set(group, left);
    else this.#in.delete(group);
    for (const [waiting, ofGroup] of this.#line) {
      const [next] = ofGroup;
      if (next === undefined || !this.#hasPlace(waiting)) continue;
      this.#take(waiting);
      ofGroup.delete(next);
      // Its next turn comes after that of the others.
      this.#line.delete(waiting);
      if (ofGroup.size > 0) this.#line.set(waiting, ofGroup);
      next();
      return;
    }
  }
}
