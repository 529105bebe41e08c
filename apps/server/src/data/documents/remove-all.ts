import type { Collection, Query, StoredDocument } from './port.ts';

const AT_ONCE = 500;

/** Who watches a removal that may take long. */
export interface RemovalWatch {
  /** Ends the removal, which then throws the signal's reason; what is left is found again by the next one. */
  readonly signal?: AbortSignal;
  /** Told how many documents were removed, page after page. */
  readonly onRemoved?: (count: number) => Promise<void>;
}

/** Removes all documents that a query finds, page by page. Returns how many there were. */
export async function removeAll<T extends StoredDocument>(
  collection: Pick<Collection<T>, 'find' | 'delete'>,
  query: Pick<Query<T>, 'where' | 'sort'>,
  { signal, onRemoved }: RemovalWatch = {},
): Promise<number> {
  for (let removed = 0; ; ) {
    signal?.throwIfAborted();
    const { items } = await collection.find({ ...query, limit: AT_ONCE });
    await Promise.all(items.map(({ id }) => collection.delete(id)));
    removed += items.length;
    if (items.length > 0) await onRemoved?.(items.length);
    if (items.length < AT_ONCE) return removed;
  }
}

/** Does something to each document that a query finds, page by page, which takes it out of what the query finds. */
export async function removeEach<T extends StoredDocument>(
  collection: Pick<Collection<T>, 'find'>,
  query: Pick<Query<T>, 'where' | 'sort'>,
  remove: (document: T) => Promise<unknown>,
  { signal, onRemoved }: RemovalWatch = {},
): Promise<number> {
  for (let removed = 0; ; ) {
    const { items } = await collection.find({ ...query, limit: AT_ONCE });
    for (const item of items) {
      signal?.throwIfAborted();
      await remove(item);
    }
    removed += items.length;
    if (items.length > 0) await onRemoved?.(items.length);
    if (items.length < AT_ONCE) return removed;
  }
}
