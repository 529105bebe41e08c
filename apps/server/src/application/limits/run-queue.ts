import type { Clock } from '#kernel/clock.ts';
import { countOf } from '#kernel/count-of.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import type { Logger } from '#kernel/logger.ts';
import { coalesced, type Work } from '#services/work/index.ts';
import { LIMITED_WORK, type Spent, type WorkspaceLimits } from './workspace-limits.ts';

/** How often a caller that waits looks for a place that nobody told of, in milliseconds. */
const LOOK = 250;
/** After how many seconds a caller that was refused may try again. */
const RETRY_AFTER = 5;

export interface RunQueueDependencies {
  readonly limits: WorkspaceLimits;
  readonly work: Pick<Work, 'held' | 'countRunning'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a caller waits for a place while it holds its connection, in milliseconds. */
  readonly longestWait: number;
  /** How many runs of a workspace may be held; as many callers may wait in this process. */
  readonly most: number;
}

/** A start of a run that its workspace's limits have to let in. */
export interface RunStart<T> {
  readonly workspaceId: string;
  readonly spentSince: (day: string) => Promise<Spent>;
  /** Starts the run, or leaves it held. */
  readonly start: (isHeld: boolean) => Promise<T>;
}

/** A caller that waits for a place. */
interface Waiter {
  readonly since: number;
  wake: () => void;
}

/**
 * Lets runs of workflows begin within what their workspaces may run at once, in the order in which they
 * came: those whose callers come back later are held, durably; those whose callers are connected wait.
 */
export class RunQueue {
  readonly #dependencies: RunQueueDependencies;
  /** The callers that wait in this process, by workspace, in the order in which they came. */
  readonly #waiting = new Map<string, Waiter[]>();
  /** Whether some work may be held: what others hold is seen when it is looked for. */
  #mayHold = true;
  /** Lets held runs begin for which there is a place, and lets callers look. To be called every second or so. */
  readonly letIn: () => Promise<void>;

  constructor(dependencies: RunQueueDependencies) {
    this.#dependencies = dependencies;
    this.letIn = coalesced(() => this.#letIn());
  }

  /** How many of a workspace's runs are held. */
  count(workspaceId: string): Promise<number> {
    return this.#dependencies.work.held.count(workspaceId);
  }

  /** Starts a run whose caller comes back later, now or when there is a place. Throws `TooManyRequests` where too many are held. */
  async startOrHold<T>({ workspaceId, spentSince, start }: RunStart<T>): Promise<T> {
    const { limits, work, most } = this.#dependencies;
    await limits.checkSpent(workspaceId, spentSince);
    const held = this.#mayHold ? await work.held.count(workspaceId) : 0;
    if (held === 0 && !this.#waiting.has(workspaceId)) {
      const begun = await this.#startNow(workspaceId, () => start(false));
      if (begun) return begun.started;
    }
    if (held >= most) {
      throw new TooManyRequests(`${countOf(most, 'run')} of this workspace wait in the queue already: try again when some have begun, or cancel some.`, RETRY_AFTER);
    }
    const started = await start(true);
    this.#mayHold = true;
    // A place may have become free since it was looked for.
    this.ended();
    return started;
  }

  /** Starts a run whose caller is connected, now or when there is a place. Throws `TooManyRequests` where none becomes free in time. */
  async startOrWait<T>({ workspaceId, spentSince, start }: RunStart<T>): Promise<T> {
    const { limits, clock, longestWait, most } = this.#dependencies;
    const waiter: Waiter = { since: clock.now(), wake: () => undefined };
    await limits.checkSpent(workspaceId, spentSince);
    const attempt = async () => ((await this.#isNext(workspaceId, waiter)) ? this.#startNow(workspaceId, () => start(false)) : undefined);
    // As long as nobody waits, many begin at once.
    const begun = this.#waiting.has(workspaceId) ? undefined : await attempt();
    if (begun) return begun.started;
    const line = this.#waiting.get(workspaceId) ?? [];
    if (line.length >= most) throw this.#refusal();
    line.push(waiter);
    this.#waiting.set(workspaceId, line);
    try {
      for (;;) {
        const late = line[0] === waiter ? await attempt() : undefined;
        if (late) return late.started;
        const left = waiter.since + longestWait - clock.now();
        if (left <= 0) throw this.#refusal();
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(left, LOOK));
          waiter.wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    } finally {
      line.splice(line.indexOf(waiter), 1);
      if (line.length === 0) this.#waiting.delete(workspaceId);
      line[0]?.wake();
    }
  }

  /** To be called when work has ended that the limit counts: whoever comes next need not wait for the next look. */
  ended(): void {
    if (!this.#mayHold && this.#waiting.size === 0) return;
    this.letIn().catch((error: unknown) => this.#dependencies.logger.error({ err: error }, 'runs that wait could not be let in'));
  }

  /** Whether no run is held that came before a caller. */
  async #isNext(workspaceId: string, { since }: Waiter): Promise<boolean> {
    const oldest = this.#mayHold ? await this.#dependencies.work.held.oldest(workspaceId) : undefined;
    return oldest === undefined || oldest.createdAt >= since;
  }

  #startNow<T>(workspaceId: string, start: () => Promise<T>): Promise<{ readonly started: T } | undefined> {
    const { limits, work } = this.#dependencies;
    return limits.startWhereRoom(workspaceId, () => work.countRunning(workspaceId, LIMITED_WORK), start);
  }

  async #letIn(): Promise<void> {
    const { held } = this.#dependencies.work;
    this.#mayHold = false;
    const workspaces = await held.workspaces();
    if (workspaces.length > 0) this.#mayHold = true;
    for (const workspaceId of workspaces) {
      for (;;) {
        const oldest = await held.oldest(workspaceId);
        const [caller] = this.#waiting.get(workspaceId) ?? [];
        if (oldest === undefined || (caller !== undefined && caller.since <= oldest.createdAt)) break;
        if ((await this.#startNow(workspaceId, () => held.letGo(oldest))) === undefined) break;
      }
    }
    for (const [caller] of this.#waiting.values()) caller?.wake();
  }

  #refusal(): TooManyRequests {
    const seconds = Math.round(this.#dependencies.longestWait / 1_000);
    return new TooManyRequests(
      `This workspace runs as many chats and workflows at once as it may, and no place has become free in ${countOf(seconds, 'second')}: try again later, or ask for the run with is_async, then it waits in the queue.`,
      RETRY_AFTER,
    );
  }
}
