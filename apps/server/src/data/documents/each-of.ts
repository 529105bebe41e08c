import type { Collection, Page, Query, Read, StoredDocument } from './port.ts';

const AT_ONCE = 100;

/** All documents that a query finds, read page by page. */
export async function* eachOf<T extends StoredDocument>(collection: Pick<Collection<T>, 'find'>, query: Pick<Query<T>, 'where' | 'sort'>): AsyncGenerator<Read<T>> {
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page: Page<T> = await collection.find({ ...query, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    yield* page.items;
    after = page.next;
  }
}
