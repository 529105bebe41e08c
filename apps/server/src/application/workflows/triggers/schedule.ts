import { Cron } from 'croner';
import { BadRequest } from '#kernel/errors.ts';
import type { TriggerDocument } from './trigger-documents.ts';

/** A moment that is later than this, in milliseconds, was missed: no server ran, or none could look. */
const ON_TIME = 60_000;
/** How many moments are shown. */
const SHOWN = 5;

/** When a schedule is due. */
export type Schedule = NonNullable<TriggerDocument['schedule']>;

/** What is due of a schedule at a moment. Times are in milliseconds. */
export interface Due {
  /** The moments that fire. */
  readonly fires: readonly number[];
  /** The last moment that was missed and does not fire, where there is one. */
  readonly skipped?: number;
}

/** Throws `BadRequest` for what is no schedule. */
export function checkSchedule(schedule: Pick<Schedule, 'cron' | 'time_zone'>): void {
  checkTimeZone(schedule.time_zone);
  const cron = cronOf(schedule);
  if (cron.nextRun() === null) throw new BadRequest(`cron: ${JSON.stringify(schedule.cron)} names no moment that will ever come.`);
}

/** The next moment after another, in milliseconds; `undefined` where the schedule is over. */
export function nextAfter(schedule: Schedule, after: number): number | undefined {
  const next = cronOf(schedule).nextRun(new Date(after))?.getTime();
  return next === undefined || next > endOf(schedule) ? undefined : next;
}

/** The next five moments after another, in milliseconds. */
export function momentsAfter(schedule: Pick<Schedule, 'cron' | 'time_zone' | 'ends_at'>, after: number): readonly number[] {
  const moments = cronOf(schedule).nextRuns(SHOWN, new Date(after));
  return moments.map((moment) => moment.getTime()).filter((moment) => moment <= endOf(schedule));
}

/** What is due now of a schedule whose next moment was `dueAt`: those on time, and of the missed what its policy says. */
export function dueMoments(schedule: Schedule, dueAt: number, now: number): Due {
  if (now - dueAt <= ON_TIME) return { fires: [dueAt] };
  const most = schedule.missed === 'all' ? schedule.missed_at_most : 1;
  const end = Math.min(now, endOf(schedule));
  // Those on time, as many as may fire, and one that is skipped; whole seconds, so the last may be one too late.
  const last = cronOf(schedule).previousRuns(most + 4, new Date(end + 1_000));
  const moments = last.map((moment) => moment.getTime()).filter((moment) => moment >= dueAt && moment <= end).sort((one, other) => one - other);
  const onTime = moments.filter((moment) => now - moment <= ON_TIME);
  const missed = moments.filter((moment) => now - moment > ON_TIME);
  if (schedule.missed === 'skip') return { fires: onTime, skipped: missed.at(-1) ?? dueAt };
  const fires = missed.slice(-most);
  const skipped = missed.length > most ? missed.at(-most - 1) : undefined;
  return { fires: [...fires, ...onTime], ...(skipped === undefined ? {} : { skipped }) };
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    throw new BadRequest(`time_zone: ${JSON.stringify(timeZone)} is no time zone of the IANA list, like "Europe/Paris".`, { cause: error });
  }
}

function endOf({ ends_at: end }: Pick<Schedule, 'ends_at'>): number {
  return end === undefined ? Infinity : end * 1_000;
}

function cronOf({ cron, time_zone: timezone }: Pick<Schedule, 'cron' | 'time_zone'>): Cron {
  try {
    return new Cron(cron, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    throw new BadRequest(`cron: ${JSON.stringify(cron)} is no schedule${wrongPart(error)}. Write five fields: minute, hour, day of the month, month, day of the week, like "30 9 * * 1-5".`, { cause: error });
  }
}

/** Which part is wrong, where the parser says so: what it says of the form as a whole is of forms that are not taken here. */
function wrongPart(error: unknown): string {
  const [, reason] = /^CronPattern: (Invalid value [^]*)$/.exec(error instanceof Error ? error.message : '') ?? [];
  return reason === undefined ? '' : `: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
}
