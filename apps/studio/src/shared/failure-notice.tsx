import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './failure-notice.module.css';
import { failureText } from './failure-text.ts';
import { LogId } from './log-id.tsx';

/** Why a call failed, where its result would stand. */
export function FailureNotice({ failure, onRetry }: { readonly failure: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const { title, reason, logId } = failureText(failure, t);
  return (
    <Alert
      type="error"
      className={styles['notice'] ?? ''}
      showIcon
      role="alert"
      title={title}
      description={
        <>
          {reason} <LogId id={logId} />
        </>
      }
      action={onRetry && <Button size="small" onClick={onRetry}>{t('retry')}</Button>}
    />
  );
}
