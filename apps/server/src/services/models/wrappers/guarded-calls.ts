import type { Clock } from '#kernel/clock.ts';
import type { StreamedCalls } from '../port.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { Retries } from './retries.ts';
import { TimeOuts, type ModelTimeouts } from './time-outs.ts';

/** How calls of a model are made. */
export interface CallRules {
  readonly timeouts: ModelTimeouts;
  /** How often a failed call is made again; 0 for never. */
  readonly maxRetries: number;
  /** How many calls run at once; absent for any number. */
  readonly maxConcurrency?: number | undefined;
}

/** What keeping the rules needs. */
export interface CallTools {
  readonly clock: Clock;
  /** Numbers from 0 to 1, for pauses of random length. */
  readonly random: () => number;
}

/**
 * Puts around a vendor's model, from the outside in: circuit breaker, concurrency limit, retries,
 * time-outs. The breaker and the limit hold for all calls of what is returned.
 */
export function guardedCalls<Request, Piece>(
  vendor: StreamedCalls<Request, Piece>,
  { timeouts, maxRetries, maxConcurrency }: CallRules,
  { clock, random }: CallTools,
): StreamedCalls<Request, Piece> {
  let calls: StreamedCalls<Request, Piece> = new TimeOuts(vendor, timeouts, clock);
  if (maxRetries > 0) calls = new Retries(calls, maxRetries, random);
  if (maxConcurrency !== undefined) calls = new ConcurrencyLimit(calls, maxConcurrency);
  return new CircuitBreaker(calls, clock);
}
