import type { getDatasetStatistics } from '@buckle/contract';
import type { AnswerOf } from '../../api/endpoint.ts';
import type { Column } from '../../shared/day-columns.ts';

type CountedDay = Pick<AnswerOf<typeof getDatasetStatistics>['items'][number], 'day' | 'searches' | 'answered'>;

/** A column for every day: the searches that found something, and on them those that found nothing. */
export function columnsOf(days: readonly string[], counted: readonly CountedDay[]): Column[] {
  const known = new Map(counted.map((each) => [each.day, each]));
  return days.map((day) => {
    const { searches = 0, answered = 0 } = known.get(day) ?? {};
    return { day, parts: [answered, searches - answered] };
  });
}
