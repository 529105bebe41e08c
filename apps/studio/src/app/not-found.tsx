import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from './notice.tsx';

/** What stands at an address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('shell');
  return (
    <Notice title={t('notFound')} text={t('notFoundText')}>
      <Link to="/">{t('home')}</Link>
    </Notice>
  );
}
