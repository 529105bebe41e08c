import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLazyVerifyAuditQuery } from '../../api/audit.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { AuditSearch } from './audit-search.tsx';

/** What was done with the instance, and whether the log is whole. */
export function InstanceAuditPage() {
  const { t } = useTranslation('audit');
  const [verify, { data, error, isFetching }] = useLazyVerifyAuditQuery();
  return (
    <Page
      title={t('instanceTitle')}
      text={t('instanceText')}
      actions={<Button loading={isFetching} onClick={() => void verify()}>{t('verify')}</Button>}
    >
      {error !== undefined && <FailureNotice failure={error} />}
      {data && !isFetching && (
        <Alert
          showIcon
          type={data.valid ? 'success' : 'error'}
          role="status"
          title={
            data.first_break
              ? t('broken', { ...data.first_break })
              : t('verified', { entries: data.entries, chains: data.chains })
          }
        />
      )}
      <AuditSearch />
    </Page>
  );
}
