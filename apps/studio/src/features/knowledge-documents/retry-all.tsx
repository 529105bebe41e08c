import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRetryFailedMutation } from '../../api/knowledge.ts';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';

interface RetryAllProps {
  readonly datasetId: string;
  /** Called when readings were tried again, which may take a moment to show. */
  readonly onBegun: () => void;
}

/** Tries all documents of a data set again that have failed. */
export function RetryAll({ datasetId, onBegun }: RetryAllProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const [isBusy, setIsBusy] = useState(false);
  const [retry] = useRetryFailedMutation();
  const attempt = useAttempt();
  const notices = useNotices();
  const all = async (): Promise<void> => {
    let count = 0;
    for (let token: string | undefined = ''; token !== undefined;) {
      const { retried, has_more: hasMore, next_page_token: next } = await retry({ params: { dataset_id: datasetId }, body: token === '' ? {} : { page_token: token } }).unwrap();
      count += retried;
      token = hasMore ? next : undefined;
    }
    notices.done(t('retriedAll', { count }));
  };
  const run = async (): Promise<void> => {
    setIsBusy(true);
    await attempt(all());
    setIsBusy(false);
    onBegun();
  };
  return <Button loading={isBusy} onClick={() => void run()}>{t('retryAll')}</Button>;
}
