/** One column of a chart: its parts lie on each other. */
export interface Column {
  readonly day: string;
  readonly parts: readonly number[];
}

/** The top of a scale for values up to `highest`: 1, 2 or 5 with zeros. */
export function scaleTop(highest: number): number {
  if (highest <= 0) return 2;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 5].find((step) => step * power >= highest) ?? 10) * power;
}
