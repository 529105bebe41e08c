import type { DatasetFormat, SplitRules } from '@buckle/contract';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CaptionFields } from './caption-fields.tsx';
import { RuleFields } from './rule-fields.tsx';
import styles from './splitting-fields.module.css';
import { defaultsOf, modesFor, problemOf } from './splitting-rules.ts';

interface SplittingFieldsProps {
  readonly format: DatasetFormat;
  readonly rules: SplitRules;
  readonly onChange: (rules: SplitRules) => void;
}

/** How documents are cut: the way to choose, and its numbers for those who open them. */
export function SplittingFields({ format, rules, onChange }: SplittingFieldsProps) {
  const { t } = useTranslation('knowledge');
  const name = useId();
  const problem = problemOf(rules);
  const modes = modesFor(format);
  if (rules.mode === 'caption') return <CaptionFields rules={rules} onChange={onChange} />;
  return (
    <div>
      <fieldset className={styles['modes']}>
        <legend className="for-readers">{t('splitting')}</legend>
        {modes.map((mode) => (
          <label key={mode}>
            <input type="radio" name={name} checked={rules.mode === mode} onChange={() => onChange(defaultsOf[mode])} />
            <span>{t(`modes.${mode}`)}</span>
            <small>{t(`modeTexts.${mode}`)}</small>
          </label>
        ))}
      </fieldset>
      <details className={styles['advanced']} open={problem !== undefined || rules.mode === 'custom' || undefined}>
        <summary>{t('advanced')}</summary>
        <RuleFields rules={rules} onChange={onChange} />
      </details>
      {problem !== undefined && <p role="alert" className={styles['problem']}>{t(`problems.${problem}`)}</p>}
    </div>
  );
}
