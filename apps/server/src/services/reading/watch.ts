import type { Worker } from 'node:worker_threads';
import type { ReadingLimits } from './limits.ts';
import { type Unreadable, unreadable } from './unreadable.ts';

/** How often is looked, in milliseconds. */
const INTERVAL = 250;
const MB = 1024 * 1024;

/** Looks after a thread that reads: whether it goes on, how long it took, and how much memory it holds. */
export class Watch {
  readonly #limits: ReadingLimits;
  readonly #timer: NodeJS.Timeout;
  readonly #isWaiting: () => boolean;
  readonly #kill: (reason: Unreadable) => void;
  #lastSign = performance.now();
  #lastLook = performance.now();
  #busyTime = 0;
  #megabytes = 0;

  /** @param isWaiting whether the thread waits for something: that time is not its own */
  constructor(worker: Pick<Worker, 'getHeapStatistics'>, limits: ReadingLimits, isWaiting: () => boolean, kill: (reason: Unreadable) => void) {
    this.#isWaiting = isWaiting;
    this.#limits = limits;
    this.#kill = kill;
    this.#timer = setInterval(() => {
      this.#lookAtTime();
      // A thread that is not there yet, or no more, holds none.
      this.#lookAtMemory(worker).catch(nothing);
    }, INTERVAL);
  }

  /** The thread said something. @param bytes how many it was given so far */
  sign(bytes: number): void {
    this.#lastSign = performance.now();
    this.#megabytes = bytes / MB;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #lookAtTime(): void {
    const now = performance.now();
    // This thread, too, may have been held up: a longer pause is not the other's.
    if (this.#isWaiting()) this.#lastSign = now;
    else this.#busyTime += Math.min(now - this.#lastLook, 2 * INTERVAL);
    this.#lastLook = now;
    const { stallTime, baseTime, timePerMegabyte } = this.#limits;
    if (now - this.#lastSign > stallTime) {
      this.#kill(unreadable('reading_stalled', { seconds: Math.round(stallTime / 1_000) }));
    } else if (this.#busyTime > baseTime + this.#megabytes * timePerMegabyte) {
      this.#kill(unreadable('reading_too_slow', { seconds: Math.round((baseTime + this.#megabytes * timePerMegabyte) / 1_000) }));
    }
  }

  async #lookAtMemory(worker: Pick<Worker, 'getHeapStatistics'>): Promise<void> {
    const { external_memory: external } = await worker.getHeapStatistics();
    if (external > this.#limits.bufferMegabytes * MB) {
      this.#kill(unreadable('reading_takes_memory', {}));
    }
  }
}

function nothing(): void {}
