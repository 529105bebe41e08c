/** A term of a query: how many passages have it, and what it is worth to one that does. */
export interface QueryTerm {
  readonly term: string;
  readonly found: number;
}

/** About how many passages are scored for one query. */
const BUDGET = 3_000;
/** Pairs are looked for among so many of the rarest terms that are too common by themselves. */
const PAIRED = 6;

/** Passages that are worth scoring. */
export interface Candidates {
  /** Of FTS5. */
  readonly expression: string;
  /** Whether no other passage has any of the terms. */
  readonly areAll: boolean;
}

/**
 * Which passages are worth scoring: those with one of the rarest terms, as many terms as there is
 * budget for; and of the commoner ones those with two of them. So its cost does not grow with the number of passages.
 * `undefined` where no passage has any of the terms.
 */
export function candidatesOf(terms: readonly QueryTerm[], passages: number): Candidates | undefined {
  const rarest = terms.filter(({ found }) => found > 0).toSorted((a, b) => a.found - b.found);
  const chosen: string[] = [];
  let left = BUDGET;
  let common = 0;
  for (const { term, found } of rarest) {
    if (found > left) break;
    chosen.push(quoted(term));
    left -= found;
    common += 1;
  }
  const paired = rarest.slice(common, common + PAIRED);
  const pairs = paired.flatMap((a, at) => paired.slice(at + 1).map((b) => ({ a, b, expected: (a.found * b.found) / passages })));
  for (const { a, b, expected } of pairs.toSorted((one, other) => one.expected - other.expected)) {
    // The rarest pair is taken whatever it costs where there is nothing else.
    if (expected > left && chosen.length > 0) break;
    chosen.push(`(${quoted(a.term)} AND ${quoted(b.term)})`);
    left -= expected;
  }
  if (chosen.length === 0 && paired[0]) chosen.push(quoted(paired[0].term));
  return chosen.length === 0 ? undefined : { expression: chosen.join(' OR '), areAll: common === rarest.length };
}

function quoted(term: string): string {
  return `"${term}"`;
}
