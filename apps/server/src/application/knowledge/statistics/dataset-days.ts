import { type RemovalWatch, removeAll } from '#data/documents/remove-all.ts';
import type { Collection, Documents } from '#data/documents/port.ts';

/** How often a data set was searched on a day, and what came of it. */
export interface DatasetDay {
  /** See `datasetDayId`. */
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  /** Of UTC: `2026-01-31`. */
  readonly day: string;
  readonly searches: number;
  /** Of these, those that found any of its passages. */
  readonly answered: number;
  /** Passages that were found, by all searches together. */
  readonly hits: number;
}

export function openDatasetDays(documents: Documents): Promise<Collection<DatasetDay>> {
  return documents.collection<DatasetDay>({ name: 'dataset_days', schemaVersion: 1, indexes: [{ fields: ['datasetId', 'day'] }] });
}

export function datasetDayId({ datasetId, day }: Pick<DatasetDay, 'datasetId' | 'day'>): string {
  return `${datasetId}/${day}`;
}

/** Forgets the days of a data set. */
export async function removeDaysOf(days: Collection<DatasetDay>, datasetId: string, watch: RemovalWatch): Promise<void> {
  await removeAll(days, { where: { datasetId }, sort: 'day' }, watch);
}
