import { EditOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { previewBot } from '@buckle/contract';
import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOf } from '../../api/endpoint.ts';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { CitedPassages, Composer, MessageList, messagesOf, type Question, Suggestions, TraceView, type Turn, useChat } from '../chat/index.ts';
import styles from './editor.module.css';
import type { Editing } from './use-keeper.ts';
import { VariableValues } from './variable-values.tsx';

/** Talks with the draft. What was typed is saved before each question, so that the draft is what is seen. */
export function PreviewPane({ botId, editing: { edited, keeper, state } }: { readonly botId: string; readonly editing: Editing }) {
  const { t } = useTranslation('botEditor');
  const { workspaceId, can } = useWorkspace();
  const begin = useCallback(
    (question: Question, conversationId: string | undefined) =>
      callOf(previewBot, {
        params: { bot_id: botId },
        body: { additional_messages: messagesOf(question), ...(conversationId === undefined ? {} : { conversation_id: conversationId }) },
      }),
    [botId],
  );
  const { turns, chats, isRunning } = useChat(begin);
  const [showsVariables, setShowsVariables] = useState(false);
  if (!can('bot.edit')) return <p className={styles['centred']}>{t('noPreview')}</p>;

  const after = async (action: () => Promise<void>): Promise<void> => {
    await keeper.flush();
    await action();
  };
  const ask = (text: string): void => void after(() => chats.send({ text, attachments: [] }));
  const isBehind = state.kind === 'invalid' || state.kind === 'failed' || state.kind === 'conflict';
  return (
    <div className={styles['preview']}>
      <div className={styles['previewHead']}>
        <h2>{t('previewTitle')}</h2>
        <Button type="text" size="small" icon={<UnorderedListOutlined />} aria-expanded={showsVariables} onClick={() => setShowsVariables(!showsVariables)}>
          {t('variableValues')}
        </Button>
        <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('newConversation')} title={t('newConversation')} onClick={() => chats.reset()} />
      </div>
      {showsVariables && <VariableValues botId={botId} variables={edited.variables} version={turns.filter(({ status }) => status !== 'running').length} />}
      {isBehind && <p className={styles['behind']}>{t('previewUnsaved')}</p>}
      <MessageList
        botName={edited.name}
        turns={turns}
        opening={turns.length === 0 && <Opening prologue={edited.prologue} questions={edited.questions} onAsk={ask} />}
        detailsOf={(turn) => can('trace.read') && <TurnDetails turn={turn} />}
        onAsk={ask}
        onRetry={() => void after(() => chats.retry())}
        onSubmit={(outputs) => void chats.submit(outputs)}
      />
      <Composer isRunning={isRunning} workspaceId={workspaceId} onSend={(question) => void after(() => chats.send(question))} onStop={() => void chats.stop()} />
    </div>
  );
}

interface OpeningProps {
  readonly prologue: string;
  readonly questions: readonly string[];
  readonly onAsk: (text: string) => void;
}

function Opening({ prologue, questions, onAsk }: OpeningProps) {
  const offered = [...new Set(questions.filter((question) => question.trim() !== ''))];
  return (
    <div className={styles['opening']}>
      {prologue !== '' && <p>{prologue}</p>}
      {offered.length > 0 && <Suggestions questions={offered} onAsk={onAsk} />}
    </div>
  );
}

/** The trace of a turn, when somebody asks for it. */
function TurnDetails({ turn }: { readonly turn: Turn }) {
  const { t } = useTranslation('botEditor');
  const [isOpen, setIsOpen] = useState(false);
  // A trace is written when the turn ends.
  if (turn.chatId === '' || turn.status === 'waiting') return null;
  return (
    <>
      <CitedPassages turn={turn} />
      <Button type="text" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {t('details')}
      </Button>
      {isOpen && (
        <div className={styles['trace']}>
          <TraceView chatId={turn.chatId} />
        </div>
      )}
    </>
  );
}
