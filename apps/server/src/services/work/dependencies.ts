import type { Cache } from '#data/cache/port.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Queue } from '#data/queue/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { WorkObserver } from './observer.ts';
import type { ProcessRegistry } from './process-registry.ts';

/** What durable work of a process is built on. */
export interface WorkDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly processes: ProcessRegistry;
  /** How many pieces of work this process takes at once. */
  readonly capacity: number;
  /** Whether this process takes work that others have started. */
  readonly worker: boolean;
  readonly observer?: WorkObserver | undefined;
}
