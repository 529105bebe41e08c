import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListWorkInfiniteQuery, useRetryWorkMutation } from '../../api/work.ts';
import { itemsOf } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './workflows-page.module.css';

/** How often they are looked at, in milliseconds. */
const LOOK_AGAIN = 2_000;

/** How far the removal of deleted workflows has come; nothing where none goes on or has failed. */
export function Removals({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const query = { query: { workspace_id: workspaceId, kind: 'workflow.delete' } };
  const first = useListWorkInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const isOpen = itemsOf(first).some(({ ended_at: endedAt }) => endedAt === undefined);
  const list = useListWorkInfiniteQuery(query, { pollingInterval: isOpen ? LOOK_AGAIN : 0 });
  const [retry] = useRetryWorkMutation();
  const attempt = useAttempt();
  const shown = itemsOf(list).filter(({ state }) => state !== 'completed' && state !== 'canceled');
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('removals')} className={styles['removals']}>
      <h2>{t('removals')}</h2>
      <ul>
        {shown.map(({ id, state, created_at: at, progress, reason, retryable }) => (
          <li key={id}>
            <StatusTag kind={state === 'failed' ? 'bad' : 'neutral'}>{state === 'failed' ? t('removalFailed') : t('removalOpen')}</StatusTag>
            <span>
              {t('removalBegun')} <Time seconds={at} />
            </span>
            {progress && <span className="quiet">{t('removalDone', { count: progress.done })}</span>}
            {reason}
            {retryable && (
              <Button size="small" onClick={() => void attempt(retry({ params: { work_id: id } }).unwrap())}>
                {common('retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
