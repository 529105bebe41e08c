/**
 * When a day such as `2026-01-31`, or one so many days later, begins in the reader's zone: seconds
 * since 1970. Undefined for what is no day.
 */
export function startOfDay(day: string | undefined, daysLater = 0): number | undefined {
  const [year = NaN, month = NaN, date = NaN] = (day ?? '').split('-').map(Number);
  const moment = new Date(year, month - 1, date + daysLater).getTime();
  return Number.isNaN(moment) ? undefined : moment / 1000;
}
