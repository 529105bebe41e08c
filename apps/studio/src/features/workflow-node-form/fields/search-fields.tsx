import { useTranslation } from 'react-i18next';
import type { Setting } from '../document/setting.ts';
import { type SearchStrategy, strategies } from '../settings/knowledge.ts';
import styles from './fields.module.css';
import { CheckField, ChoiceField, NumberField } from './plain-fields.tsx';

interface SearchSettings {
  readonly strategy: Setting<SearchStrategy>;
  readonly topK: Setting<number | undefined>;
  readonly minScore: Setting<number | undefined>;
  readonly rerank: Setting<boolean>;
  readonly rewrite: Setting<boolean>;
}

// Its keys are the words of the ways to search.
const words = Object.keys(strategies) as SearchStrategy[];

/** How passages are looked for. */
export function SearchFields({ strategy, topK, minScore, rerank, rewrite }: SearchSettings) {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <ChoiceField setting={strategy} label={t('strategy')} options={words.map((value) => ({ value, label: t(`strategies.${value}`) }))} />
      <div className={styles['row']}>
        <NumberField setting={topK} label={t('topK')} min={1} max={50} placeholder="5" />
        <NumberField setting={minScore} label={t('minScore')} max={1} isWhole={false} placeholder="0" />
      </div>
      <CheckField setting={rerank} label={t('rerank')} />
      <CheckField setting={rewrite} label={t('rewrite')} />
    </>
  );
}
