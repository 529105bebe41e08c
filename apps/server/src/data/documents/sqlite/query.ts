import type { Cursor } from '../cursor.ts';
import type { AnyDefinition } from '../definition.ts';
import type { ConditionPlan, QueryPlan } from '../plan-query.ts';
import type { IndexValue, Range } from '../port.ts';
import { indexNameIn, quote } from './table.ts';

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

/**
 * The table of a plan, read by the index that the plan names whatever SQLite would guess, and its
 * conditions. Their text depends on the query's form only, so it is prepared once.
 */
export function from(definition: AnyDefinition, plan: ConditionPlan, more: readonly Sql[] = []): Sql {
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
  const index = plan.index === undefined ? '' : ` INDEXED BY ${quote(indexNameIn(definition, plan.index))}`;
  const where = parts.length === 0 ? '' : ` WHERE ${parts.map((part) => part.text).join(' AND ')}`;
  return {
    text: `FROM ${quote(definition.name)}${index}${where}`,
    values: parts.flatMap((part) => part.values),
  };
}

/** The table, conditions, order and limits of a page. */
export function page(
  definition: AnyDefinition,
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
  const source = from(definition, plan, more);
  const order = plan.sortIsUnique ? `${sort} ${direction}` : `${sort} ${direction}, id ${direction}`;
  return {
    // A bare parameter as the limit makes SQLite compile the statement anew at every call.
    text: `${source.text} ORDER BY ${order} LIMIT ? + 0 OFFSET ? + 0`,
    values: [...source.values, options.limit, options.skip],
  };
}
