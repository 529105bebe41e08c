import { useTranslation } from 'react-i18next';

const DAY = 24;
const WEEK = 7 * DAY;

/** Says how often a web page is fetched again, by its hours; 0: never. */
export function useRefreshWords(): (hours: number) => string {
  const { t } = useTranslation('knowledgeDocuments');
  return (hours) => {
    if (hours === 0) return t('refreshNever');
    if (hours % WEEK === 0) return t('refreshWeeks', { count: hours / WEEK });
    return hours % DAY === 0 ? t('refreshDays', { count: hours / DAY }) : t('refreshHours', { count: hours });
  };
}
