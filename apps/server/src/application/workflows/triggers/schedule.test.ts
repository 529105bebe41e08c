import { describe, expect, it } from 'vitest';
import { checkSchedule, dueMoments, momentsAfter, nextAfter, type Schedule } from './schedule.ts';

const MINUTE = 60_000;

function schedule(cron: string, changes: Partial<Schedule> = {}): Schedule {
  return { cron, time_zone: 'UTC', missed: 'skip', missed_at_most: 10, ...changes };
}

const at = (time: string): number => Date.parse(time);

describe('a schedule', () => {
  it('is due at the moments of its time zone, also over the change to summer time', () => {
    const moments = momentsAfter(schedule('0 9 * * *', { time_zone: 'Europe/Paris' }), at('2026-03-27T12:00:00Z'));
    expect(moments.slice(0, 3).map((moment) => new Date(moment).toISOString())).toEqual(['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z']);
  });

  it('ends at its end', () => {
    const ending = schedule('0 0 * * *', { ends_at: at('2026-01-03T00:00:00Z') / 1_000 });
    expect(momentsAfter(ending, at('2026-01-01T12:00:00Z'))).toEqual([at('2026-01-02T00:00:00Z'), at('2026-01-03T00:00:00Z')]);
    expect(nextAfter(ending, at('2026-01-03T00:00:00Z'))).toBeUndefined();
  });

  it.each([['* * * *', 'UTC'], ['* * * * * *', 'UTC'], ['99 * * * *', 'UTC'], ['0 0 30 2 *', 'UTC'], ['* * * * *', 'Nowhere/Town'], ['x', 'UTC']])('%s in %s is refused', (cron, time_zone) => {
    expect(() => checkSchedule({ cron, time_zone })).toThrow(/cron: |time_zone: /);
  });

  it.each([
    ['61 * * * *', 'cron: "61 * * * *" is no schedule: invalid value for minute: 61. Write five fields: '],
    ['* * * *', 'cron: "* * * *" is no schedule. Write five fields: '],
  ])('says of %j what is wrong and what is taken, in its own words', (cron, words) => {
    expect(() => checkSchedule({ cron, time_zone: 'UTC' })).toThrow(words);
  });
});

describe('moments that passed while no server ran', () => {
  const dueAt = at('2026-01-01T00:00:00Z');
  const now = at('2026-01-01T05:30:00Z');
  const hours = (...given: number[]) => given.map((hour) => dueAt + hour * 60 * MINUTE);

  it('are none where the schedule is on time', () => {
    expect(dueMoments(schedule('0 * * * *'), dueAt, dueAt + 900)).toEqual({ fires: [dueAt] });
  });

  it('are skipped', () => {
    expect(dueMoments(schedule('0 * * * *'), dueAt, now)).toEqual({ fires: [], skipped: hours(5)[0] });
  });

  it('are made good for once, by the last of them', () => {
    expect(dueMoments(schedule('0 * * * *', { missed: 'once' }), dueAt, now)).toEqual({ fires: hours(5), skipped: hours(4)[0] });
  });

  it('all fire, as many as may', () => {
    expect(dueMoments(schedule('0 * * * *', { missed: 'all' }), dueAt, now)).toEqual({ fires: hours(0, 1, 2, 3, 4, 5) });
    expect(dueMoments(schedule('0 * * * *', { missed: 'all', missed_at_most: 2 }), dueAt, now)).toEqual({ fires: hours(4, 5), skipped: hours(3)[0] });
  });

  it('do not keep the one from firing that is on time', () => {
    const late = dueMoments(schedule('* * * * *'), dueAt, dueAt + 10 * MINUTE + 500);
    expect(late).toEqual({ fires: [dueAt + 10 * MINUTE], skipped: dueAt + 9 * MINUTE });
  });

  it('are found at once after years', () => {
    const late = dueMoments(schedule('* * * * *', { missed: 'once' }), dueAt, dueAt + 3 * 365 * 24 * 60 * MINUTE + 30_000);
    expect(late.fires.length).toBeLessThanOrEqual(2);
  });
});
