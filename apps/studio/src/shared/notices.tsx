import { CheckCircleFilled, CloseCircleFilled, CloseOutlined } from '@ant-design/icons';
import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './notices.module.css';
import type { Question } from './question-dialogue.tsx';

/** What can be said over a page, whichever it is. */
export interface Notices {
  /** Says for a moment that something was done. */
  readonly done: (text: string) => void;
  /** Says why something failed, for longer. */
  readonly failed: (title: string, reason: ReactNode) => void;
  /** Asks before something is done. */
  readonly ask: (question: Question) => void;
}

interface Shown {
  readonly key: number;
  readonly title: string;
  /** Present for a failure. */
  readonly reason?: ReactNode;
}

/** How long they stay, in milliseconds. */
const DONE_TIME = 3_000;
const FAILED_TIME = 10_000;

const NoticesContext = createContext<Notices | undefined>(undefined);

const QuestionDialogue = lazy(async () => ({ default: (await import('./question-dialogue.tsx')).QuestionDialogue }));

/** Says something over the page. */
export function useNotices(): Notices {
  const notices = use(NoticesContext);
  if (!notices) throw new Error('There is no NoticesProvider around this.');
  return notices;
}

/** Gives all that is inside of it a place for notices. They are here from the start, since they also tell that the server is gone. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [question, setQuestion] = useState<Question>();
  const lastKey = useRef(0);
  const close = useCallback((key: number) => setShown((all) => all.filter((notice) => notice.key !== key)), []);
  const notices = useMemo((): Notices => {
    const show = (notice: Omit<Shown, 'key'>): void => {
      lastKey.current += 1;
      const key = lastKey.current;
      setShown((all) => [...all, { ...notice, key }]);
    };
    return { done: (title) => show({ title }), failed: (title, reason) => show({ title, reason }), ask: setQuestion };
  }, []);
  const confirm = async ({ onConfirm }: Question): Promise<void> => {
    try {
      await onConfirm();
    } finally {
      setQuestion(undefined);
    }
  };
  return (
    <NoticesContext value={notices}>
      {children}
      <div className={styles['notices']} role="status">
        {shown.map((notice) => (
          <Notice key={notice.key} notice={notice} onClose={close} />
        ))}
      </div>
      <Suspense>{question && <QuestionDialogue {...question} onConfirm={() => confirm(question)} onCancel={() => setQuestion(undefined)} />}</Suspense>
    </NoticesContext>
  );
}

function Notice({ notice: { key, title, reason }, onClose }: { readonly notice: Shown; readonly onClose: (key: number) => void }) {
  const { t } = useTranslation();
  const isFailure = reason !== undefined;
  useEffect(() => {
    const timer = setTimeout(() => onClose(key), isFailure ? FAILED_TIME : DONE_TIME);
    return () => clearTimeout(timer);
  }, [key, isFailure, onClose]);
  if (!isFailure) {
    return (
      <p className={styles['done']}>
        <CheckCircleFilled aria-hidden /> {title}
      </p>
    );
  }
  return (
    <div className={styles['failed']} role="alert">
      <CloseCircleFilled aria-hidden />
      <div>
        <strong>{title}</strong>
        <p>{reason}</p>
      </div>
      <button type="button" aria-label={t('close')} onClick={() => onClose(key)}>
        <CloseOutlined />
      </button>
    </div>
  );
}
