import type { Cache } from '#data/cache/port.ts';
import { DocumentMissing } from '#data/documents/port.ts';
import type { Queue } from '#data/queue/port.ts';
import type { Logger } from '#kernel/logger.ts';
import { CANCEL_CHANNEL, GIVEN_CHANNEL, WORK_TOPIC } from './messages.ts';
import { HEARTBEAT_INTERVAL, type ProcessRegistry } from './process-registry.ts';
import { Timers } from './timers.ts';
import type { KeptAfterEnd } from './upkeep.ts';
import type { Work } from './work.ts';

const COLLECT_INTERVAL = 1_000;
const FORGET_INTERVAL = 3_600_000;

export interface SchedulerDependencies {
  readonly work: Work;
  readonly processes: ProcessRegistry;
  readonly queue: Queue;
  readonly cache: Cache;
  readonly logger: Logger;
  /** Whether this process takes queued work. */
  readonly worker: boolean;
  /** Whether this process finds what is due and what was lost. */
  readonly scheduler: boolean;
  readonly keptAfterEnd: KeptAfterEnd;
  /** Called when others took this process for dead: its work is theirs, and it has to end. */
  readonly onExpelled: () => void;
}

/** The timers of durable work: heartbeat, due and lost work, what nobody woke, old work. */
export class Scheduler {
  readonly #dependencies: SchedulerDependencies;
  readonly #timers: Timers;
  readonly #unsubscribe: (() => Promise<void>)[] = [];

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
    this.#timers = new Timers(dependencies.logger);
  }

  /** Takes over at once what dead processes left, then goes on by timers. */
  async start(): Promise<void> {
    const { work, queue, cache, worker, scheduler, keptAfterEnd } = this.#dependencies;
    this.#unsubscribe.push(await cache.subscribe(CANCEL_CHANNEL, (id) => work.cancelHere(id)));
    this.#unsubscribe.push(await cache.subscribe(GIVEN_CHANNEL, (id) => void work.takeGiven(id)));
    if (worker) this.#unsubscribe.push(await queue.consume(WORK_TOPIC, () => work.pump()));
    if (scheduler) await work.collect();
    this.#timers.every(HEARTBEAT_INTERVAL, 'heartbeat', () => this.#beat());
    this.#timers.every(COLLECT_INTERVAL, 'hand back abandoned work', () => work.handBackAbandoned());
    if (scheduler) this.#timers.every(COLLECT_INTERVAL, 'collect lost and due work', () => work.collect());
    if (worker) this.#timers.every(COLLECT_INTERVAL, 'take queued work', () => work.pump());
    if (scheduler) this.#timers.every(FORGET_INTERVAL, 'forget ended work', () => work.forget(keptAfterEnd));
    if (worker) await work.pump();
  }

  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) await unsubscribe();
    await this.#timers.stop();
  }

  async #beat(): Promise<void> {
    try {
      await this.#dependencies.processes.heartbeat();
    } catch (error) {
      if (!(error instanceof DocumentMissing)) throw error;
      this.#dependencies.onExpelled();
      return;
    }
    await this.#dependencies.work.cancelRequested();
    await this.#dependencies.work.takeAllGiven();
  }
}
