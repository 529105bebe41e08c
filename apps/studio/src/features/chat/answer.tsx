import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { FormattedText } from '../../shared/formatted-text.tsx';
import styles from './message-list.module.css';
import type { AnswerPart } from './turn.ts';

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
      {part.text !== '' && <FormattedText text={part.text} />}
    </div>
  );
});
