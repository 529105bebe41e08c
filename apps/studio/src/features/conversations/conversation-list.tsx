import type { ListedConversation } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf, type PagedList } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import styles from './conversations-page.module.css';

interface ConversationListProps {
  readonly list: PagedList<ListedConversation>;
  /** Whether an empty list may only mean that nothing was found. */
  readonly isFiltered: boolean;
}

/** The conversations that were found, as links. */
export function ConversationList({ list, isFiltered }: ConversationListProps) {
  const { t } = useTranslation('conversations');
  const { t: common } = useTranslation();
  const items = itemsOf(list);
  return (
    <div className={styles['list']} aria-busy={list.isFetching}>
      {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
      {items.length > 0 && (
        <ul>
          {items.map((conversation) => (
            <li key={conversation.id}>
              <Entry conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 && list.error === undefined && (
        <p className={`quiet ${styles['empty']}`}>
          {list.isFetching ? <Spin aria-label={common('loading')} /> : isFiltered ? t('notFound') : t('nothing')}
        </p>
      )}
      {list.hasNextPage && (
        <Button block loading={list.isFetching} onClick={() => void list.fetchNextPage()}>
          {common('loadMore')}
        </Button>
      )}
    </div>
  );
}

function Entry({ conversation }: { readonly conversation: ListedConversation }) {
  const { t } = useTranslation('conversations');
  const workspaceId = useWorkspaceId();
  const { search } = useLocation();
  const { id, name, bot_name: botName, user_id: userId, active_at: activeAt, failed_at: failedAt } = conversation;
  return (
    <NavLink to={{ pathname: `/w/${workspaceId}/conversations/${id}`, search }}>
      <span className={styles['entryName']}>{name || userId || t('unnamed')}</span>
      {failedAt !== undefined && <StatusTag kind="bad">{t('failed')}</StatusTag>}
      <span className="quiet">
        {botName || t('noBot')}
        {name !== '' && userId !== '' && ` · ${userId}`}
      </span>
      <span className="quiet"><Time seconds={activeAt} /></span>
    </NavLink>
  );
}
