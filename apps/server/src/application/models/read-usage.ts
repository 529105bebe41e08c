import type { Page, StoredDocument } from '#data/documents/port.ts';
import type { Identity } from '#application/identity/index.ts';
import { dayOf, daysOf } from '#kernel/days.ts';
import type { Principal } from '#kernel/principal.ts';
import { CURSOR_ID } from './fold-usage.ts';
import { counterId, placeOf, type UsageCollections, type UsageCounter, type UsageRecord } from './usage-documents.ts';

const BATCH = 1_000;

/** Which usage is asked for; days of UTC, both included. */
export interface UsageQuery {
  readonly workspaceId: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly botId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly groupBy: 'day' | 'bot' | 'model';
}

/** Sums; latency in milliseconds of all calls, costs in millionths of each currency. */
export interface UsageSums {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  latency: number;
  readonly costs: Map<string, number>;
}

type Counted = Omit<UsageCounter, 'id' | 'countedTo' | 'workspaceId'>;

/** What reading needs; `now` in milliseconds. */
export interface UsageAccess {
  readonly collections: UsageCollections;
  readonly identity: Pick<Identity, 'authorize'>;
  readonly now: number;
}

/** A workspace's usage by day, bot or model, up to this moment. Throws `NotFound`, `PermissionDenied`, `BadRequest`. */
export async function readUsage(
  { collections, identity, now }: UsageAccess,
  principal: Principal,
  query: UsageQuery,
): Promise<{ groups: Map<string, UsageSums>; total: UsageSums }> {
  const { workspaceId } = query;
  await identity.authorize(principal, 'usage.read', { type: 'workspace', id: workspaceId, workspaceId });
  const { from, to } = daysOf(query, now);
  const groups = new Map<string, UsageSums>();
  const total = emptySums();
  const add = (counted: Counted): void => {
    if (counted.day < from || counted.day > to) return;
    if (query.botId !== undefined && counted.botId !== query.botId) return;
    if (query.modelId !== undefined && counted.modelId !== query.modelId) return;
    const key = query.groupBy === 'day' ? counted.day : query.groupBy === 'bot' ? counted.botId : counted.modelId;
    const group = groups.get(key) ?? emptySums();
    groups.set(key, group);
    addTo(group, counted);
    addTo(total, counted);
  };

  await eachCounted(collections, workspaceId, { from, to }, add);
  return { groups: new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))), total };
}

/** What a workspace has used since a day, that one included. Permissions are the callers' affair. */
export async function sumSince(collections: UsageCollections, workspaceId: string, from: string, now: number): Promise<UsageSums> {
  const sums = emptySums();
  await eachCounted(collections, workspaceId, { from, to: dayOf(now) }, (counted) => addTo(sums, counted));
  return sums;
}

/** Calls `add` for everything that was counted in these days, and perhaps for some of others. */
async function eachCounted(
  collections: UsageCollections,
  workspaceId: string,
  { from, to }: { readonly from: string; readonly to: string },
  add: (counted: Counted) => void,
): Promise<void> {
  // Records come first: what is added up between the two reads is then seen in its counter, by its place.
  const cursor = (await collections.cursors.get(CURSOR_ID))?.at ?? 0;
  const since = Math.max(cursor, Date.parse(from));
  const records = await all((page) => collections.records.find({ ...page, where: { workspaceId, at: { gte: since } }, sort: 'at' }));
  const countedTo = new Map<string, string>();
  const where = { workspaceId, day: { gte: from, lte: to } };
  const counters = await all((page) => collections.counters.find({ ...page, where, sort: 'day' }));
  for (const counter of counters) {
    countedTo.set(counter.id, counter.countedTo);
    add(counter);
  }
  for (const record of records) {
    if (placeOf(record) > (countedTo.get(counterId(record)) ?? '')) add(countedOf(record));
  }
}

async function all<T extends StoredDocument>(find: (page: { limit: number; after?: string }) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for (let page: { limit: number; after?: string } | undefined = { limit: BATCH }; page; ) {
    const { items, next } = await find(page);
    found.push(...items);
    page = next === undefined ? undefined : { limit: BATCH, after: next };
  }
  return found;
}

function countedOf({ id: _id, workspaceId: _workspaceId, at, ...counted }: UsageRecord): Counted {
  return { ...counted, day: dayOf(at) };
}

function emptySums(): UsageSums {
  return { calls: 0, inputTokens: 0, outputTokens: 0, latency: 0, costs: new Map() };
}

function addTo(sums: UsageSums, { calls, inputTokens, outputTokens, latency, cost, currency }: Counted): void {
  sums.calls += calls;
  sums.inputTokens += inputTokens;
  sums.outputTokens += outputTokens;
  sums.latency += latency;
  if (currency !== '') sums.costs.set(currency, (sums.costs.get(currency) ?? 0) + cost);
}
