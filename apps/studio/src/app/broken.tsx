import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { failureText } from '../shared/failure-text.ts';
import { LogId } from '../shared/log-id.tsx';
import { Notice } from './notice.tsx';

/** What stands in the place of a page that threw. */
export function Broken() {
  const error = useRouteError();
  const { t } = useTranslation('shell');
  const { t: common } = useTranslation();
  const { reason, logId } = failureText(error, common);
  return (
    <Notice title={t('broken')} text={t('brokenText')}>
      <p>
        <code>{reason}</code> <LogId id={logId} />
      </p>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('reload')}
      </Button>
    </Notice>
  );
}
