import { type DocumentReason, documentReasonInWords } from '@buckle/contract';
import { eachOf } from '#data/documents/each-of.ts';
import type { Write } from '#data/documents/port.ts';
import { Conflict } from '#kernel/errors.ts';
import { type EndedWork, SlotTaken, type WorkKind } from '#services/work/index.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { reasonOf } from '../reading-failure.ts';
import { unlessMissing } from '../unless-missing.ts';
import { indexDocument } from './index-document.ts';
import { isFinal } from './is-final.ts';

/** Indexes that a process builds at once. */
const REBUILDS = 2;

type RebuildContext = Omit<ReadingContext, 'rebuild' | 'rebuildMissing' | 'changeEmbedding'>;

/** What the building of an index is started with. */
export interface RebuildInput {
  readonly datasetId: string;
  /** The new index. */
  readonly index: string;
  /** Where the new index has vectors of another model: that one, or none where it is empty. */
  readonly embeddingModelId?: string;
}

/**
 * Builds the index of a data set anew from its passages, beside the one that is searched, and then switches to it; what is
 * written meanwhile goes into both. Passages get vectors of the new index's model where they have none of it.
 */
export function rebuildKind(context: RebuildContext): WorkKind<RebuildInput, undefined> {
  const { stored, search } = context;
  return {
    kind: 'dataset.index',
    atOnce: REBUILDS,
    retry: { retries: 10, firstDelay: 1_000, longestDelay: 600_000 },
    reasonOf,
    async run(work) {
      const { datasetId, index, embeddingModelId } = work.input;
      const before = await stored.datasets.get(datasetId);
      if (!before) return { state: 'completed' };
      const old = await work.step('old index', () => Promise.resolve(before.index));
      if (before.index === index) {
        await search.drop(old);
        return { state: 'completed' };
      }
      await search.create(index);
      const dataset = await stored.datasets.update(datasetId, {
        set: { workspaceId: before.workspaceId, nextIndex: index, ...(embeddingModelId === undefined ? {} : { nextEmbeddingModelId: embeddingModelId }) },
        unset: embeddingModelId === undefined ? ['nextEmbeddingModelId'] : [],
      });
      let done = 0;
      try {
        for await (const document of eachOf(stored.documents, { where: { datasetId }, sort: 'createdAt' })) {
          await indexDocument(context, { dataset, index }, document, work);
          done += 1;
          await work.report({ step: 'documents', done });
        }
      } catch (error) {
        if (work.signal.aborted) throw error;
        const code = reasonOf(error);
        if (isFinal(error)) return { state: 'failed', reason: code ? documentReasonInWords(code) : error.message, reasonCode: code };
        throw error;
      }
      await stored.datasets.closed.update(datasetId, {
        set: { index, ...(embeddingModelId ? { embeddingModelId } : {}) },
        unset: ['nextIndex', 'nextEmbeddingModelId', 'embeddingFailure', ...(embeddingModelId === '' ? (['embeddingModelId'] as const) : [])],
      });
      await search.drop(old);
      return { state: 'completed' };
    },
    // What was built by half is written to no more.
    conclude: (work, { state, reason, reasonCode }) => (state === 'completed' ? [] : abandoning(context, work, reason, reasonCode)),
    giveUp: (work, reason) => abandoning(context, work, reason, undefined),
  };
}

async function abandoning({ stored, search }: RebuildContext, { id, workspaceId }: Pick<EndedWork<RebuildInput>, 'id' | 'workspaceId'>, reason: string | undefined, code: DocumentReason | undefined): Promise<Write[]> {
  const writes: Write[] = [];
  for await (const { id: datasetId, nextIndex, embeddingWorkId } of eachOf(stored.datasets.closed, { where: { workspaceId }, sort: 'createdAt' })) {
    const index = indexName(datasetId, id);
    const isTold = embeddingWorkId === id && reason !== undefined;
    const set = isTold ? { workspaceId, embeddingFailure: reason, ...(code && { embeddingFailureCode: code }) } : {};
    const unset = ['nextIndex', 'nextEmbeddingModelId', ...(isTold && !code ? (['embeddingFailureCode'] as const) : [])] as const;
    if (embeddingWorkId === id || nextIndex === index) writes.push(() => unlessMissing(stored.datasets.update(datasetId, { set, unset })));
    if (nextIndex === index) writes.push(() => search.drop(index));
  }
  return writes;
}

/** The index that a piece of work builds. */
function indexName(datasetId: string, workId: string): string {
  return `${datasetId}-${workId}`;
}

/** Begins to build the index of a data set anew, unless that is under way. */
export async function startRebuild(context: RebuildContext, kind: WorkKind<RebuildInput, undefined>, dataset: Pick<DatasetDocument, 'id' | 'workspaceId'>): Promise<void> {
  try {
    await start(context, kind, dataset, context.ids.next(), {});
  } catch (error) {
    if (!(error instanceof SlotTaken)) throw error;
  }
}

/** Begins to give a data set another embedding model, or none where it is empty. Throws `Conflict` while its index is being built. */
export async function startEmbeddingChange(context: RebuildContext, kind: WorkKind<RebuildInput, undefined>, dataset: Pick<DatasetDocument, 'id' | 'workspaceId'>, embeddingModelId: string): Promise<void> {
  const { id: datasetId, workspaceId } = dataset;
  const id = context.ids.next();
  const note = () => context.stored.datasets.update(datasetId, { set: { workspaceId, embeddingWorkId: id, nextEmbeddingModelId: embeddingModelId }, unset: ['embeddingFailure'] });
  try {
    await start(context, kind, dataset, id, { embeddingModelId, writes: [note] });
  } catch (error) {
    if (error instanceof SlotTaken) throw new Conflict('The index of the data set is being built in this moment: wait until that has ended, or cancel it.');
    throw error;
  }
}

async function start(
  { work }: RebuildContext,
  kind: WorkKind<RebuildInput, undefined>,
  { id: datasetId, workspaceId }: Pick<DatasetDocument, 'id' | 'workspaceId'>,
  id: string,
  { embeddingModelId, writes = [] }: { readonly embeddingModelId?: string; readonly writes?: readonly Write[] },
): Promise<void> {
  const input = { datasetId, index: indexName(datasetId, id), ...(embeddingModelId === undefined ? {} : { embeddingModelId }) };
  await work.start(kind, { id, workspaceId, slot: `dataset-index/${datasetId}`, input, writes, here: false });
}

/** Begins to build the index of a data set anew where it is lost; returns the data set where it has an index. */
export async function rebuildMissing(context: RebuildContext, kind: WorkKind<RebuildInput, undefined>, datasetId: string): Promise<DatasetDocument | undefined> {
  const dataset = await context.stored.datasets.get(datasetId);
  if (!dataset) return undefined;
  if (await context.search.describe(dataset.index)) return dataset;
  await startRebuild(context, kind, dataset);
  return undefined;
}
