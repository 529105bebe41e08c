import { FileOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../shared/copy-button.tsx';
import { LogId } from '../../shared/log-id.tsx';
import { Initial } from '../../shared/person.tsx';
import { Answer } from './answer.tsx';
import styles from './message-list.module.css';
import { ToolCall, ToolOutputForm } from './tool-call.tsx';
import type { Question, Turn, TurnFailure } from './turn.ts';

interface MessageListProps {
  readonly botName: string;
  readonly turns: readonly Turn[];
  /** What stands before the first turn. */
  readonly opening?: ReactNode;
  /** Below each turn that has ended, as its trace. */
  readonly detailsOf?: (turn: Turn) => ReactNode;
  /** These are absent where the conversation is only read. */
  readonly onAsk?: (text: string) => void;
  readonly onRetry?: () => void;
  readonly onSubmit?: (outputs: Readonly<Record<string, string>>) => void;
}

/** A conversation, the newest below; it follows its end unless the reader has gone up. */
export function MessageList({ botName, turns, opening, detailsOf, onAsk, onRetry, onSubmit }: MessageListProps) {
  const { t } = useTranslation('chat');
  const list = useStickyEnd(turns);
  const last = turns.at(-1);
  return (
    <div ref={list} className={styles['list']} role="log" aria-label={t('conversation')} aria-busy={last?.status === 'running'} tabIndex={0}>
      {opening}
      {turns.map((turn) => {
        const isLast = turn === last;
        return (
          <article key={turn.key} className={styles['turn']}>
            {hasQuestion(turn) && <QuestionView question={turn.question} />}
            <div className={styles['reply']}>
              <Initial name={botName} />
              <div className={styles['body']}>
                <Reply turn={turn} />
                {turn.status === 'waiting' && isLast && onSubmit && <ToolOutputForm calls={turn.required} onSubmit={onSubmit} />}
                {turn.status !== 'running' && (
                  <div className={styles['foot']}>
                    <CopyButton text={textOf(turn)} />
                    {isLast && onRetry && (
                      <Button type="text" size="small" icon={<ReloadOutlined />} aria-label={t('retry')} title={t('retry')} onClick={onRetry} />
                    )}
                    {detailsOf?.(turn)}
                  </div>
                )}
                {isLast && onAsk && turn.followUps.length > 0 && <Suggestions questions={turn.followUps} onAsk={onAsk} />}
              </div>
            </div>
          </article>
        );
      })}
    </div>
  );
}

/** Questions to go on with, as buttons. */
export function Suggestions({ questions, onAsk }: { readonly questions: readonly string[]; readonly onAsk: (text: string) => void }) {
  return (
    <ul className={styles['suggestions']}>
      {questions.map((question) => (
        <li key={question}>
          <button type="button" onClick={() => onAsk(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}

function QuestionView({ question: { text, attachments } }: { readonly question: Question }) {
  return (
    <div className={styles['question']}>
      {attachments.map(({ fileId, name, url, isPicture }) =>
        isPicture && url !== '' ? (
          <img key={fileId} src={url} alt={name} />
        ) : (
          <span key={fileId} className={styles['file']}>
            <FileOutlined aria-hidden /> {name}
          </span>
        ),
      )}
      {text !== '' && <p>{text}</p>}
    </div>
  );
}

function Reply({ turn }: { readonly turn: Turn }) {
  const { t } = useTranslation('chat');
  const isQuiet = turn.status === 'running' && turn.parts.every((part) => part.kind === 'answer' && part.text === '' && part.reasoning === '');
  return (
    <>
      {turn.parts.map((part) => (part.kind === 'tool' ? <ToolCall key={part.id} part={part} /> : <Answer key={part.id} part={part} />))}
      {isQuiet && <span className={styles['thinking']} role="status" aria-label={t('thinking')} />}
      {turn.status === 'canceled' && <p className="quiet">{t('stopped')}</p>}
      {turn.status === 'failed' && (
        <div role="alert" className={styles['failure']}>
          <FailureText {...turn.failure} />
        </div>
      )}
    </>
  );
}

/** Why there is no answer, and where it is only a matter of time, when there will be one. */
function FailureText({ message = '', logId = '', retryAfter }: Partial<TurnFailure>) {
  const { t, i18n } = useTranslation('chat');
  if (retryAfter !== undefined) {
    return (
      <>
        <b>{t('tooMany')}</b>
        <p>{t('again', { when: laterText(retryAfter, i18n.language) })}</p>
      </>
    );
  }
  return (
    <>
      <b>{t('failed')}</b>
      <p>
        {message || t('connectionLost')} <LogId id={logId} />
      </p>
    </>
  );
}

/** So many seconds from now, in the unit in which people say it. */
function laterText(seconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language);
  if (seconds <= 90) return format.format(Math.max(1, Math.ceil(seconds)), 'second');
  return seconds <= 5_400 ? format.format(Math.ceil(seconds / 60), 'minute') : format.format(Math.ceil(seconds / 3_600), 'hour');
}

/** Of what was said long ago the question may not have been read yet. */
function hasQuestion({ question: { text, attachments } }: Turn): boolean {
  return text !== '' || attachments.length > 0;
}

function textOf({ parts }: Turn): string {
  return parts.flatMap((part) => (part.kind === 'answer' ? [part.text] : [])).join('\n\n');
}

/** How near the end somebody must be to be kept there, in pixels. */
const NEAR = 80;

function useStickyEnd(turns: readonly Turn[]) {
  const list = useRef<HTMLDivElement>(null);
  const known = useRef({ count: turns.length, last: turns.at(-1)?.key, height: 0 });
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const note = (): void => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, []);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const { count, last, height } = known.current;
    const isSame = turns.at(-1)?.key === last;
    known.current = { count: turns.length, last: turns.at(-1)?.key, height: element.scrollHeight };
    // A new question is always shown. What comes before what is read moves nothing of it.
    if (!isSame || turns.length < count) isAtEnd.current = true;
    if (isAtEnd.current && turns.length > 0) element.scrollTop = element.scrollHeight;
    else if (turns.length > count) element.scrollTop += element.scrollHeight - height;
  }, [turns]);
  return list;
}
