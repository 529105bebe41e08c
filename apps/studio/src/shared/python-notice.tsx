import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListCodeLanguagesQuery } from '../api/workflows.ts';

/** Says in red that Python of code nodes is not locked in here; nothing where it is, or is not run. */
export function PythonNotice() {
  const { t } = useTranslation();
  const { data } = useListCodeLanguagesQuery();
  if (!data?.languages.some(({ language, isolation }) => language === 'python' && isolation === 'process')) return null;
  return <Alert type="error" showIcon role="alert" title={t('pythonNotLockedIn')} description={t('pythonNotLockedInText')} />;
}
