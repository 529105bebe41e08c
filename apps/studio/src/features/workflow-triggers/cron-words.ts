/** What a schedule says, where it is one of those that have words of their own. */
export type CronMeaning =
  | { readonly kind: 'everyMinutes'; readonly count: number }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'weekly'; readonly days: readonly number[]; readonly time: string }
  | { readonly kind: 'monthly'; readonly day: number; readonly time: string }
  | { readonly kind: 'other' };

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** What five fields of cron mean in words; the rarer forms are left to the moments that are shown. */
export function cronMeaning(cron: string): CronMeaning {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().toLowerCase().split(/\s+/);
  const other = { kind: 'other' } as const;
  if (more.length > 0 || month !== '*') return other;
  const each = everyMinutes(minute);
  if (each !== undefined && hour === '*' && day === '*' && weekday === '*') return { kind: 'everyMinutes', count: each };
  if (!isNumber(minute)) return other;
  if (hour === '*' && day === '*' && weekday === '*') return { kind: 'hourly', minute: Number(minute) };
  if (!isNumber(hour)) return other;
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return { kind: 'daily', time };
  const days = daysOf(weekday);
  if (day === '*' && days !== undefined) return { kind: 'weekly', days, time };
  if (isNumber(day) && weekday === '*') return { kind: 'monthly', day: Number(day), time };
  return other;
}

function everyMinutes(minute: string): number | undefined {
  if (minute === '*') return 1;
  const [, count] = /^\*\/(\d{1,2})$/.exec(minute) ?? [];
  return count !== undefined && Number(count) > 0 && 60 % Number(count) === 0 ? Number(count) : undefined;
}

/** Days of the week from 0, Sunday, out of a list of days and ranges. */
function daysOf(field: string): readonly number[] | undefined {
  const days = new Set<number>();
  for (const part of field.split(',')) {
    const [from, to = from] = part.split('-').map(dayOf);
    if (from === undefined || to === undefined || from > to) return undefined;
    for (let day = from; day <= to; day++) days.add(day % 7);
  }
  return [...days].toSorted((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
}

function dayOf(text: string): number | undefined {
  const named = DAYS.indexOf(text);
  if (named !== -1) return named;
  return /^[0-7]$/.test(text) ? Number(text) : undefined;
}

function isNumber(text: string): boolean {
  return /^\d{1,2}$/.test(text);
}
