import type { Collection, Documents } from '#data/documents/port.ts';
import { dayOf } from '#kernel/days.ts';

/** What a turn spent on one model. Its id is made of the turn and the model, so that it is written once. */
export interface UsageRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly botId: string;
  readonly modelId: string;
  /** When the turn ended, in milliseconds. */
  readonly at: number;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Milliseconds, all calls together. */
  readonly latency: number;
  /** In millionths of `currency`, a whole number so that sums are exact. */
  readonly cost: number;
  /** Empty where the model has no price. */
  readonly currency: string;
}

/** The records of one workspace, day, bot, model and currency, added up. */
export interface UsageCounter {
  /** See `counterId`. */
  readonly id: string;
  readonly workspaceId: string;
  /** Of UTC: `2026-01-31`. */
  readonly day: string;
  readonly botId: string;
  readonly modelId: string;
  readonly currency: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly latency: number;
  readonly cost: number;
  /** The last record that is in it: all up to this place are, none after it is. */
  readonly countedTo: string;
}

/** How far records are added up: those before `at` are all in their counters. Its id is `cursor`. */
export interface UsageCursor {
  readonly id: string;
  readonly at: number;
}

export interface UsageCollections {
  readonly records: Collection<UsageRecord>;
  readonly counters: Collection<UsageCounter>;
  readonly cursors: Collection<UsageCursor>;
}

export async function openUsageCollections(documents: Documents): Promise<UsageCollections> {
  const records = await documents.collection<UsageRecord>({
    name: 'usage_records',
    schemaVersion: 1,
    indexes: [{ fields: ['at'] }, { fields: ['workspaceId', 'at'] }],
  });
  const counters = await documents.collection<UsageCounter>({
    name: 'usage_counters',
    schemaVersion: 1,
    indexes: [{ fields: ['workspaceId', 'day'] }],
  });
  const cursors = await documents.collection<UsageCursor>({ name: 'usage_cursors', schemaVersion: 1, indexes: [] });
  return { records, counters, cursors };
}

/** The counter that a record belongs to. */
export function counterId(record: UsageRecord): string {
  return [record.workspaceId, dayOf(record.at), record.botId, record.modelId, record.currency].join('/');
}

/** Where a record stands in the order in which records are counted. */
export function placeOf(record: UsageRecord): string {
  return `${String(record.at).padStart(15, '0')}/${record.id}`;
}
