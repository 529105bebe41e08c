import type { Collection, Page, Query, Read, StoredDocument } from './port.ts';

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

/**
 * Removes documents that a query finds, each with `remove`, which says whether it did: one that is to stay
 * is passed over. Returns how many were removed.
 */
export async function removeEach<T extends StoredDocument>(
  collection: Pick<Collection<T>, 'find'>,
  query: Pick<Query<T>, 'where' | 'sort'>,
  remove: (document: Read<T>) => Promise<boolean | void>,
  { signal, onRemoved }: RemovalWatch = {},
): Promise<number> {
  let removed = 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page: Page<T> = await collection.find({ ...query, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    let ofPage = 0;
    for (const item of page.items) {
      signal?.throwIfAborted();
      if ((await remove(item)) !== false) ofPage += 1;
    }
    removed += ofPage;
    if (ofPage > 0) await onRemoved?.(ofPage);
    after = page.next;
  }
  return removed;
}
