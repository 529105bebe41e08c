import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { languageNames, languages } from '../../i18n/index.ts';
import { Mark } from '../../shared/mark.tsx';
import { languageChosen, usePreferences } from '../../shared/preferences.ts';
import styles from './entrance-card.module.css';

interface EntranceCardProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  /** Where else one may want to go. */
  readonly footer?: ReactNode;
}

/** The frame of the pages that let somebody in. */
export function EntranceCard({ title, text, children, footer }: EntranceCardProps) {
  const { t } = useTranslation('entrance');
  const { language } = usePreferences();
  const dispatch = useDispatch();
  return (
    <div className={styles['frame']}>
      <title>{`${title} · Buckle`}</title>
      <header className={styles['brand']}>
        <Mark size={40} />
        <div>
          <strong>Buckle</strong>
          <span className="quiet">{t('tagline')}</span>
        </div>
      </header>
      <main className={styles['card']}>
        <h1>{title}</h1>
        {text !== undefined && <p className="quiet">{text}</p>}
        {children}
      </main>
      {footer !== undefined && <div className={styles['footer']}>{footer}</div>}
      <div className={styles['languages']}>
        {languages.map((each) => (
          <Button
            key={each}
            type="text"
            size="small"
            lang={each}
            aria-pressed={each === language}
            className={each === language ? styles['chosen'] : undefined}
            onClick={() => dispatch(languageChosen(each))}
          >
            {languageNames[each]}
          </Button>
        ))}
      </div>
    </div>
  );
}
