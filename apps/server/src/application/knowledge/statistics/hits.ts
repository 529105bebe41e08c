import type { Collection } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { dayOf } from '#kernel/days.ts';
import type { DatasetDocument, KnowledgeCollections, KnowledgeDocument } from '../knowledge-documents.ts';
import { unlessMissing } from '../unless-missing.ts';
import { type DatasetDay, datasetDayId } from './dataset-days.ts';

/**
 * Counts how often data sets are searched, and passages of their documents found: in memory first, so that a search writes
 * nothing. What a kill loses is a minute of counting, and what the store refuses one count.
 */
export class Hits {
  readonly #stored: Pick<KnowledgeCollections, 'datasets' | 'documents'>;
  readonly #datasetDays: Collection<DatasetDay>;
  readonly #clock: Clock;
  readonly #ofDocuments = new Map<string, number>();
  readonly #ofDays = new Map<string, DatasetDay>();

  constructor(stored: Pick<KnowledgeCollections, 'datasets' | 'documents'>, datasetDays: Collection<DatasetDay>, clock: Clock) {
    this.#stored = stored;
    this.#datasetDays = datasetDays;
    this.#clock = clock;
  }

  /** Counts one search: the data sets that it looked at, and the document of each passage that it found. */
  add(searched: readonly Pick<DatasetDocument, 'id' | 'workspaceId'>[], found: readonly Pick<KnowledgeDocument, 'id' | 'datasetId'>[]): void {
    const day = dayOf(this.#clock.now());
    for (const { id: datasetId, workspaceId } of searched) {
      const id = datasetDayId({ datasetId, day });
      const hits = found.filter((document) => document.datasetId === datasetId).length;
      const counted = this.#ofDays.get(id) ?? { id, workspaceId, datasetId, day, searches: 0, answered: 0, hits: 0 };
      this.#ofDays.set(id, { ...counted, searches: counted.searches + 1, answered: counted.answered + (hits > 0 ? 1 : 0), hits: counted.hits + hits });
    }
    for (const { id } of found) this.#ofDocuments.set(id, (this.#ofDocuments.get(id) ?? 0) + 1);
  }

  /** Adds what was counted to what is stored; to be called every minute or so, and before the end. */
  async write(): Promise<void> {
    for (const [id, hits] of taking(this.#ofDocuments)) await unlessMissing(this.#stored.documents.closed.update(id, { increment: { hits } }));
    for (const [id, day] of taking(this.#ofDays)) {
      // Nothing is kept of a data set that was deleted meanwhile.
      if (!(await this.#stored.datasets.get(day.datasetId))) continue;
      const { searches, answered, hits } = day;
      await this.#datasetDays.ensure({ ...day, searches: 0, answered: 0, hits: 0 });
      await this.#datasetDays.update(id, { increment: { searches, answered, hits } });
    }
  }
}

/** Takes out what is in a map by now, each entry when it is asked for; nobody else is given the same. */
function* taking<Value>(map: Map<string, Value>): Generator<readonly [string, Value]> {
  for (const id of map.keys().toArray()) {
    const value = map.get(id);
    map.delete(id);
    if (value !== undefined) yield [id, value];
  }
}
