import type { Cache } from '#data/cache/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { countOf } from '#kernel/count-of.ts';
import { TooManyRequests } from '#kernel/errors.ts';

/** Milliseconds: a quarter of an hour. */
const WINDOW = 15 * 60_000;

/** How many failures are let through in that time, and whom each number stops. */
const LIMITS = {
  /** Who tries a password, or stolen ones, on many accounts from one network. */
  network: 50,
  /** Who guesses the password of one account from one network. */
  accountInNetwork: 10,
  /** Who guesses it from many networks: hired or captured machines. */
  account: 100,
  /** Who guesses it in a browser that knows the account, or with a session of it. */
  known: 10,
} as const;

/** Whose attempts are counted. */
export interface Attempt {
  /** The e-mail of the account, whether or not there is one. */
  readonly account?: string;
  readonly address: string;
  /** By what the caller is known to the account. Then no failure of a stranger counts against them, so nobody can lock them out. */
  readonly knownBy?: string | undefined;
  /** What whoever is refused may do instead of waiting, after "or". */
  readonly instead?: string;
}

/**
 * Slows down the guessing of passwords; see `LIMITS`. An attempt counts before it is tried, so that
 * parallel ones cannot slip through, and one that is refused counts no further: a single network
 * cannot use up what an account may fail in all of them.
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
      const instead = attempt.instead === undefined ? '' : `, or ${attempt.instead}`;
      throw new TooManyRequests(`Too many attempts: try again in ${countOf(Math.ceil(wait / 60), 'minute')}${instead}.`, wait);
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

  #counters({ account, address, knownBy }: Attempt): { key: string; limit: number }[] {
    const window = Math.floor(this.#clock.now() / WINDOW);
    const counter = (kind: keyof typeof LIMITS, whose: string) => ({ key: `attempts:${window}:${kind}:${whose}`, limit: LIMITS[kind] });
    if (account !== undefined && knownBy !== undefined) return [counter('known', `${account} ${knownBy}`)];
    const network = networkOf(address);
    if (account === undefined) return [counter('network', network)];
    return [counter('network', network), counter('accountInNetwork', `${account} ${network}`), counter('account', account)];
  }
}

/** The network of an address: one household has a whole /64 of IPv6 addresses, which count as one. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? 8 - first.length - last.length : 0;
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last].slice(0, 4).join(':');
}
