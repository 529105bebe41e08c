import type { SearchCondition } from '@buckle/contract';
import type { FieldCondition } from '#data/search/port.ts';

/** Conditions as a request gives them, without the bounds that were not given. */
export function conditionsOf(filter: readonly SearchCondition[]): FieldCondition[] {
  return filter.map((condition) => {
    if ('in' in condition) return condition;
    const { field, gt, gte, lt, lte } = condition;
    return { field, ...(gt === undefined ? {} : { gt }), ...(gte === undefined ? {} : { gte }), ...(lt === undefined ? {} : { lt }), ...(lte === undefined ? {} : { lte }) };
  });
}

/** A condition as the management API shows it. */
export function showCondition(condition: FieldCondition): SearchCondition {
  return 'in' in condition ? { ...condition, in: [...condition.in] } : condition;
}
