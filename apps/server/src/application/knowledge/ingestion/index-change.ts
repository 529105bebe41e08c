import { isDeepStrictEqual } from 'node:util';
import { IndexMissing } from '#data/search/port.ts';
import type { WorkKind } from '#services/work/index.ts';
import { type IndexingInput, indexesOf, type ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument } from '../knowledge-documents.ts';
import { showDocument } from './index-document.ts';
import { indexedPassage } from './index-passages.ts';
import { vectorsIn } from './passage-vectors.ts';

/**
 * Brings a change by hand into the indexes, as work that begins with the change: after a kill between the two a passage would
 * be found by what it said before, for ever.
 */
export function indexingKind(context: ReadingContext): WorkKind<IndexingInput, undefined> {
  return {
    kind: 'document.index',
    uncancelable: true,
    retry: { retries: 20, firstDelay: 1_000, longestDelay: 600_000 },
    async run({ input: { documentId, passageId }, signal }) {
      await (passageId === undefined ? indexFields(context, documentId) : indexPassage(context, documentId, passageId, signal));
      return { state: 'completed' };
    },
    conclude: () => [],
    giveUp: () => [],
  };
}

async function indexFields(context: ReadingContext, documentId: string): Promise<void> {
  for (let shown: Pick<KnowledgeDocument, 'fields' | 'enabled'> | undefined; ; ) {
    const document = await context.stored.documents.get(documentId);
    // The reading shows the newest ones.
    if (!document || document.generation === 0 || isDeepStrictEqual(shown, { fields: document.fields, enabled: document.enabled })) return;
    await inIndexes(context, document, (index) => showDocument(context, index, document));
    shown = { fields: document.fields, enabled: document.enabled };
  }
}

/** Indexes a passage as it is now, until it has not changed meanwhile. */
async function indexPassage(context: ReadingContext, documentId: string, passageId: string, signal: AbortSignal): Promise<void> {
  const { stored, search } = context;
  for (let indexed: number | undefined; ; ) {
    const [passage, document] = await Promise.all([stored.passages.get(passageId), stored.documents.get(documentId)]);
    const revision = passage?.revision ?? 0;
    if (!document || revision === indexed) return;
    await inIndexes(context, document, async (index, dataset) => {
      if (!passage?.enabled) return search.remove(index, [passageId]);
      const vectors = await vectorsIn(context, dataset, index, document, [passage], signal);
      await search.put(index, { documentId, generation: passage.generation }, [indexedPassage(document, passage, vectors.get(passageId))]);
      await search.flush(index);
    });
    indexed = revision;
  }
}

/** The data set is read after the passage was: an index that is built meanwhile has seen it, or is named here. */
async function inIndexes({ stored, rebuildMissing }: ReadingContext, { datasetId }: KnowledgeDocument, write: (index: string, dataset: DatasetDocument) => Promise<void>): Promise<void> {
  const dataset = await stored.datasets.get(datasetId);
  if (!dataset) return;
  try {
    for (const index of indexesOf(dataset)) await write(index, dataset);
  } catch (error) {
    if (!(error instanceof IndexMissing)) throw error;
    // It is built from what the documents say by now; one that has just taken its place may not have it yet.
    if (await rebuildMissing(dataset.id)) throw error;
  }
}
