import { BadRequest } from './errors.ts';

const DAY = 24 * 3_600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;

/** Days of UTC, such as `2026-01-31`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The day of UTC of a moment in milliseconds. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The days that are asked for: the last 30 where no others are. `now` is in milliseconds. Throws `BadRequest`. */
export function daysOf({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }, now: number): Days {
  const last = to ?? dayOf(now);
  const first = from ?? dayOf(Date.parse(last) - (USUAL_DAYS - 1) * DAY);
  if (first > last) throw new BadRequest('`from` lies after `to`.');
  if (Date.parse(last) - Date.parse(first) > MOST_DAYS * DAY) throw new BadRequest(`Ask for at most ${MOST_DAYS} days at once.`);
  return { from: first, to: last };
}
