import type { KnowledgeContext } from '../context.ts';

const AT_ONCE = 500;

/**
 * Begins to build the indexes anew that are missing, as after a restore, or whose terms were cut as they are no more; or
 * all of them. Returns how many.
 */
export async function rebuildOutdated({ stored, search, rebuild }: Pick<KnowledgeContext, 'stored' | 'search' | 'rebuild'>, { all }: { readonly all: boolean }): Promise<number> {
  let begun = 0;
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page = await stored.datasets.closed.find({ limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    for (const dataset of page.items) {
      const described = all ? undefined : await search.describe(dataset.index);
      if (described?.analyser === search.analyser) continue;
      await rebuild(dataset);
      begun += 1;
    }
    after = page.next;
  }
  return begun;
}
