import { Button, Drawer, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteVisitorConversationMutation, useListVisitorConversationsInfiniteQuery } from '../../api/share.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './shared-bot.module.css';

interface HistoryDrawerProps {
  readonly slug: string;
  /** The conversation that is open. */
  readonly current: string | undefined;
  readonly onChoose: (conversationId: string) => void;
  readonly onDeleted: (conversationId: string) => void;
  readonly onClose: () => void;
}

/** The visitor's conversations with this bot; nobody else's browser knows them. */
export function HistoryDrawer({ slug, current, onChoose, onDeleted, onClose }: HistoryDrawerProps) {
  const { t } = useTranslation('sharedBot');
  const { t: common } = useTranslation();
  const attempt = useAttempt();
  const [remove] = useDeleteVisitorConversationMutation();
  const list = useListVisitorConversationsInfiniteQuery({ params: { slug }, query: { page_size: 30 } }, { refetchOnMountOrArgChange: true });
  const items = itemsOf(list);
  const erase = async (id: string): Promise<void> => {
    if (await attempt(remove({ params: { slug, conversation_id: id } }).unwrap())) onDeleted(id);
  };
  return (
    <Drawer open onClose={onClose} placement="left" size={320} title={t('history')} styles={{ body: { padding: 12 } }}>
      <div aria-busy={list.isFetching}>
        {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
        {items.length === 0 && list.error === undefined && (
          <p className={`quiet ${styles['none']}`}>{list.isFetching ? <Spin aria-label={common('loading')} /> : t('noHistory')}</p>
        )}
        <ul className={styles['history']}>
          {items.map(({ id, title, active_at: activeAt }) => (
            <li key={id} className={id === current ? styles['current'] : undefined}>
              <button type="button" aria-current={id === current} onClick={() => onChoose(id)}>
                <span>{title || t('untitled')}</span>
                <small><Time seconds={activeAt} /></small>
              </button>
              <ConfirmButton action={t('delete')} object={title} question={t('deleteQuestion')} onConfirm={() => erase(id)} />
            </li>
          ))}
        </ul>
        {list.hasNextPage && <Button block loading={list.isFetching} onClick={() => void list.fetchNextPage()}>{common('loadMore')}</Button>}
      </div>
    </Drawer>
  );
}
