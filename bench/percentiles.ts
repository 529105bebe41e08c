/** What a list of times comes to, in their own unit. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** The median and the 99th percentile, by nearest rank; `NaN` of nothing. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { p50: rank(0.5), p99: rank(0.99) };
}

export function median(values: readonly number[]): number {
  return percentiles(values).p50;
}
