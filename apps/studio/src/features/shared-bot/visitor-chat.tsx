import { chatAsVisitor, type Message, type SharedBot } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { callOf } from '../../api/endpoint.ts';
import { streamEvents } from '../../api/events.ts';
import { useCancelVisitorChatMutation, useListVisitorMessagesInfiniteQuery } from '../../api/share.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { ChatSession, Composer, MessageList, newTurn, type Turn, turnsOf, useChatSession } from '../chat/index.ts';
import { AnswerFeedback } from './answer-feedback.tsx';
import styles from './shared-bot.module.css';

interface VisitorChatProps {
  readonly slug: string;
  readonly bot: SharedBot;
  /** Of a conversation that is gone on with. */
  readonly conversationId?: string;
  readonly past?: readonly Message[];
  /** What stands above what was said. */
  readonly above?: ReactNode;
  /** Called with the id of a conversation that has begun. */
  readonly onBegun?: (conversationId: string) => void;
}

/** A conversation with the bot, as a visitor has it. */
export function VisitorChat({ slug, bot, conversationId, past, above, onBegun }: VisitorChatProps) {
  const { turns, chats, isRunning } = useVisitorSession(slug, conversationId);
  const before = useMemo(() => (past === undefined ? opening(bot) : turnsOf(past)), [past, bot]);
  const feedback = useMemo(() => new Map(past?.flatMap((message) => (message.feedback ? [[message.id, message.feedback.feedback_type]] : []))), [past]);
  const last = turns.at(-1);
  const begun = last?.conversationId ?? '';
  useEffect(() => {
    if (begun !== '') onBegun?.(begun);
  }, [begun, onBegun]);
  const ask = (text: string): void => void chats.send({ text, attachments: [] });
  // What was kept of a question cannot be taken back by visitors: they ask it anew.
  const mayRetry = last?.status === 'failed' && last.chatId === '';
  return (
    <>
      <MessageList
        botName={bot.name}
        turns={[...before, ...turns]}
        opening={above}
        onAsk={ask}
        {...(mayRetry && { onRetry: () => void chats.retry() })}
        detailsOf={(turn) => <Details slug={slug} turn={turn} given={feedback} />}
      />
      <Composer isRunning={isRunning} onSend={(question) => void chats.send(question)} onStop={() => void chats.stop()} />
    </>
  );
}

interface PastConversationProps {
  readonly slug: string;
  readonly bot: SharedBot;
  readonly conversationId: string;
}

/** A conversation of before, to be read and gone on with. */
export function PastConversation({ slug, bot, conversationId }: PastConversationProps) {
  const { t } = useTranslation('sharedBot');
  const { t: common } = useTranslation();
  const messages = useListVisitorMessagesInfiniteQuery({ params: { slug, conversation_id: conversationId }, query: { page_size: 50 } });
  const past = useMemo(() => itemsOf({ data: messages.data }).toReversed(), [messages.data]);
  if (messages.data === undefined) {
    return (
      <div className={styles['waiting']}>
        {messages.error === undefined ? <Spin aria-label={common('loading')} /> : <FailureNotice failure={messages.error} onRetry={() => void messages.refetch()} />}
      </div>
    );
  }
  return (
    <VisitorChat
      slug={slug}
      bot={bot}
      conversationId={conversationId}
      past={past}
      above={
        messages.hasNextPage && (
          <Button className={styles['earlier'] ?? ''} loading={messages.isFetchingNextPage} onClick={() => void messages.fetchNextPage()}>
            {t('earlier')}
          </Button>
        )
      }
    />
  );
}

function useVisitorSession(slug: string, conversationId: string | undefined) {
  const [cancel] = useCancelVisitorChatMutation();
  return useChatSession(
    () =>
      new ChatSession(
        {
          begin: ({ text }, known) => callOf(chatAsVisitor, { params: { slug }, body: { text, ...(known !== undefined && { conversation_id: known }) } }),
          stream: streamEvents,
          cancel: ({ chatId }) => cancel({ params: { slug, chat_id: chatId } }).unwrap(),
        },
        conversationId,
      ),
  );
}

/** What the bot says first, and what it may be asked: nothing of it is kept. */
function opening({ onboarding, description }: SharedBot): readonly Turn[] {
  const text = onboarding.prologue.trim() === '' ? description.trim() : onboarding.prologue;
  const followUps = [...new Set(onboarding.suggested_questions.filter((question) => question.trim() !== ''))];
  if (text === '' && followUps.length === 0) return [];
  return [{
    ...newTurn(0, { text: '', attachments: [] }),
    status: 'completed',
    parts: text === '' ? [] : [{ kind: 'answer', id: 'opening', text, reasoning: '' }],
    followUps,
  }];
}

interface DetailsProps {
  readonly slug: string;
  readonly turn: Turn;
  readonly given: ReadonlyMap<string, 'like' | 'unlike'>;
}

function Details({ slug, turn, given }: DetailsProps) {
  const answer = turn.parts.findLast(({ kind }) => kind === 'answer');
  if (answer === undefined || turn.chatId === '' || turn.status !== 'completed') return null;
  return <AnswerFeedback slug={slug} conversationId={turn.conversationId} messageId={answer.id} given={given.get(answer.id)} />;
}
