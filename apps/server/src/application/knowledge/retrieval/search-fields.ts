import type { SearchField } from '@buckle/contract';
import { type FieldDescription, IndexMissing } from '#data/search/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { findDataset, type KnowledgeContext, type ReadingContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';

/** Of several data sets, so many values of a field are told. */
const MOST_VALUES = 12;
const DATE = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}:\d{2}Z?)?)?)?$/;

/** The fields that passages of a data set can be filtered by. Throws `NotFound` and `PermissionDenied`. */
export async function listSearchFields(context: KnowledgeContext, principal: Principal, datasetId: string): Promise<readonly SearchField[]> {
  return searchFieldsOf(context, [await findDataset(context, principal, 'knowledge.search', datasetId)]);
}

/** The fields that passages of some data sets have, those of the first ones first; none of one whose index is being built. */
export async function searchFieldsOf({ search }: Pick<ReadingContext, 'search'>, datasets: readonly DatasetDocument[]): Promise<SearchField[]> {
  const described = await Promise.all(datasets.map(({ index }) => search.fields(index).catch(noneOfMissing)));
  const byName = new Map<string, readonly FieldDescription[]>();
  for (const one of described.flat()) byName.set(one.field, [...(byName.get(one.field) ?? []), one]);
  return [...byName].map(([field, found]) => ({
    field,
    type: typeOf(found),
    values: [...new Set(found.flatMap(({ values }) => values))].slice(0, MOST_VALUES),
  }));
}

function typeOf(found: readonly FieldDescription[]): SearchField['type'] {
  const kinds = new Set(found.flatMap((one) => one.kinds));
  if (kinds.has('list')) return 'tags';
  const [kind] = kinds;
  if (kinds.size > 1 || kind === undefined || kind === 'list') return 'text';
  return kind === 'text' && areDates(found.flatMap(({ values }) => values).map(String)) ? 'date' : kind;
}

/** Years alone may be any numbers. */
function areDates(values: readonly string[]): boolean {
  return values.every((value) => DATE.test(value)) && values.some((value) => value.includes('-'));
}

function noneOfMissing(error: unknown): readonly FieldDescription[] {
  if (error instanceof IndexMissing) return [];
  throw error;
}
