import type { KnowledgeCollections } from '../knowledge-documents.ts';
import { unlessMissing } from '../unless-missing.ts';

/** Counts how often passages of documents are found: in memory first, so that a search writes nothing. What a kill loses is a minute of counting. */
export class Hits {
  readonly #stored: Pick<KnowledgeCollections, 'documents'>;
  #counts = new Map<string, number>();

  constructor(stored: Pick<KnowledgeCollections, 'documents'>) {
    this.#stored = stored;
  }

  add(documentIds: readonly string[]): void {
    for (const id of documentIds) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  /** Adds what was counted to the documents; to be called every minute or so, and before the end. */
  async write(): Promise<void> {
    const counts = this.#counts;
    this.#counts = new Map();
    for (const [id, hits] of counts) await unlessMissing(this.#stored.documents.closed.update(id, { increment: { hits } }));
  }
}
