import { isDeepStrictEqual } from 'node:util';
import type { Read } from '#data/documents/port.ts';
import type { ReadingContext } from '../context.ts';
import type { DatasetDocument, KnowledgeDocument, PassageDocument } from '../knowledge-documents.ts';
import { indexedPassage } from './index-passages.ts';
import { type VectorContext, vectorsIn } from './passage-vectors.ts';

/** Passages that are read and indexed at once. */
const AT_ONCE = 200;

type IndexingContext = VectorContext & Pick<ReadingContext, 'search'>;
type IndexingWatch = { readonly signal: AbortSignal };

/** An index of a data set, as that is while it is written to. */
export interface DatasetIndex {
  readonly dataset: DatasetDocument;
  readonly index: string;
}

/**
 * Indexes the passages of a document that are found, from what is stored of them, with the vectors that the index has. What is changed meanwhile is looked at
 * again after it was written: the change may have been written first, and would be overtaken.
 */
export async function indexDocument(context: IndexingContext, target: DatasetIndex, document: KnowledgeDocument, watch: IndexingWatch): Promise<void> {
  const { id: documentId, generation } = document;
  const { passages } = context.stored;
  if (generation === 0) return;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    watch.signal.throwIfAborted();
    const page = await passages.find({ where: { documentId, isParent: false, generation }, sort: 'position', limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    await putAsTheyAre(context, target, document, page.items, watch);
    after = page.next;
  }
  await showAsItIs(context, target, document, watch);
}

/** Indexes passages, and again those that were changed until that was done. */
async function putAsTheyAre(context: IndexingContext, { dataset, index }: DatasetIndex, document: KnowledgeDocument, passages: readonly Read<PassageDocument>[], { signal }: IndexingWatch): Promise<void> {
  const { stored, search } = context;
  const { id: documentId, generation } = document;
  const put = new Map<string, number>();
  for (let changed = passages, gone: readonly string[] = []; changed.length > 0 || gone.length > 0; ) {
    const vectors = await vectorsIn(context, dataset, index, document, changed, signal);
    await search.put(index, { documentId, generation }, changed.filter(({ enabled }) => enabled).map((passage) => indexedPassage(document, passage, vectors.get(passage.id))));
    const hidden = [...gone, ...changed.filter(({ id, enabled }) => !enabled && put.has(id)).map(({ id }) => id)];
    if (hidden.length > 0) await search.remove(index, hidden);
    for (const id of gone) put.delete(id);
    for (const { id, revision } of changed) put.set(id, revision);
    const revisions = new Map((await stored.passages.closed.getMany([...put.keys()])).map(({ id, revision }) => [id, revision]));
    gone = [...put.keys()].filter((id) => !revisions.has(id));
    changed = await stored.passages.getMany([...revisions].filter(([id, revision]) => put.get(id) !== revision).map(([id]) => id));
  }
}

/** Lets a document be found as it is, and again where it was changed until that was done; where it was deleted, nothing is left of it. */
async function showAsItIs(context: IndexingContext, target: DatasetIndex, document: KnowledgeDocument, watch: IndexingWatch): Promise<void> {
  for (let shown = document; ; ) {
    await showDocument(context, target.index, shown);
    const now = await context.stored.documents.get(document.id);
    if (!now) return context.search.removeDocument(target.index, document.id);
    if (now.generation !== document.generation || now.name !== document.name) return indexDocument(context, target, now, watch);
    if (isShownAlike(now, shown)) return;
    shown = now;
  }
}

/** Whether a document is found by the same. */
export function isShownAlike(one: Pick<KnowledgeDocument, 'fields' | 'enabled'>, other: Pick<KnowledgeDocument, 'fields' | 'enabled'>): boolean {
  return one.enabled === other.enabled && isDeepStrictEqual(one.fields, other.fields);
}

/** Lets a document be found as it is: not where it is disabled. */
export async function showDocument({ search }: Pick<ReadingContext, 'search'>, index: string, { id: documentId, generation, fields, enabled }: KnowledgeDocument): Promise<void> {
  await (enabled ? search.show(index, { documentId, generation }, fields) : search.hide(index, documentId));
}
