import type { Evaluation } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../shared/amounts.ts';
import { conditionText } from '../knowledge-search/index.ts';

/** Says with which settings an evaluation was made. */
export function useSettingsText(): (evaluation: Evaluation) => string {
  const { t, i18n } = useTranslation('knowledgeEvaluation');
  const { t: search } = useTranslation('knowledgeSearch');
  return ({ settings: { mode, top_k: topK, min_score: minScore, rerank, filter, derive_filter: isDerived }, passages }) =>
    [
      search(`modes.${mode}`),
      t('best', { count: topK }),
      ...(minScore > 0 ? [t('least', { score: formatNumber(minScore, i18n.language, 2) })] : []),
      ...(rerank === false ? [] : [search('rerank')]),
      ...filter.map((condition) => conditionText(condition, (isOn) => search(isOn ? 'yes' : 'no'))),
      ...(isDerived ? [search('applied')] : []),
      t('passages', { count: passages, amount: formatNumber(passages, i18n.language) }),
    ].join(' · ');
}
