import { eachOf } from '#data/documents/each-of.ts';
import type { Write } from '#data/documents/port.ts';
import { type EndedWork, SlotTaken, type WorkKind } from '#services/work/index.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { indexDocument } from './index-document.ts';
import { unlessMissing } from '../unless-missing.ts';

type RebuildContext = Omit<ReadingContext, 'rebuild' | 'rebuildMissing'>;

/** What the building of an index is started with. */
export interface RebuildInput {
  readonly datasetId: string;
  /** The new index. */
  readonly index: string;
}

/**
 * Builds the index of a data set anew from its passages, beside the one that is searched, and then switches to it; what is
 * written meanwhile goes into both.
 */
export function rebuildKind(context: RebuildContext): WorkKind<RebuildInput, undefined> {
  const { stored, search } = context;
  return {
    kind: 'dataset.index',
    retry: { retries: 10, firstDelay: 1_000, longestDelay: 600_000 },
    async run(work) {
      const { datasetId, index } = work.input;
      const before = await stored.datasets.closed.get(datasetId);
      if (!before) return { state: 'completed' };
      const old = await work.step('old index', () => Promise.resolve(before.index));
      if (before.index === index) {
        await search.drop(old);
        return { state: 'completed' };
      }
      await search.create(index);
      await stored.datasets.closed.update(datasetId, { set: { nextIndex: index } });
      let done = 0;
      for await (const document of eachOf(stored.documents, { where: { datasetId }, sort: 'createdAt' })) {
        await indexDocument(context, index, document, work);
        done += 1;
        await work.report({ step: 'documents', done });
      }
      await stored.datasets.closed.update(datasetId, { set: { index }, unset: ['nextIndex'] });
      await search.drop(old);
      return { state: 'completed' };
    },
    // What was built by half is written to no more.
    conclude: (work, { state }) => (state === 'completed' ? [] : abandoning(context, work)),
    giveUp: (work) => abandoning(context, work),
  };
}

async function abandoning({ stored, search }: RebuildContext, { id, workspaceId }: Pick<EndedWork<RebuildInput>, 'id' | 'workspaceId'>): Promise<Write[]> {
  const writes: Write[] = [];
  for await (const { id: datasetId, nextIndex } of eachOf(stored.datasets.closed, { where: { workspaceId }, sort: 'createdAt' })) {
    const index = indexName(datasetId, id);
    if (nextIndex === index) writes.push(() => unlessMissing(stored.datasets.closed.update(datasetId, { unset: ['nextIndex'] })), () => search.drop(index));
  }
  return writes;
}

/** The index that a piece of work builds. */
function indexName(datasetId: string, workId: string): string {
  return `${datasetId}-${workId}`;
}

/** Begins to build the index of a data set anew, unless that is under way. */
export async function startRebuild(context: RebuildContext, kind: WorkKind<RebuildInput, undefined>, { id: datasetId, workspaceId }: Pick<DatasetDocument, 'id' | 'workspaceId'>): Promise<void> {
  const id = context.ids.next();
  try {
    await context.work.start(kind, { id, workspaceId, slot: `dataset-index/${datasetId}`, input: { datasetId, index: indexName(datasetId, id) }, here: false });
  } catch (error) {
    if (!(error instanceof SlotTaken)) throw error;
  }
}

/** Begins to build the index of a data set anew where it is lost; returns the data set where it has an index. */
export async function rebuildMissing(context: RebuildContext, kind: WorkKind<RebuildInput, undefined>, datasetId: string): Promise<DatasetDocument | undefined> {
  const dataset = await context.stored.datasets.get(datasetId);
  if (!dataset) return undefined;
  if (await context.search.describe(dataset.index)) return dataset;
  await startRebuild(context, kind, dataset);
  return undefined;
}
