import type { FieldCondition, SearchQuery } from '../port.ts';

type Parameter = string | number;

/** What restricts passages `p` and their documents `d`, as SQL with its parameters; empty where nothing does. */
export function restrictionOf({ documentIds, conditions = [] }: SearchQuery): { readonly sql: string; readonly parameters: readonly Parameter[] } {
  const parts: string[] = [];
  const parameters: Parameter[] = [];
  if (documentIds !== undefined) {
    parts.push('d.key IN (SELECT value FROM json_each(?))');
    parameters.push(JSON.stringify(documentIds));
  }
  for (const condition of conditions) {
    const { sql, values } = testOf(condition);
    const path = `$.${JSON.stringify(condition.field)}`;
    // What a passage says of a field goes before what its document says of it.
    const source = `json_each(CASE WHEN json_type(p.fields, ?) IS NULL THEN d.fields ELSE p.fields END, ?)`;
    parts.push(`EXISTS (SELECT 1 FROM ${source} WHERE ${sql})`);
    parameters.push(path, path, ...values);
  }
  return { sql: parts.map((part) => ` AND ${part}`).join(''), parameters };
}

function testOf(condition: FieldCondition): { readonly sql: string; readonly values: readonly Parameter[] } {
  if ('in' in condition) {
    // A list in SQLite has 1 and 0 for true and false, so each is compared with its type.
    const strings = condition.in.filter((value) => typeof value === 'string');
    const numbers = condition.in.filter((value) => typeof value === 'number');
    const booleans = condition.in.filter((value) => typeof value === 'boolean');
    return {
      sql: `(type = 'text' AND value IN (SELECT value FROM json_each(?))) OR (type IN ('integer', 'real') AND value IN (SELECT value FROM json_each(?))) OR type IN (SELECT value FROM json_each(?))`,
      values: [strings, numbers, booleans.map(String)].map((values) => JSON.stringify(values)),
    };
  }
  const bounds = [['>', condition.gt], ['>=', condition.gte], ['<', condition.lt], ['<=', condition.lte]] as const;
  const given = bounds.flatMap(([operator, bound]) => (bound === undefined ? [] : [{ operator, bound }]));
  return {
    // Text and numbers are not compared with each other.
    sql: given.map(({ operator, bound }) => `typeof(value) ${typeof bound === 'string' ? `= 'text'` : `IN ('integer', 'real')`} AND value ${operator} ?`).join(' AND ') || 'TRUE',
    values: given.map(({ bound }) => bound),
  };
}
