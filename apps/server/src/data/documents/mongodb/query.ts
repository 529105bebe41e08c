import type { Filter, Sort } from 'mongodb';
import type { Cursor } from '../cursor.ts';
import type { ConditionPlan, QueryPlan } from '../plan-query.ts';
import type { Stored } from './stored.ts';

/** A field's name in MongoDB. */
export function storedField(field: string): string {
  return field === 'id' ? '_id' : field;
}

/** The conditions of a plan as a filter. */
export function conditions(plan: ConditionPlan): Filter<Stored> {
  const filter: Record<string, unknown> = {};
  for (const { field, values, single } of plan.equalities) {
    filter[storedField(field)] = single ? values[0] : { $in: values };
  }
  const [bound] = plan.bounds;
  if (bound !== undefined) {
    const range = plan.bounds.map(({ operator, value }) => [`$${operator}`, value]);
    filter[storedField(bound.field)] = Object.fromEntries(range);
  }
  return filter;
}

/** The filter and the order of a page. */
export function page(
  plan: QueryPlan,
  descending: boolean,
  after: Cursor | undefined,
): { readonly filter: Filter<Stored>; readonly sort: Sort } {
  const field = storedField(plan.sort);
  const direction = descending ? -1 : 1;
  const filters: Filter<Stored>[] = [conditions(plan)];
  if (field !== '_id') filters.push({ [field]: { $exists: true } });
  if (after !== undefined) {
    const than = descending ? '$lt' : '$gt';
    const behind = { [field]: { [than]: after.value } };
    filters.push(
      plan.sortIsUnique ? behind : { $or: [behind, { [field]: after.value, _id: { [than]: after.id } }] },
    );
  }
  return {
    filter: { $and: filters },
    sort: plan.sortIsUnique ? { [field]: direction } : { [field]: direction, _id: direction },
  };
}
