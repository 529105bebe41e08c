import type { Clock } from '#kernel/clock.ts';

/** How long something resolved is taken for what it was, in milliseconds: other processes see changes so much later. */
const KEPT = 2_000;
/** So much is kept at most. */
const MOST_KEPT = 10_000;

/** What was resolved a moment ago, by key. */
export class Remembered<T> {
  readonly #clock: Clock;
  #known = new Map<string, { readonly until: number; readonly value: Promise<T> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What `resolve` gave a moment ago, or gives now. */
  get(key: string, resolve: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.value;
    const value = resolve();
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(key, { until: now + KEPT, value });
    // Whoever asks next must not get a failure that may have passed.
    value.catch(() => this.#known.delete(key));
    return value;
  }

  forget(): void {
    this.#known = new Map();
  }
}
