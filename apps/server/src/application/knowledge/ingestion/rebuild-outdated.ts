import { eachOf } from '#data/documents/each-of.ts';
import type { KnowledgeContext } from '../context.ts';

/**
 * Begins to build the indexes anew that are missing, as after a restore, or whose terms were cut as they are no more; or
 * all of them. Returns how many.
 */
export async function rebuildOutdated({ stored, search, rebuild }: Pick<KnowledgeContext, 'stored' | 'search' | 'rebuild'>, { all }: { readonly all: boolean }): Promise<number> {
  let begun = 0;
  for await (const dataset of eachOf(stored.datasets.closed, {})) {
    const described = all ? undefined : await search.describe(dataset.index);
    if (described?.analyser === search.analyser) continue;
    await rebuild(dataset);
    begun += 1;
  }
  return begun;
}
