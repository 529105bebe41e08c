import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useSearchConversationsInfiniteQuery } from '../../api/conversations.ts';
import { itemsOf } from '../../shared/paged-table.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { filterOf, queryOf } from './conversation-filter.ts';
import { ConversationList } from './conversation-list.tsx';
import { ConversationSearch } from './conversation-search.tsx';
import { ConversationView } from './conversation-view.tsx';
import styles from './conversations-page.module.css';

/** What was said to the bots of a workspace: a list, and beside it the conversation that is read. */
export function ConversationsPage() {
  const { t } = useTranslation('conversations');
  const { workspaceId } = useWorkspace();
  const { conversationId } = useParams();
  const [address] = useSearchParams();
  const filter = filterOf(address);
  const list = useSearchConversationsInfiniteQuery(
    { params: { workspace_id: workspaceId }, query: queryOf(filter) },
    // Whoever opens it wants to see what was just said.
    { refetchOnMountOrArgChange: true },
  );
  // What is read is what the page is about.
  const Heading = conversationId === undefined ? 'h1' : 'h2';
  const listed = itemsOf(list).find(({ id }) => id === conversationId);
  return (
    <div className={`${styles['page']} ${conversationId === undefined ? styles['choosing'] : styles['reading']}`}>
      <section className={styles['side']} aria-label={t('list')}>
        <header>
          <Heading>{t('title')}</Heading>
          <ConversationSearch key={address.toString()} workspaceId={workspaceId} filter={filter} />
        </header>
        <ConversationList list={list} isFiltered={address.size > 0} />
      </section>
      {conversationId === undefined ? (
        <>
          <title>{`${t('title')} · Buckle`}</title>
          <p className={`quiet ${styles['none']}`}>{t('choose')}</p>
        </>
      ) : (
        <ConversationView key={conversationId} conversationId={conversationId} {...(listed && { listed })} onChanged={() => void list.refetch()} />
      )}
    </div>
  );
}
