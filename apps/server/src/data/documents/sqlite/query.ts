import type { Cursor } from '../cursor.ts';
import type { ConditionPlan, QueryPlan } from '../plan-query.ts';
import type { IndexValue, Range } from '../port.ts';
import { quote } from './table.ts';

/** A value as SQLite keeps it: it has no booleans. */
export function sqliteValue(value: IndexValue): string | number {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A part of a statement and its parameters. */
export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

const OPERATORS: Record<keyof Range, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** The conditions of a plan; their text depends on the query's form only, so it is prepared once. */
export function conditions(plan: ConditionPlan, more: readonly Sql[] = []): Sql {
  const parts: Sql[] = [
    ...plan.equalities.map(({ field, values, single }) =>
      single
        ? { text: `${quote(field)} = ?`, values: values.map(sqliteValue) }
        : { text: `${quote(field)} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] },
    ),
    ...plan.bounds.map(({ field, operator, value }) => ({
      text: `${quote(field)} ${OPERATORS[operator]} ?`,
      values: [value],
    })),
    ...more,
  ];
  return {
    text: parts.length === 0 ? '' : `WHERE ${parts.map((part) => part.text).join(' AND ')}`,
    values: parts.flatMap((part) => part.values),
  };
}

/** Conditions, order and limits of a page. */
export function page(
  plan: QueryPlan,
  options: { readonly descending: boolean; readonly after: Cursor | undefined; readonly limit: number; readonly skip: number },
): Sql {
  const { after, descending } = options;
  const sort = quote(plan.sort);
  const than = descending ? '<' : '>';
  const direction = descending ? 'DESC' : 'ASC';
  const more: Sql[] = [];
  if (plan.sort !== 'id') more.push({ text: `${sort} IS NOT NULL`, values: [] });
  if (after !== undefined) {
    more.push(
      plan.sortIsUnique
        ? { text: `${sort} ${than} ?`, values: [sqliteValue(after.value)] }
        : { text: `(${sort}, id) ${than} (?, ?)`, values: [sqliteValue(after.value), after.id] },
    );
  }
  const where = conditions(plan, more);
  const order = plan.sortIsUnique ? `${sort} ${direction}` : `${sort} ${direction}, id ${direction}`;
  return {
    text: `${where.text} ORDER BY ${order} LIMIT ? OFFSET ?`,
    values: [...where.values, options.limit, options.skip],
  };
}
