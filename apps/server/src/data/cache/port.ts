/**
 * The cache port: counters, short-lived values, publish and subscribe. It only saves work: losing
 * it, or each process having one of its own, is never wrong.
 */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  /** Keeps a value for `ttl` milliseconds. */
  set(key: string, value: string, ttl: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Adds to a counter and returns it. The first addition starts its `ttl`, in milliseconds. */
  increment(key: string, by: number, ttl: number): Promise<number>;
  /** Sends a message to all who listen now, in every process. */
  publish(channel: string, message: string): Promise<void>;
  /** Calls `listener` for every message until the returned function is called. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
