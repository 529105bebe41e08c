/** A term of a query: how many passages have it, and what it is worth to one that does. */
export interface QueryTerm {
  readonly term: string;
  readonly found: number;
  readonly weight: number;
}

/** About how many passages are found for one query. */
const BUDGET = 3_000;
/** Pairs are looked for among so many of the rarest terms that are too common by themselves. */
const PAIRED = 6;

/** Passages that may be worth scoring. */
export interface Candidates {
  /** They have all terms of one of these. */
  readonly alternatives: readonly Alternative[];
  /** Terms, the rarest first, that are too common to be looked for by themselves unless there is nothing else; where there are none, no other passage has any of the terms. */
  readonly common: readonly Alternative[];
}

/** Terms that passages have together. */
export interface Alternative {
  /** Of FTS5. */
  readonly expression: string;
  /** What the terms are worth together. */
  readonly weight: number;
}

/**
 * Which passages may be worth scoring: those with one of the rarest terms, as many terms as there is
 * budget for; and of the commoner ones those with two of them. So its cost does not grow with the number of passages.
 * `undefined` where no passage has any of the terms.
 */
export function candidatesOf(terms: readonly QueryTerm[], passages: number): Candidates | undefined {
  const rarest = terms.filter(({ found }) => found > 0).toSorted((a, b) => a.found - b.found);
  const alternatives: Alternative[] = [];
  let left = BUDGET;
  let rare = 0;
  for (const term of rarest) {
    if (term.found > left) break;
    alternatives.push(allOf(term));
    left -= term.found;
    rare += 1;
  }
  const paired = rarest.slice(rare, rare + PAIRED);
  const pairs = paired.flatMap((a, at) => paired.slice(at + 1).map((b) => ({ a, b, expected: (a.found * b.found) / passages })));
  for (const { a, b, expected } of pairs.toSorted((one, other) => one.expected - other.expected)) {
    // The rarest pair is taken whatever it costs where there is nothing else.
    if (expected > left && alternatives.length > 0) break;
    alternatives.push(allOf(a, b));
    left -= expected;
  }
  if (alternatives.length === 0 && paired[0]) alternatives.push(allOf(paired[0]));
  return alternatives.length === 0 ? undefined : { alternatives, common: paired.map((term) => allOf(term)) };
}

function allOf(...terms: readonly QueryTerm[]): Alternative {
  return { expression: terms.map(({ term }) => `"${term}"`).join(' AND '), weight: terms.reduce((sum, { weight }) => sum + weight, 0) };
}
