/** When to try again after an error, and when to give up. Times are in milliseconds. */
export interface RetryPolicy {
  /** How often to try again; 0 is never. */
  readonly retries: number;
  /** The pause before the first; each further one is twice as long. */
  readonly firstDelay: number;
  readonly longestDelay: number;
}

/**
 * The pause before retry number `retry` (from 1), with full jitter in its upper half, so that what
 * failed together does not come back together.
 */
export function retryDelay(policy: RetryPolicy, retry: number, random: () => number = Math.random): number {
  const longest = Math.min(policy.longestDelay, policy.firstDelay * 2 ** (retry - 1));
  return Math.round(longest / 2 + (longest / 2) * random());
}
