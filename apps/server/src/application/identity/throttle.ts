import type { Cache } from '#data/cache/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { TooManyRequests } from '#kernel/errors.ts';

const WINDOW = 15 * 60_000;
const ACCOUNT_LIMIT = 10;
const ADDRESS_LIMIT = 50;

/** Whose attempts are counted. */
interface Attempt {
  /** The e-mail of the account, whether or not there is one. */
  readonly account?: string;
  readonly address: string;
}

/**
 * Slows down the guessing of passwords: in each quarter of an hour 10 failures an account and 50 an
 * address. An attempt counts before it is tried, so that parallel ones cannot slip through.
 */
export class Throttle {
  readonly #cache: Pick<Cache, 'increment'>;
  readonly #clock: Clock;

  constructor(cache: Pick<Cache, 'increment'>, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /** Counts an attempt. Throws `TooManyRequests`, after `onFirstRefusal` where it is the first one refused. */
  async begin(attempt: Attempt, onFirstRefusal: () => Promise<void>): Promise<void> {
    for (const { key, limit } of this.#counters(attempt)) {
      const count = await this.#cache.increment(key, 1, WINDOW);
      if (count <= limit) continue;
      if (count === limit + 1) await onFirstRefusal();
      const wait = Math.ceil((WINDOW - (this.#clock.now() % WINDOW)) / 1000);
      throw new TooManyRequests(`Too many attempts: try again in ${Math.ceil(wait / 60)} minutes.`, wait);
    }
  }

  /** Whether this is the first call for `key` in `pause` milliseconds. */
  once(key: string, pause: number): Promise<boolean> {
    return this.allows(key, 1, pause);
  }

  /** Whether this is one of the first `limit` calls for `key` in `period` milliseconds. */
  async allows(key: string, limit: number, period: number): Promise<boolean> {
    return (await this.#cache.increment(`${key}:${Math.floor(this.#clock.now() / period)}`, 1, period)) <= limit;
  }

  /** Takes a successful attempt back. */
  async succeed(attempt: Attempt): Promise<void> {
    for (const { key } of this.#counters(attempt)) await this.#cache.increment(key, -1, WINDOW);
  }

  #counters({ account, address }: Attempt): { key: string; limit: number }[] {
    const window = Math.floor(this.#clock.now() / WINDOW);
    const counters = [{ key: `attempts:${window}:address:${networkOf(address)}`, limit: ADDRESS_LIMIT }];
    if (account !== undefined) counters.push({ key: `attempts:${window}:account:${account}`, limit: ACCOUNT_LIMIT });
    return counters;
  }
}

/** One household has a whole /64 of IPv6 addresses: they count as one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? 8 - first.length - last.length : 0;
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last].slice(0, 4).join(':');
}
