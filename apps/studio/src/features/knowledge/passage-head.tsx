import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './passage.module.css';

interface PassageHeadProps {
  readonly headings: readonly string[];
  readonly page?: number | undefined;
  /** What more there is to know of it. */
  readonly children?: ReactNode;
}

/** Where a passage stands in its document: under which headings, on which page. */
export function PassageHead({ headings, page, children }: PassageHeadProps) {
  const { t } = useTranslation('knowledge');
  return (
    <div className={styles['head']}>
      {page !== undefined && <span className={styles['page']}>{t('page', { page })}</span>}
      {headings.length > 0 && <span title={t('headings')}>{headings.join(' › ')}</span>}
      {children}
    </div>
  );
}

/** The text of a passage, with its line breaks. */
export function PassageText({ children }: { readonly children: ReactNode }) {
  return <p className={styles['text']}>{children}</p>;
}

/** The larger passage around one, to be opened. */
export function PassageAround({ text }: { readonly text: string }) {
  const { t } = useTranslation('knowledge');
  return (
    <details className={styles['around']}>
      <summary>{t('around')}</summary>
      <PassageText>{text}</PassageText>
    </details>
  );
}
