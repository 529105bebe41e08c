import { useTranslation } from 'react-i18next';
import { FormattedText } from '../../shared/formatted-text.tsx';
import { askedBy } from './open-waits.ts';
import styles from './run-messages.module.css';
import type { RunSnapshot } from './run-watcher.ts';

interface RunMessagesProps {
  readonly run: Pick<RunSnapshot, 'entries' | 'writing'>;
  readonly titleOf: (nodeId: string) => string;
}

interface Message {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly isAnswer?: boolean;
  readonly isOpen?: boolean;
}

/** What a run said, asked and was answered, and what it is saying. */
export function RunMessages({ run, titleOf }: RunMessagesProps) {
  const { t } = useTranslation('workflowRuns');
  const messages = messagesOf(run, titleOf, t('you'));
  if (messages.length === 0) return null;
  return (
    <section className={styles['messages']} role="log" aria-label={t('messages')} aria-busy={messages.some(({ isOpen }) => isOpen)}>
      <h3>{t('messages')}</h3>
      {messages.map(({ key, title, text, isAnswer = false, isOpen = false }) => (
        <div key={key} className={isAnswer ? styles['answer'] : styles['message']}>
          <span className="quiet">
            {title}
            {isOpen && ` · ${t('writing')}`}
          </span>
          <FormattedText text={text} />
        </div>
      ))}
    </section>
  );
}

function messagesOf({ entries, writing }: RunMessagesProps['run'], titleOf: RunMessagesProps['titleOf'], you: string): readonly Message[] {
  const past = entries.flatMap((entry, index): Message[] => {
    const key = String(index);
    switch (entry.type) {
      case 'node':
        // What the end says is the result.
        return entry.message === undefined || entry.kind === 'end' ? [] : [{ key, title: entry.title, text: entry.message }];
      case 'wait': {
        // What is open stands where it is answered.
        const isAnswered = entries.some((other) => other.type === 'answer' && other.path === entry.path && other.number === entry.number);
        const asks = askedBy(entry.wait);
        if (!isAnswered) return [];
        return 'text' in asks && asks.text !== '' ? [{ key, title: titleOf(entry.node), text: asks.text }] : [];
      }
      case 'answer':
        return typeof entry.answer === 'string' ? [{ key, title: you, text: entry.answer, isAnswer: true }] : [];
      case 'failed':
      case 'started':
      case 'step':
        return [];
    }
  });
  const open = [...writing].map(([path, { nodeId, text }]): Message => ({ key: path, title: titleOf(nodeId), text, isOpen: true }));
  return [...past, ...open];
}
