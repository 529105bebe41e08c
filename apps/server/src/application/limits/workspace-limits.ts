import type { Limits } from '@buckle/contract';
import type { Cache } from '#data/cache/port.ts';
import type { Collection, Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { countOf } from '#kernel/count-of.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import { type LimitsDocument, openLimits } from './limits-document.ts';

/** The kinds of work that the limit of chats and runs counts: what starts them by itself, or clears up, takes no place. */
export const LIMITED_WORK: readonly string[] = ['chat', 'workflow.run'];

/** How long limits are taken for what they were, in milliseconds: other processes see changes so much later. */
const KEPT = 2_000;
/** How long a sum is taken for what it was, in milliseconds: a limit may be passed by what is used meanwhile. */
const SUM_KEPT = 5_000;
const MOST_KEPT = 10_000;
const NONE: Limits = {};

/** What was spent since a day. */
export interface Spent {
  readonly tokens: number;
  /** By currency. */
  readonly costs: ReadonlyMap<string, number>;
}

const NOTHING: Spent = { tokens: 0, costs: new Map() };

/** Holds workspaces to their limits. What they use is measured by whoever asks, and only where there is a limit. */
export class WorkspaceLimits {
  readonly documents: Collection<LimitsDocument>;
  readonly #cache: Pick<Cache, 'increment'>;
  readonly #clock: Clock;
  #known = new Map<string, { readonly until: number; readonly limits: Promise<Limits> }>();
  #sums = new Map<string, { readonly until: number; readonly sum: Promise<unknown> }>();
  /** The workspaces that a request was counted for. */
  readonly #counted = new WeakMap<object, Set<string>>();
  /** How much is being added in this process that no measure need show yet, by what it is added to. */
  readonly #adding = new Map<string, number>();

  private constructor(documents: Collection<LimitsDocument>, cache: Pick<Cache, 'increment'>, clock: Clock) {
    this.documents = documents;
    this.#cache = cache;
    this.#clock = clock;
  }

  static async open(documents: Documents, cache: Pick<Cache, 'increment'>, clock: Clock): Promise<WorkspaceLimits> {
    return new WorkspaceLimits(await openLimits(documents), cache, clock);
  }

  /** Forgets what limits were, after a change. */
  forget(): void {
    this.#known = new Map();
  }

  /** Counts a request, once for all that it does in a workspace; `request` is what it alone has. Throws `TooManyRequests`. */
  async countRequest(request: object, workspaceId: string): Promise<void> {
    const { requests_per_second: limit } = await this.#of(workspaceId);
    if (limit === undefined) return;
    const counted = this.#counted.get(request) ?? new Set<string>();
    if (counted.has(workspaceId)) return;
    this.#counted.set(request, counted.add(workspaceId));
    const second = Math.floor(this.#clock.now() / 1000);
    if ((await this.#cache.increment(`limit:requests:${workspaceId}:${second}`, 1, 2_000)) <= limit) return;
    throw new TooManyRequests(`This workspace may make ${countOf(limit, 'request')} a second: wait as long as Retry-After says.`, 1);
  }

  /**
   * Begins a chat, or a run of a workflow, with `start`. One that begins inside of another, which holds a place and
   * waits for it, needs none of its own: then there is no `running`. Throws `TooManyRequests` where no further one may begin.
   */
  async startWork<T>(
    workspaceId: string,
    measure: { readonly running: (() => Promise<number>) | undefined; readonly spentSince: (day: string) => Promise<Spent> },
    start: () => Promise<T>,
  ): Promise<T> {
    const limits = await this.#of(workspaceId);
    if (limits === NONE) return start();
    await this.#checkSpent(workspaceId, limits, measure.spentSince);
    if (measure.running === undefined) return start();
    const begun = await this.#startWithin(workspaceId, limits, measure.running, start);
    if (begun) return begun.started;
    const { running_chats: most = 0 } = limits;
    throw new TooManyRequests(`This workspace may have ${countOf(most, 'chat')} or ${most === 1 ? 'run' : 'runs'} of workflows at once: try again when one has ended.`, 1);
  }

  /** Begins a chat or a run with `start`; does nothing, and returns undefined, where no further one may begin. */
  async startWhereRoom<T>(workspaceId: string, running: () => Promise<number>, start: () => Promise<T>): Promise<{ readonly started: T } | undefined> {
    return this.#startWithin(workspaceId, await this.#of(workspaceId), running, start);
  }

  async #startWithin<T>(workspaceId: string, { running_chats: limit }: Limits, running: () => Promise<number>, start: () => Promise<T>): Promise<{ readonly started: T } | undefined> {
    const added = await this.#within({ key: `chats:${workspaceId}`, limit, measure: running }, 1, start);
    return added && { started: added.value };
  }

  /**
   * Lets work begin, or spend more: `unrecorded` is what it has spent itself and no record shows yet.
   * Throws `TooManyRequests` where the workspace has spent what it may.
   */
  async checkSpent(workspaceId: string, spentSince: (day: string) => Promise<Spent>, unrecorded?: () => Promise<Spent>): Promise<void> {
    const limits = await this.#of(workspaceId);
    if (limits !== NONE) await this.#checkSpent(workspaceId, limits, spentSince, await unrecorded?.());
  }

  async #checkSpent(workspaceId: string, limits: Limits, spentSince: (day: string) => Promise<Spent>, unrecorded: Spent = NOTHING): Promise<void> {
    const now = this.#clock.now();
    const today = new Date(now).toISOString().slice(0, 10);
    const periods = [
      { name: 'today', from: today, tokens: limits.tokens_per_day, cost: limits.cost_per_day, end: endOfDay(now) },
      { name: 'this month', from: `${today.slice(0, 7)}-01`, tokens: limits.tokens_per_month, cost: limits.cost_per_month, end: endOfMonth(now) },
    ];
    for (const { name, from, tokens, cost, end } of periods) {
      if (tokens === undefined && cost === undefined) continue;
      const spent = await this.#remembered(`spent:${workspaceId}:${from}`, () => spentSince(from));
      const until = `it goes on at ${new Date(end).toISOString().slice(0, 16)} UTC, or when its limit is raised.`;
      const seconds = Math.ceil((end - now) / 1000);
      if (tokens !== undefined && spent.tokens + unrecorded.tokens >= tokens) {
        throw new TooManyRequests(`This workspace has used the ${countOf(tokens, 'token')} that it may use ${name}: ${until}`, seconds);
      }
      const paid = [spent, unrecorded].reduce((sum, { costs }) => sum + (costs.get(limits.currency ?? '') ?? 0), 0);
      if (cost !== undefined && paid >= cost) {
        throw new TooManyRequests(`This workspace has spent the ${cost} ${limits.currency ?? ''} that it may spend ${name}: ${until}`, seconds);
      }
    }
  }

  /** Stores a file of so many bytes with `store`. Throws `TooManyRequests` where it has no more room. */
  async storeBytes<T>(workspaceId: string, added: number, stored: () => Promise<number>, store: () => Promise<T>): Promise<T> {
    const { stored_bytes: limit } = await this.#of(workspaceId);
    const within = await this.#within({ key: `bytes:${workspaceId}`, limit, measure: stored }, added, store);
    if (within) return within.value;
    throw new TooManyRequests(`The files of this workspace may have ${countOf(limit ?? 0, 'byte')} together: raise its limit to store more.`, 3600);
  }

  /**
   * Adds to what is limited, where it has room, counting what others add at the same time as added
   * already: so parallel calls do not pass a limit together. Each process knows its own; several may pass it by what they
   * add in the same moment.
   */
  async #within<T>(
    { key, limit, measure }: { readonly key: string; readonly limit: number | undefined; readonly measure: () => Promise<number> },
    added: number,
    add: () => Promise<T>,
  ): Promise<{ readonly value: T } | undefined> {
    if (limit === undefined) return { value: await add() };
    const others = this.#adding.get(key) ?? 0;
    this.#adding.set(key, others + added);
    try {
      // Who has finished meanwhile may be counted twice, and is never missed.
      if (others + (await measure()) + added > limit) return undefined;
      return { value: await add() };
    } finally {
      const left = (this.#adding.get(key) ?? 0) - added;
      if (left > 0) this.#adding.set(key, left);
      else this.#adding.delete(key);
    }
  }

  #of(workspaceId: string): Promise<Limits> {
    const now = this.#clock.now();
    const known = this.#known.get(workspaceId);
    if (known && known.until > now) return known.limits;
    const limits = this.documents.get(workspaceId).then((document) => (document ? lowerOf(document.own, document.instance) : NONE));
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(workspaceId, { until: now + KEPT, limits });
    // Whoever asks next must not get a failure that may have passed.
    limits.catch(() => this.#known.delete(workspaceId));
    return limits;
  }

  async #remembered<T>(key: string, measure: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const known = this.#sums.get(key);
    // Under its key stands what the same measure has returned before.
    if (known && known.until > now) return known.sum as Promise<T>;
    const sum = measure();
    if (this.#sums.size >= MOST_KEPT) this.#sums.clear();
    this.#sums.set(key, { until: now + SUM_KEPT, sum });
    sum.catch(() => this.#sums.delete(key));
    return sum;
  }
}

/** Of two sets of limits the lower of each; costs in different currencies cannot be compared: then the instance's hold. */
function lowerOf(own: Limits = NONE, instance: Limits = NONE): Limits {
  const comparable = !hasCosts(own) || !hasCosts(instance) || own.currency === instance.currency;
  const costs = comparable
    ? { cost_per_day: lower(own.cost_per_day, instance.cost_per_day), cost_per_month: lower(own.cost_per_month, instance.cost_per_month) }
    : { cost_per_day: instance.cost_per_day, cost_per_month: instance.cost_per_month };
  return {
    requests_per_second: lower(own.requests_per_second, instance.requests_per_second),
    running_chats: lower(own.running_chats, instance.running_chats),
    tokens_per_day: lower(own.tokens_per_day, instance.tokens_per_day),
    tokens_per_month: lower(own.tokens_per_month, instance.tokens_per_month),
    stored_bytes: lower(own.stored_bytes, instance.stored_bytes),
    ...costs,
    currency: hasCosts(instance) ? instance.currency : own.currency,
  };
}

function hasCosts({ cost_per_day, cost_per_month }: Limits): boolean {
  return (cost_per_day ?? cost_per_month) !== undefined;
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function endOfDay(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1);
}

function endOfMonth(now: number): number {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
}
