import type { DerivedCondition } from '#application/models/index.ts';
import type { FieldCondition } from '#data/search/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDataset, type KnowledgeContext, type ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import { deriveFilter } from './derive-filter.ts';
import { findInDatasets, type KnowledgeFound, type KnowledgeQuery } from './search-knowledge.ts';
import { searchNote } from './search-notes.ts';

/** What a search found, and under which conditions. */
export interface NarrowedFound extends KnowledgeFound {
  readonly filter: readonly FieldCondition[];
  /** Those of them that were made of the question. */
  readonly derived: readonly DerivedCondition[];
}

/** As many as a search takes by hand. */
const MOST_CONDITIONS = 20;

/** What is looked for, and whether a model makes further conditions of it. */
type QueryToNarrow = KnowledgeQuery & { readonly deriveFilter: boolean };

/** Finds passages in data sets; conditions are made of the question where that is wanted. Throws `NotFound` and `PermissionDenied`. */
export async function searchKnowledge(context: KnowledgeContext, principal: Principal, datasetIds: readonly string[], query: QueryToNarrow): Promise<NarrowedFound> {
  const datasets = await Promise.all([...new Set(datasetIds)].map((id) => findDataset(context, principal, 'knowledge.search', id)));
  return counted(context, datasets, await findForQuestion(context, datasets, query));
}

/** As `searchKnowledge`, in data sets that the caller may search, and counts no hits. */
export async function findForQuestion(context: ReadingContext, datasets: readonly DatasetDocument[], { deriveFilter: isDerived, ...query }: QueryToNarrow): Promise<NarrowedFound> {
  if (!isDerived) return findNarrowed(context, datasets, query, []);
  const begin = performance.now();
  const { derived, notes } = await deriveFilter(context, datasets, query.query);
  const derive = Math.round((performance.now() - begin) * 100) / 100;
  const found = await findNarrowed(context, datasets, query, derived);
  return { ...found, notes: [...notes, ...found.notes], timings: { ...found.timings, derive, total: found.timings.total + derive } };
}

/**
 * Finds passages in data sets that the caller may search, and counts them as hits of their documents. Derived conditions hold
 * beside those of the query, and are left out where nothing fits them.
 */
export async function searchDatasets(context: KnowledgeContext, datasets: readonly DatasetDocument[], query: KnowledgeQuery, derived: readonly DerivedCondition[] = []): Promise<NarrowedFound> {
  return counted(context, datasets, await findNarrowed(context, datasets, query, derived));
}

function counted(context: ReadingContext, datasets: readonly DatasetDocument[], found: NarrowedFound): NarrowedFound {
  context.hits.add(datasets, found.items.map(({ document }) => document));
  return found;
}

async function findNarrowed(context: ReadingContext, datasets: readonly DatasetDocument[], query: KnowledgeQuery, wanted: readonly DerivedCondition[]): Promise<NarrowedFound> {
  const derived = wanted.slice(0, Math.max(0, MOST_CONDITIONS - query.conditions.length));
  const filter = [...query.conditions, ...derived.map(({ condition }) => condition)];
  const narrow = await findInDatasets(context, datasets, { ...query, conditions: filter });
  if (narrow.items.length > 0 || derived.length === 0) return { ...narrow, filter, derived };
  const wide = await findInDatasets(context, datasets, query);
  return { ...wide, notes: [searchNote('nothing_fits'), ...wide.notes], filter: query.conditions, derived: [] };
}
