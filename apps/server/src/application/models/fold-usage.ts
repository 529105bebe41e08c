import { type Read, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { dayOf } from '#kernel/days.ts';
import { counterId, placeOf, type UsageCollections, type UsageCounter, type UsageRecord } from './usage-documents.ts';

/**
 * Records younger than this are not added up yet, in milliseconds: nothing older can still arrive, as
 * far as the clocks of several processes differ by less.
 */
const SETTLED_AFTER = 5 * 60_000;
/** Added up records stay so long, in milliseconds, because a turn's end may be written once more. */
const KEPT = 24 * 3_600_000;
const BATCH = 500;
export const CURSOR_ID = 'cursor';

/**
 * Adds records up into their counters. A counter's sums and how far they go change together, so each
 * record is counted once, whoever folds at the same time and wherever a kill interrupts.
 */
export async function foldUsage(collections: UsageCollections, now: number): Promise<void> {
  const end = now - SETTLED_AFTER;
  let from = (await collections.cursors.get(CURSOR_ID))?.at ?? 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await collections.records.find({
      where: { at: { gte: from, lt: end } },
      sort: 'at',
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    });
    for (const [id, records] of Map.groupBy(page.items, counterId)) await addUp(collections, id, records);
    after = page.next;
    from = after === undefined ? end : from;
  }
  if (from === end) await advance(collections, end);
  await forget(collections, Math.min(from, now - KEPT));
}

async function addUp({ counters }: UsageCollections, id: string, records: readonly UsageRecord[]): Promise<void> {
  for (;;) {
    const counter = await counters.get(id);
    const added = sumOf(id, records.filter((record) => placeOf(record) > (counter?.countedTo ?? '')));
    if (!added) return;
    try {
      if (!counter) await counters.insert(added);
      else await addTo(counters, counter, added);
      return;
    } catch (error) {
      // Another process adds up the same records: what it has counted is seen at the next look.
      if (!(error instanceof UniqueConflict) && !(error instanceof RevisionConflict)) throw error;
    }
  }
}

async function addTo(counters: UsageCollections['counters'], counter: Read<UsageCounter>, added: UsageCounter): Promise<void> {
  const { calls, inputTokens, outputTokens, latency, cost, countedTo } = added;
  const changes = { increment: { calls, inputTokens, outputTokens, latency, cost }, set: { countedTo } };
  await counters.update(counter.id, changes, { revision: counter.revision });
}

function sumOf(id: string, records: readonly UsageRecord[]): UsageCounter | undefined {
  const [first] = records;
  if (!first) return undefined;
  const sum = (of: (record: UsageRecord) => number): number => records.reduce((total, record) => total + of(record), 0);
  return {
    id,
    workspaceId: first.workspaceId,
    day: dayOf(first.at),
    botId: first.botId,
    modelId: first.modelId,
    currency: first.currency,
    calls: sum((record) => record.calls),
    inputTokens: sum((record) => record.inputTokens),
    outputTokens: sum((record) => record.outputTokens),
    latency: sum((record) => record.latency),
    cost: sum((record) => record.cost),
    countedTo: records.map(placeOf).reduce((last, place) => (place > last ? place : last)),
  };
}

async function advance({ cursors }: UsageCollections, at: number): Promise<void> {
  const cursor = await cursors.get(CURSOR_ID);
  try {
    if (!cursor) await cursors.insert({ id: CURSOR_ID, at });
    else if (cursor.at < at) await cursors.update(CURSOR_ID, { set: { at } }, { revision: cursor.revision });
  } catch (error) {
    // Another process has moved it: at worst, some records are looked at once more.
    if (!(error instanceof UniqueConflict) && !(error instanceof RevisionConflict)) throw error;
  }
}

async function forget({ records }: UsageCollections, before: number): Promise<void> {
  for (let more = true; more; ) {
    const { items } = await records.find({ where: { at: { lt: before } }, sort: 'at', limit: BATCH });
    await Promise.all(items.map(({ id }) => records.delete(id)));
    more = items.length === BATCH;
  }
}
