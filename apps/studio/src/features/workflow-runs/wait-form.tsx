import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerRunMutation } from '../../api/workflow-runs.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormattedText } from '../../shared/formatted-text.tsx';
import { GrowingText } from './growing-text.tsx';
import { InputFields } from './input-fields.tsx';
import { type InputDraft, type InputProblem, readInputs } from './input-values.ts';
import { momentText } from './moment.tsx';
import type { Asked, OpenWait } from './open-waits.ts';
import styles from './wait-form.module.css';

interface WaitFormProps {
  readonly runId: string;
  readonly workspaceId: string;
  readonly wait: OpenWait;
  /** What people call the node that waits. */
  readonly title: string;
  /** Whether the reader may answer. */
  readonly mayAnswer: boolean;
  /** Called when an answer was taken. */
  readonly onAnswered: () => void;
}

/** What a run waits for, with the way to give it that. */
export function WaitForm({ runId, workspaceId, wait: { eventId, asks, until }, title, mayAnswer, onAnswered }: WaitFormProps) {
  const { t, i18n } = useTranslation('workflowRuns');
  const [send, { isLoading, error }] = useAnswerRunMutation();
  const answer = async (given: unknown): Promise<void> => {
    await send({ params: { execute_id: runId }, body: { event_id: eventId, answer: given } });
    // Also where it was refused: somebody else may have been faster.
    onAnswered();
  };
  const words = asks.kind === 'time' ? t('until', { when: until === undefined ? '' : momentText(until, i18n.language) }) : undefined;
  const note = asks.kind !== 'time' && until !== undefined ? t('untilItself', { when: momentText(until, i18n.language) }) : undefined;
  return (
    <section className={styles['wait']} aria-label={`${t(`waitsFor.${asks.kind}`)}: ${title}`}>
      <p className={styles['head']}>
        <b>{title}</b> <span className="quiet">{t(`waitsFor.${asks.kind}`)}</span>
      </p>
      {words}
      {'text' in asks && asks.text !== '' && (
        <FormattedText text={asks.text} />
      )}
      {note !== undefined && <p className="quiet">{note}</p>}
      {mayAnswer && asks.kind !== 'time' && (
        <fieldset disabled={isLoading} className={styles['answer']}>
          {asks.kind === 'question' ? <WordsAnswer options={asks.options} onAnswer={answer} /> : <FormAnswer asks={asks} workspaceId={workspaceId} onAnswer={answer} />}
        </fieldset>
      )}
      {error !== undefined && <FailureNotice failure={error} />}
    </section>
  );
}

/** An answer in words, or one of some options. */
function WordsAnswer({ options, onAnswer }: { readonly options: readonly string[]; readonly onAnswer: (answer: string) => Promise<void> }) {
  const { t } = useTranslation('workflowRuns');
  const [text, setText] = useState('');
  const hasOptions = options.length > 0;
  const send = (): void => {
    if (text.trim() !== '') void onAnswer(text);
  };
  return (
    <>
      {hasOptions && (
        <div className={styles['options']}>
          {options.map((option) => (
            <Button key={option} onClick={() => void onAnswer(option)}>
              {option}
            </Button>
          ))}
        </div>
      )}
      <div className={styles['words']}>
        <GrowingText
          value={text}
          aria-label={hasOptions ? t('answerOther') : t('answer')}
          placeholder={hasOptions ? t('answerOther') : t('answer')}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => onEnter(event, send)}
        />
        <Button type={hasOptions ? 'default' : 'primary'} disabled={text.trim() === ''} onClick={send}>
          {t('send')}
        </Button>
      </div>
    </>
  );
}

/** Enter sends, with Shift it begins a new line; while a word is composed, it belongs to that. */
function onEnter(event: KeyboardEvent, send: () => void): void {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  send();
}

interface FormAnswerProps {
  readonly asks: Extract<Asked, { kind: 'input' | 'approval' }>;
  readonly workspaceId: string;
  readonly onAnswer: (answer: unknown) => Promise<void>;
}

/** A form that is filled, or that somebody decides upon. */
function FormAnswer({ asks: { kind, fields }, workspaceId, onAnswer }: FormAnswerProps) {
  const { t } = useTranslation('workflowRuns');
  const [draft, setDraft] = useState<InputDraft>({});
  const [comment, setComment] = useState('');
  const [problems, setProblems] = useState<Readonly<Record<string, InputProblem>>>({});
  const send = (more: object): void => {
    const read = readInputs(fields, draft);
    setProblems('problems' in read ? read.problems : {});
    if ('values' in read) void onAnswer({ ...read.values, ...more });
  };
  return (
    <>
      <InputFields fields={fields} draft={draft} problems={problems} workspaceId={workspaceId} onChange={setDraft} />
      {kind === 'input' ? (
        <Button type="primary" onClick={() => send({})}>{t('send')}</Button>
      ) : (
        <>
          <GrowingText value={comment} aria-label={t('comment')} placeholder={t('comment')} onChange={({ target }) => setComment(target.value)} />
          <div className={styles['options']}>
            <Button type="primary" onClick={() => send({ decision: 'approved', comment })}>{t('approve')}</Button>
            {/* Who rejects need not fill in what only who approves has to know. */}
            <Button danger onClick={() => void onAnswer({ decision: 'rejected', comment })}>{t('reject')}</Button>
          </div>
        </>
      )}
    </>
  );
}
