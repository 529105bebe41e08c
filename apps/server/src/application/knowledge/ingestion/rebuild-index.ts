import type { Write } from '#data/documents/port.ts';
import { removeEach } from '#data/documents/remove-all.ts';
import { type EndedWork, SlotTaken, type WorkKind } from '#services/work/index.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { indexDocument } from './index-document.ts';

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
export function rebuildKind(context: Omit<ReadingContext, 'rebuild'>): WorkKind<RebuildInput, undefined> {
  const { stored, search } = context;
  return {
    kind: 'dataset.index',
    retry: { retries: 10, firstDelay: 1_000, longestDelay: 600_000 },
    async run(work) {
      const { datasetId, index } = work.input;
      const before = await stored.datasets.closed.get(datasetId);
      if (!before || before.index === index) return { state: 'completed' };
      await search.create(index);
      await stored.datasets.closed.update(datasetId, { set: { nextIndex: index } });
      let done = 0;
      await removeEach(stored.documents, { where: { datasetId }, sort: 'createdAt' }, async (document) => {
        await indexDocument(context, index, document, work);
        done += 1;
        await work.report({ step: 'documents', done });
      }, work);
      await stored.datasets.closed.update(datasetId, { set: { index }, unset: ['nextIndex'] });
      await search.drop(before.index);
      return { state: 'completed' };
    },
    // What was built by half is written to no more.
    conclude: (work, { state }) => (state === 'completed' ? [] : abandoning(context, work)),
    giveUp: (work) => abandoning(context, work),
  };
}

async function abandoning({ stored, search }: Omit<ReadingContext, 'rebuild'>, { id, workspaceId }: Pick<EndedWork<RebuildInput>, 'id' | 'workspaceId'>): Promise<Write[]> {
  const writes: Write[] = [];
  const all = { where: { workspaceId }, sort: 'createdAt' } as const;
  await removeEach(stored.datasets.closed, all, async ({ id: datasetId, nextIndex }) => {
    const index = indexName(datasetId, id);
    if (nextIndex === index) writes.push(() => stored.datasets.closed.update(datasetId, { unset: ['nextIndex'] }), () => search.drop(index));
    return false;
  });
  return writes;
}

/** The index that a piece of work builds. */
function indexName(datasetId: string, workId: string): string {
  return `${datasetId}-${workId}`;
}

/** Begins to build the index of a data set anew, unless that is under way. */
export async function startRebuild(context: Omit<ReadingContext, 'rebuild'>, kind: WorkKind<RebuildInput, undefined>, { id: datasetId, workspaceId }: Pick<DatasetDocument, 'id' | 'workspaceId'>): Promise<void> {
  const id = context.ids.next();
  try {
    await context.work.start(kind, { id, workspaceId, slot: `dataset-index/${datasetId}`, input: { datasetId, index: indexName(datasetId, id) }, here: false });
  } catch (error) {
    if (!(error instanceof SlotTaken)) throw error;
  }
}
