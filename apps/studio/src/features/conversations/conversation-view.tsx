import { ArrowLeftOutlined } from '@ant-design/icons';
import type { ListedConversation, Message } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useGetConversationQuery, useListMessagesInfiniteQuery } from '../../api/conversations.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Time } from '../../shared/time.tsx';
import { useBots } from '../../shared/use-names.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { turnsOf } from '../chat/index.ts';
import { ConversationActions } from './conversation-actions.tsx';
import styles from './conversations-page.module.css';
import { TurnDetails } from './turn-details.tsx';

const MessageList = lazy(async () => ({ default: (await import('../chat/index.ts')).MessageList }));

interface ConversationViewProps {
  readonly conversationId: string;
  /** As the list has it, where it does. */
  readonly listed?: ListedConversation;
  /** Called when the list is no longer as it was. */
  readonly onChanged: () => void;
}

/** One conversation, to be read: the newest messages first, older ones when they are asked for. */
export function ConversationView({ conversationId, listed, onChanged }: ConversationViewProps) {
  const { t } = useTranslation('conversations');
  const { t: common } = useTranslation();
  const { search } = useLocation();
  const { workspaceId } = useWorkspace();
  const bots = useBots(workspaceId);
  const { data: conversation, error: missing } = useGetConversationQuery({ query: { conversation_id: conversationId } });
  const messages = useListMessagesInfiniteQuery({ conversationId }, { refetchOnMountOrArgChange: true });
  const all = useMemo(() => messages.data?.pages.flatMap(({ data }) => data).toReversed() ?? [], [messages.data]);
  const turns = useMemo(() => turnsOf(all), [all]);
  const botId = listed?.bot_id ?? all.find(({ bot_id: id }) => id !== '')?.bot_id;
  const botName = listed?.bot_name || bots.find(({ id }) => id === botId)?.name || t('noBot');
  const title = conversation?.name || listed?.user_id || t('unnamed');
  const error = missing ?? messages.error;
  return (
    <section className={styles['view']} aria-label={title}>
      <title>{`${title} · Buckle`}</title>
      <header className={styles['head']}>
        <Link to={{ pathname: `/w/${workspaceId}/conversations`, search }} className={styles['back']} aria-label={t('back')} title={t('back')}>
          <ArrowLeftOutlined />
        </Link>
        <div className={styles['words']}>
          <h1>{title}</h1>
          <p className="quiet">
            {botName}
            {listed !== undefined && listed.user_id !== '' && ` · ${listed.user_id}`}
            {conversation && <> · <Time seconds={conversation.created_at} /></>}
          </p>
        </div>
        {conversation && <ConversationActions conversationId={conversationId} name={conversation.name} onChanged={onChanged} />}
      </header>
      {error !== undefined && <div className={styles['failure']}><FailureNotice failure={error} onRetry={() => void messages.refetch()} /></div>}
      {messages.isFetching && turns.length === 0 && <p className={styles['none']}><Spin aria-label={common('loading')} /></p>}
      {!messages.isFetching && error === undefined && turns.length === 0 && <p className={`quiet ${styles['none']}`}>{t('silent')}</p>}
      {turns.length > 0 && (
        <Suspense fallback={<p className={styles['none']}><Spin aria-label={common('loading')} /></p>}>
          <MessageList
            botName={botName}
            turns={turns}
            opening={
              messages.hasNextPage && (
                <Button className={styles['earlier'] ?? ''} loading={messages.isFetchingNextPage} onClick={() => void messages.fetchNextPage()}>
                  {t('earlier')}
                </Button>
              )
            }
            detailsOf={(turn) => <TurnDetails turn={turn} messages={messagesOfTurn(all, turn.chatId)} />}
          />
        </Suspense>
      )}
    </section>
  );
}

function messagesOfTurn(messages: readonly Message[], chatId: string): readonly Message[] {
  return chatId === '' ? [] : messages.filter((message) => message.chat_id === chatId);
}
