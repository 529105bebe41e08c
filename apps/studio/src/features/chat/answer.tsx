import { lazy, memo, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './message-list.module.css';
import type { AnswerPart } from './turn.ts';

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }));

/** What the bot says. Its reasoning is closed, until somebody opens it. */
export const Answer = memo(function Answer({ part }: { readonly part: AnswerPart }) {
  const { t } = useTranslation('chat');
  return (
    <div className={styles['answer']}>
      {part.reasoning !== '' && (
        <details className={styles['reasoning']}>
          <summary>{part.text === '' ? t('reasoning') : t('reasoned')}</summary>
          <p>{part.reasoning}</p>
        </details>
      )}
      {part.text !== '' && (
        <Suspense fallback={<p className={styles['plain']}>{withoutMarks(part.text)}</p>}>
          <Markdown text={part.text} />
        </Suspense>
      )}
    </div>
  );
});

/** The text without its commonest marks, which would flash up until Markdown has been loaded. */
function withoutMarks(text: string): string {
  return text.replace(/\*\*|^#+ /gm, '');
}
