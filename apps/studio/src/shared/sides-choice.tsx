import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './sides-choice.module.css';

/** What was written here, or what was saved elsewhere meanwhile. */
export type Side = 'mine' | 'theirs';

interface SidesChoiceProps {
  /** What was changed in two places. */
  readonly legend: string;
  readonly texts: Readonly<Record<Side, string>>;
  readonly chosen: Side;
  readonly onChoose: (side: Side) => void;
}

/** Both texts of something that was changed in two places, for the user to choose. */
export function SidesChoice({ legend, texts, chosen, onChoose }: SidesChoiceProps) {
  const { t } = useTranslation('drafts');
  const name = useId();
  return (
    <fieldset className={styles['choice']}>
      <legend>{legend}</legend>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side}>
          <span>
            <input type="radio" name={name} checked={chosen === side} onChange={() => onChoose(side)} /> {t(side)}
          </span>
          <span className={styles['text']}>{texts[side] === '' ? t('nothing') : texts[side]}</span>
        </label>
      ))}
    </fieldset>
  );
}
