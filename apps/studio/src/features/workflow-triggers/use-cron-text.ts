import { useTranslation } from 'react-i18next';
import { cronMeaning } from './cron-words.ts';

/** Monday to Friday. */
const WORKING_DAYS = '1,2,3,4,5';

/** Says a schedule in the words of the reader; one that has none is shown as it is. */
export function useCronText(): (cron: string) => string {
  const { t, i18n } = useTranslation('workflowTriggers');
  return (cron) => {
    const meaning = cronMeaning(cron);
    switch (meaning.kind) {
      case 'everyMinutes':
        return meaning.count === 1 ? t('cronText.everyMinute') : t('cronText.everyMinutes', { minutes: meaning.count });
      case 'hourly':
        return t('cronText.hourly', { minute: meaning.minute });
      case 'daily':
        return t('cronText.daily', { time: meaning.time });
      case 'weekly':
        if (meaning.days.join() === WORKING_DAYS) return t('cronText.workingDays', { time: meaning.time });
        return t('cronText.weekly', { days: dayNames(meaning.days, i18n.language), time: meaning.time });
      case 'monthly':
        return t('cronText.monthly', { day: meaning.day, time: meaning.time });
      case 'other':
        return cron;
    }
  };
}

/** The names of days of the week, from 0, Sunday. */
function dayNames(days: readonly number[], language: string): string {
  const name = new Intl.DateTimeFormat(language, { weekday: days.length > 1 ? 'short' : 'long', timeZone: 'UTC' });
  // The first of February 2026 was a Sunday.
  return new Intl.ListFormat(language).format(days.map((day) => name.format(Date.UTC(2026, 1, 1 + day))));
}
