import { InputNumber, Segmented } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './search-form.module.css';
import type { SearchValues } from './search-values.ts';

/** How something is looked for, apart from what a rerank model does. */
export type SearchSettingsValues = Pick<SearchValues, 'mode' | 'topK' | 'minScore'>;

interface SearchSettingsProps {
  readonly values: SearchSettingsValues;
  /** Whether passages can be found by their meaning. */
  readonly hasVectors: boolean;
  /** How many are looked for where nothing is said. */
  readonly usualTopK: number;
  readonly onChange: (changes: Partial<SearchSettingsValues>) => void;
}

const modes = ['hybrid', 'keyword', 'semantic'] as const;

/** By what is searched, how much is found at most, and how good it must be. */
export function SearchSettings({ values, hasVectors, usualTopK, onChange }: SearchSettingsProps) {
  const { t } = useTranslation('knowledgeSearch');
  const id = useId();
  return (
    <div className={styles['row']}>
      {hasVectors ? (
        <Segmented<SearchValues['mode']> aria-label={t('mode')} value={values.mode} options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))} onChange={(mode) => onChange({ mode })} />
      ) : (
        <span className="quiet">{t('wordsOnly')}</span>
      )}
      <label htmlFor={`${id}-top`}>
        {t('topK')} <InputNumber<number> id={`${id}-top`} className={styles['number'] ?? ''} size="small" min={1} max={100} precision={0} value={values.topK} onChange={(topK) => onChange({ topK: topK ?? usualTopK })} />
      </label>
      <label htmlFor={`${id}-least`}>
        {t('minScore')} <InputNumber<number> id={`${id}-least`} className={styles['number'] ?? ''} size="small" min={0} max={1} step={0.05} value={values.minScore} onChange={(minScore) => onChange({ minScore: minScore ?? 0 })} />
      </label>
    </div>
  );
}
