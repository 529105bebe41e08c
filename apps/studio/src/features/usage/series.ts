import type { getUsage } from '@buckle/contract';
import type { AnswerOf } from '../../api/endpoint.ts';
import type { Column } from '../../shared/day-columns.ts';

/** What was used, by day, bot or model. */
export type UsageRow = AnswerOf<typeof getUsage>['items'][number];

/** What a chart can show of the days: tokens, calls, or costs in one currency. */
export type Measure = 'tokens' | 'calls' | `cost ${string}`;

/** The measures that there is something to show of. */
export function measuresOf(total: Pick<UsageRow, 'costs'>): Measure[] {
  return ['tokens', ...total.costs.map(({ currency }): Measure => `cost ${currency}`), 'calls'];
}

/** The currency of a measure of costs; undefined for others. */
export function currencyOf(measure: Measure): string | undefined {
  return measure.startsWith('cost ') ? measure.slice('cost '.length) : undefined;
}

/** A column for every day, those without use too. */
export function columnsOf(days: readonly string[], rows: readonly UsageRow[], measure: Measure): Column[] {
  const known = new Map(rows.map((row) => [row.key, row]));
  return days.map((day) => {
    const row = known.get(day);
    return { day, parts: row === undefined ? [0] : partsOf(row, measure) };
  });
}

function partsOf(row: UsageRow, measure: Measure): number[] {
  if (measure === 'tokens') return [row.input_tokens, row.output_tokens];
  if (measure === 'calls') return [row.calls];
  return [row.costs.find(({ currency }) => currency === currencyOf(measure))?.amount ?? 0];
}
