import type { Cache } from '#data/cache/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { countOf } from '#kernel/count-of.ts';
import { TooManyRequests } from '#kernel/errors.ts';

/** Counts the requests of each caller in every second of the clock. */
export class RateLimit {
  readonly #cache: Cache;
  readonly #clock: Clock;
  readonly #perSecond: number;

  constructor(cache: Cache, clock: Clock, perSecond: number) {
    this.#cache = cache;
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** Counts one request of `caller`, a credential or an address. Throws `TooManyRequests`. */
  async count(caller: string): Promise<void> {
    const second = Math.floor(this.#clock.now() / 1000);
    const requests = await this.#cache.increment(`rate:${caller}:${second}`, 1, 2000);
    if (requests <= this.#perSecond) return;
    throw new TooManyRequests(
      `More than ${countOf(this.#perSecond, 'request')} in one second: wait as long as Retry-After says.`,
      1,
    );
  }
}
