import type { Dataset } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStartEvaluationMutation } from '../../api/knowledge-evaluation.ts';
import { Section } from '../../shared/page.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { RerankField, rerankOf, SearchSettings, type SearchSettingsValues } from '../knowledge-search/index.ts';
import styles from './evaluation.module.css';

const USUAL_TOP_K = 10;

/** Asks all saved questions with settings that are to be tried. */
export function RunSection({ dataset, isUnderWay }: { readonly dataset: Dataset; readonly isUnderWay: boolean }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const hasVectors = dataset.embedding_model_id !== '';
  const [values, setValues] = useState<SearchSettingsValues>({ mode: 'hybrid', topK: USUAL_TOP_K, minScore: 0 });
  const [rerank, setRerank] = useState('');
  const [start, { isLoading }] = useStartEvaluationMutation();
  const attempt = useAttempt();
  const run = (): Promise<boolean> => {
    const { mode, topK, minScore } = values;
    const body = { mode: hasVectors ? mode : ('keyword' as const), top_k: topK, min_score: minScore, rerank: rerankOf(rerank) };
    return attempt(start({ params: { dataset_id: dataset.id }, body }).unwrap());
  };
  return (
    <Section title={t('run')} text={t('runText')}>
      <div className={styles['run']}>
        <SearchSettings values={values} hasVectors={hasVectors} usualTopK={USUAL_TOP_K} onChange={(changes) => setValues((known) => ({ ...known, ...changes }))} />
        <RerankField workspaceId={dataset.workspace_id} value={rerank} onChange={setRerank} />
        <Button type="primary" loading={isLoading} disabled={isUnderWay} onClick={() => void run()}>{t('ask')}</Button>
      </div>
    </Section>
  );
}
