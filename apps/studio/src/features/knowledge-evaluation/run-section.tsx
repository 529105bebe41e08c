import type { Dataset } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useListSearchFieldsQuery } from '../../api/knowledge.ts';
import { useStartEvaluationMutation } from '../../api/knowledge-evaluation.ts';
import { Check } from '../../shared/choice.tsx';
import { Section } from '../../shared/page.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { AppliedConditions, bodyOf, ConditionRows, RerankField, SearchSettings, type SearchValues, valuesOf } from '../knowledge-search/index.ts';
import styles from './evaluation.module.css';

const USUAL_TOP_K = 10;

/** Asks all saved questions with settings that are to be tried. */
export function RunSection({ dataset, isUnderWay }: { readonly dataset: Dataset; readonly isUnderWay: boolean }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: search } = useTranslation('knowledgeSearch');
  const hasVectors = dataset.embedding_model_id !== '';
  const [address] = useSearchParams();
  // Whoever comes from a search goes on with its settings.
  const [values, setValues] = useState<SearchValues>(() => ({ ...valuesOf(address), ...(address.has('top') ? {} : { topK: USUAL_TOP_K }) }));
  const { data: fields } = useListSearchFieldsQuery({ params: { dataset_id: dataset.id } }, { refetchOnMountOrArgChange: true });
  const [start, { isLoading }] = useStartEvaluationMutation();
  const attempt = useAttempt();
  const change = (changes: Partial<SearchValues>): void => setValues((known) => ({ ...known, ...changes }));
  const run = (): Promise<boolean> => {
    const { mode, top_k, min_score, rerank, filter, derive_filter } = bodyOf(dataset.id, values, hasVectors, fields?.items ?? []);
    const body = { mode, top_k, min_score, rerank, filter, derive_filter };
    return attempt(start({ params: { dataset_id: dataset.id }, body }).unwrap());
  };
  return (
    <Section title={t('run')} text={t('runText')}>
      <div className={styles['run']}>
        <SearchSettings values={values} hasVectors={hasVectors} usualTopK={USUAL_TOP_K} onChange={change} />
        <RerankField workspaceId={dataset.workspace_id} value={values.rerank} onChange={(rerank) => change({ rerank })} />
        <ConditionRows fields={fields?.items ?? []} conditions={values.conditions} onChange={(conditions) => change({ conditions })} />
        <Check label={search('derive')} isOn={values.derive} isDisabled={false} onChange={(derive) => change({ derive })} />
        <AppliedConditions kept={values.kept} derived={[]} onChange={(kept) => change({ kept })} />
        <Button type="primary" loading={isLoading} disabled={isUnderWay} onClick={() => void run()}>{t('ask')}</Button>
      </div>
    </Section>
  );
}
