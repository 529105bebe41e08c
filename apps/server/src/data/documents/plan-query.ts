import type { AnyDefinition, AnyIndex } from './definition.ts';
import { isIndexValue, isPartial } from './definition.ts';
import type { IndexValue, Range } from './port.ts';
import { UnindexedQuery } from './port.ts';

/** A field and the values that it may have: one, or one of several. */
export interface Equality {
  readonly field: string;
  readonly values: readonly IndexValue[];
  /** Whether the condition named one value, not a list. */
  readonly single: boolean;
}

/** A bound of a range. */
export interface Bound {
  readonly field: string;
  readonly operator: keyof Range;
  readonly value: string | number;
}

/** Conditions, all of which hold. */
interface Conditions {
  readonly equalities: readonly Equality[];
  readonly bounds: readonly Bound[];
}

/** What an adapter has to translate: conditions, and the declared index that serves them. */
export interface ConditionPlan extends Conditions {
  /** Absent where the index over the id serves. */
  readonly index?: AnyIndex;
}

/** The plan of a page. */
export interface QueryPlan extends ConditionPlan {
  /** The field to sort by; documents that lack it are not found. */
  readonly sort: string;
  /** Whether no two documents found can have the same value of `sort`, so that the id need not order them. */
  readonly sortIsUnique: boolean;
}

const OPERATORS: readonly (keyof Range)[] = ['gt', 'gte', 'lt', 'lte'];

/** Reads conditions and takes them apart. Throws a `TypeError` for one that means nothing. */
function readWhere(definition: AnyDefinition, where: object): Conditions {
  const equalities: Equality[] = [];
  const bounds: Bound[] = [];
  for (const [field, condition] of Object.entries(where) as [string, unknown][]) {
    if (isIndexValue(condition)) {
      equalities.push({ field, values: [condition], single: true });
    } else if (typeof condition === 'object' && condition !== null && 'in' in condition) {
      const values: unknown = condition.in;
      if (!Array.isArray(values) || !values.every(isIndexValue)) {
        throw new TypeError(`${definition.name}: "in" of ${field} takes a list of values.`);
      }
      equalities.push({ field, values, single: false });
    } else {
      bounds.push(...readRange(definition, field, condition));
    }
  }
  return { equalities, bounds };
}

function readRange(definition: AnyDefinition, field: string, condition: unknown): Bound[] {
  const bounds: Bound[] = [];
  if (typeof condition === 'object' && condition !== null) {
    for (const operator of OPERATORS) {
      const value: unknown = Reflect.get(condition, operator);
      if (typeof value === 'string' || typeof value === 'number') bounds.push({ field, operator, value });
    }
  }
  // Without this, a condition that lost its value would match every document.
  if (bounds.length === 0) throw new TypeError(`${definition.name}: the condition on ${field} has no value.`);
  return bounds;
}

/** Whether an index over `fields` begins with `first`, in any order, and goes on with `next`. */
function serves(fields: readonly string[], first: readonly string[], next: string | undefined): boolean {
  return (
    first.length <= fields.length &&
    fields.slice(0, first.length).every((field) => first.includes(field)) &&
    (next === undefined || fields[first.length] === next)
  );
}

/** What is asked for, in words. */
function describe(first: readonly string[], range: string | undefined, sort: string | undefined): string {
  const parts = [
    first.length > 0 ? `equality on ${first.join(', ')}` : '',
    range === undefined ? '' : `a range on ${range}`,
    sort === undefined ? '' : `sorted by ${sort}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The first declared index that serves; `undefined` where the one over the id does. Throws `UnindexedQuery`. */
function findIndex(definition: AnyDefinition, asked: Conditions, sort: string | undefined) {
  const first = asked.equalities.map((equality) => equality.field);
  const ranged = [...new Set(asked.bounds.map((bound) => bound.field))];
  const range = ranged[0];
  const refusal = () =>
    new UnindexedQuery(definition.name, `no declared index serves ${describe(first, ranged.join(', ') || undefined, sort)}.`);
  if (ranged.length > 1 || (range !== undefined && sort !== undefined && sort !== range)) throw refusal();
  if (range !== undefined && first.includes(range)) throw refusal();
  const next = range ?? sort;
  const index = definition.indexes.find((candidate) => {
    const { fields } = candidate;
    // A partial index knows only documents with all of its fields: the query must speak of each.
    const spokenOf = fields.every((field) => first.includes(field) || field === next);
    return serves([...fields, 'id'], first, next) && (!isPartial(candidate) || spokenOf);
  });
  if (index === undefined && !serves(['id'], first, next)) throw refusal();
  return index;
}

/**
 * Plans a count. Throws `UnindexedQuery` where no declared index serves the conditions, by the rules
 * of `Where`, and a `TypeError` where a condition has no value.
 */
export function planCount(definition: AnyDefinition, where: object): ConditionPlan {
  const asked = readWhere(definition, where);
  return { ...asked, index: findIndex(definition, asked, undefined) };
}

/** The parts of a query that its plan depends on. */
export interface PageRequest {
  readonly where?: object;
  readonly sort?: string;
  readonly limit: number;
  readonly skip?: number;
}

const LARGEST_PAGE = 1000;

/** Plans a page. Throws as `planCount` does, and a `RangeError` for a limit or skip out of bounds. */
export function planQuery(definition: AnyDefinition, request: PageRequest): QueryPlan {
  const { where = {}, sort = 'id', limit, skip = 0 } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw new RangeError(`${definition.name}: a page has 1 to ${LARGEST_PAGE} documents, not ${limit}.`);
  }
  if (!Number.isInteger(skip) || skip < 0) throw new RangeError(`${definition.name}: cannot skip ${skip} documents.`);
  const asked = readWhere(definition, where);
  // Sorting by an id that has to equal something needs no further field of the index.
  const sorted = sort === 'id' && asked.equalities.some((equality) => equality.field === 'id') ? undefined : sort;
  const index = findIndex(definition, asked, sorted);
  const sortIsUnique =
    sort === 'id' || (index?.unique === true && asked.equalities.every((equality) => equality.single));
  return { ...asked, index, sort, sortIsUnique };
}
