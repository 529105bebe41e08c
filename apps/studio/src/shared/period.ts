const DAY = 24 * 3_600_000;

/** A range of days of UTC, as `2026-03-01`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** How many days a period can be chosen by. */
export const lengths = [7, 30, 90] as const;

/** The last so many days; `now` in milliseconds since 1970. */
export function lastDays(count: number, now: number): Period {
  return { from: dayOf(now - (count - 1) * DAY), to: dayOf(now) };
}

/** Every day of a period, in order. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) days.push(dayOf(at));
  return days;
}

/** A day in the reader's language, such as `Mar 1`. */
export function dayText(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(Date.parse(day));
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
