import type { ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument } from '../knowledge-documents.ts';
import { indexedPassage } from './index-passages.ts';
import { type VectorContext, vectorsIn } from './passage-vectors.ts';

/** Passages that are read and indexed at once. */
const AT_ONCE = 200;

/** Indexes the passages of a document that are found, from what is stored of them, with the vectors that the index has. */
export async function indexDocument(context: VectorContext & Pick<ReadingContext, 'search'>, dataset: DatasetDocument, index: string, document: KnowledgeDocument, { signal }: { readonly signal: AbortSignal }): Promise<void> {
  const { stored, search } = context;
  const { id: documentId, generation } = document;
  if (generation === 0) return;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    signal.throwIfAborted();
    const page = await stored.passages.find({ where: { documentId, isParent: false, generation }, sort: 'position', limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    const vectors = await vectorsIn(context, dataset, index, document, page.items, signal);
    const shown = page.items.filter(({ enabled }) => enabled).map((passage) => indexedPassage(document, passage, vectors.get(passage.id)));
    await search.put(index, { documentId, generation }, shown);
    after = page.next;
  }
  await showDocument({ search }, index, document);
}

/** Lets a document be found as it is: not where it is disabled. */
export async function showDocument({ search }: Pick<ReadingContext, 'search'>, index: string, { id: documentId, generation, fields, enabled }: KnowledgeDocument): Promise<void> {
  await (enabled ? search.show(index, { documentId, generation }, fields) : search.hide(index, documentId));
}
