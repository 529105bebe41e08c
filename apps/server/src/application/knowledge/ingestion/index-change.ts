import { IndexMissing } from '#data/search/port.ts';
import type { WorkKind } from '#services/work/index.ts';
import { type IndexingInput, indexesOf, type ReadingContext } from '../context.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';
import { type DatasetIndex, indexDocument, isShownAlike, showDocument } from './index-document.ts';
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
    async run({ input: { documentId, passageId, isRenamed }, signal }) {
      if (passageId !== undefined) await indexPassage(context, documentId, passageId, signal);
      else if (isRenamed) await indexTitles(context, documentId, signal);
      else await indexFields(context, documentId);
      return { state: 'completed' };
    },
    conclude: () => [],
    giveUp: () => [],
  };
}

/** Shows a document as it is now; see `indexDocument`. */
async function indexFields(context: ReadingContext, documentId: string): Promise<void> {
  for (let shown: KnowledgeDocument | undefined; ; ) {
    const document = await context.stored.documents.get(documentId);
    // The reading shows the newest ones.
    if (!document || document.generation === 0 || (shown && isShownAlike(shown, document))) return;
    await inIndexes(context, document, ({ index }) => showDocument(context, index, document));
    shown = document;
  }
}

async function indexTitles(context: ReadingContext, documentId: string, signal: AbortSignal): Promise<void> {
  const document = await context.stored.documents.get(documentId);
  if (document) await inIndexes(context, document, (target) => indexDocument(context, target, document, { signal }));
}

/** Indexes a passage as it is now, until neither it nor its document's name has changed meanwhile. */
async function indexPassage(context: ReadingContext, documentId: string, passageId: string, signal: AbortSignal): Promise<void> {
  const { stored, search } = context;
  for (let indexed = ''; ; ) {
    const [passage, document] = await Promise.all([stored.passages.get(passageId), stored.documents.get(documentId)]);
    const now = `${passage?.revision ?? 0} ${document?.name}`;
    if (!document || now === indexed) return;
    await inIndexes(context, document, async ({ dataset, index }) => {
      if (!passage?.enabled) return search.remove(index, [passageId]);
      const vectors = await vectorsIn(context, dataset, index, document, [passage], signal);
      await search.put(index, { documentId, generation: passage.generation }, [indexedPassage(document, passage, vectors.get(passageId))]);
      await search.flush(index);
    });
    indexed = now;
  }
}

/** The data set is read after the passage was: an index that is built meanwhile has seen it, or is named here. */
async function inIndexes({ stored, rebuildMissing }: ReadingContext, { datasetId }: KnowledgeDocument, write: (target: DatasetIndex) => Promise<void>): Promise<void> {
  const dataset = await stored.datasets.get(datasetId);
  if (!dataset) return;
  try {
    for (const index of indexesOf(dataset)) await write({ dataset, index });
  } catch (error) {
    if (!(error instanceof IndexMissing)) throw error;
    // It is built from what the documents say by now; one that has just taken its place may not have it yet.
    if (await rebuildMissing(dataset.id)) throw error;
  }
}
