import { setTimeout as pause } from 'node:timers/promises';
import type { Queue } from '../port.ts';

/** What a queue does when handlers fail. */
export interface MemoryQueueOptions {
  /** Told when a handler has failed for a message for the last time. */
  readonly onFailure: (failure: { readonly topic: string; readonly key: string; readonly error: unknown }) => void;
  /** The pauses before a handler is called again, in milliseconds; 100, 1,000 and 5,000 where absent. */
  readonly pauses?: readonly number[];
}

interface Consumer {
  readonly handler: (key: string) => Promise<void>;
  readonly running: Set<Promise<void>>;
  readonly stopping: AbortController;
}

interface Topic {
  /** The next consumer stands first. */
  readonly consumers: Consumer[];
  /** The keys being handled, and whether a message for each came meanwhile. */
  readonly keys: Map<string, { again: boolean }>;
}

/**
 * A queue in the memory of this process. Messages of one key say the same, so those that wait are
 * one; a message that nobody consumes is dropped.
 */
export class MemoryQueue implements Queue {
  readonly #options: MemoryQueueOptions;
  readonly #topics = new Map<string, Topic>();
  #closed = false;

  constructor(options: MemoryQueueOptions) {
    this.#options = options;
  }

  async publish(topic: string, key: string): Promise<void> {
    this.#checkOpen();
    const { consumers, keys } = this.#topic(topic);
    const handled = keys.get(key);
    if (handled !== undefined) handled.again = true;
    else if (consumers.length > 0) this.#deliver(topic, key);
  }

  async consume(topic: string, handler: (key: string) => Promise<void>): Promise<() => Promise<void>> {
    this.#checkOpen();
    const consumer: Consumer = { handler, running: new Set(), stopping: new AbortController() };
    const { consumers } = this.#topic(topic);
    consumers.push(consumer);
    return async () => {
      const place = consumers.indexOf(consumer);
      if (place >= 0) consumers.splice(place, 1);
      await stop(consumer);
    };
  }

  /** Resolves when no handler runs any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const consumers = [...this.#topics.values()].flatMap((topic) => topic.consumers.splice(0));
    await Promise.all(consumers.map(stop));
  }

  /** Hands a message to the next consumer; the key is its own until that has ended. */
  #deliver(name: string, key: string): void {
    const { consumers, keys } = this.#topic(name);
    const consumer = consumers.shift();
    if (consumer === undefined) return;
    consumers.push(consumer);
    const state = { again: false };
    keys.set(key, state);
    const running = this.#handle(name, key, consumer).finally(() => {
      consumer.running.delete(running);
      keys.delete(key);
      if (state.again) this.#deliver(name, key);
    });
    consumer.running.add(running);
  }

  async #handle(topic: string, key: string, { handler, stopping }: Consumer): Promise<void> {
    const pauses = this.#options.pauses ?? [100, 1000, 5000];
    for (let attempt = 0; ; attempt += 1) {
      const [outcome] = await Promise.allSettled([Promise.resolve(key).then(handler)]);
      if (outcome.status === 'fulfilled') return;
      const wait = pauses[attempt];
      if (wait === undefined || stopping.signal.aborted) {
        this.#options.onFailure({ topic, key, error: outcome.reason });
        return;
      }
      await Promise.allSettled([pause(wait, undefined, { signal: stopping.signal })]);
    }
  }

  #topic(name: string): Topic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { consumers: [], keys: new Map() };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  #checkOpen(): void {
    if (this.#closed) throw new Error('The queue is closed.');
  }
}

/** Cuts the pauses of a consumer short and waits until its handlers have ended. */
async function stop(consumer: Consumer): Promise<void> {
  consumer.stopping.abort();
  await Promise.all(consumer.running);
}
