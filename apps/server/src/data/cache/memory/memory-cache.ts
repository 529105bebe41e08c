import type { Clock } from '#kernel/clock.ts';
import type { Cache } from '../port.ts';

interface Value {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How much the cache may hold. */
export interface MemoryCacheOptions {
  /** At most this many keys; 100,000 where absent. The oldest go first. */
  readonly capacity?: number;
}

/** A cache in the memory of this process. */
export class MemoryCache implements Cache {
  readonly #clock: Clock;
  readonly #capacity: number;
  /** In the order of writing, the oldest first. */
  readonly #values = new Map<string, Value>();
  readonly #listeners = new Map<string, Set<(message: string) => void>>();
  #closed = false;

  constructor(clock: Clock, options: MemoryCacheOptions = {}) {
    this.#clock = clock;
    this.#capacity = options.capacity ?? 100_000;
  }

  async get(key: string): Promise<string | undefined> {
    this.#checkOpen();
    return this.#get(key)?.text;
  }

  async set(key: string, value: string, ttl: number): Promise<void> {
    this.#checkOpen();
    this.#set(key, { text: value, expiresAt: this.#clock.now() + ttl });
  }

  async delete(key: string): Promise<void> {
    this.#checkOpen();
    this.#values.delete(key);
  }

  async increment(key: string, by: number, ttl: number): Promise<number> {
    this.#checkOpen();
    const value = this.#get(key);
    const sum = Number(value?.text ?? 0) + by;
    if (Number.isNaN(sum)) throw new TypeError(`The value of ${key} is no number to add to.`);
    this.#set(key, { text: String(sum), expiresAt: value?.expiresAt ?? this.#clock.now() + ttl });
    return sum;
  }

  async publish(channel: string, message: string): Promise<void> {
    this.#checkOpen();
    const listeners = this.#listeners.get(channel);
    // Not at once: what a listener does or throws must not reach the publisher.
    for (const listener of listeners ?? []) {
      queueMicrotask(() => {
        if (listeners?.has(listener) === true) listener(message);
      });
    }
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>> {
    this.#checkOpen();
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    // The same function may listen twice: each subscription is its own.
    const own = (message: string) => listener(message);
    listeners.add(own);
    return async () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#values.clear();
    for (const listeners of this.#listeners.values()) listeners.clear();
    this.#listeners.clear();
  }

  #get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined || value.expiresAt > this.#clock.now()) return value;
    this.#values.delete(key);
    return undefined;
  }

  #set(key: string, value: Value): void {
    this.#values.delete(key);
    if (this.#values.size >= this.#capacity) this.#makeRoom();
    this.#values.set(key, value);
  }

  /** Forgets what has expired, and at least a tenth, so that it is not done again for every key. */
  #makeRoom(): void {
    const now = this.#clock.now();
    for (const [key, { expiresAt }] of this.#values) if (expiresAt <= now) this.#values.delete(key);
    const tooMany = this.#values.size - Math.floor(this.#capacity * 0.9);
    for (const key of [...this.#values.keys()].slice(0, Math.max(0, tooMany))) this.#values.delete(key);
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('The cache is closed.');
  }
}
