import type { Dataset, Evaluation, EvaluationResult } from '@buckle/contract';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useGetEvaluationQuery, useListEvaluationResultsInfiniteQuery, useListEvaluationsInfiniteQuery } from '../../api/knowledge-evaluation.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { Choice } from '../../shared/choice.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Page } from '../../shared/page.tsx';
import { timeText } from '../../shared/time.tsx';
import { DatasetFrame, useDataset } from '../knowledge/index.ts';
import { SearchNotes } from '../knowledge-search/index.ts';
import styles from './evaluation.module.css';
import { changeOf, measures } from './measures.ts';
import { Expected } from './questions-section.tsx';
import { useSettingsText } from './use-settings-text.ts';

/** What one evaluation found for each question, beside another one where that is chosen. */
export function ResultsPage() {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: common } = useTranslation();
  const { evaluationId = '' } = useParams();
  const { dataset, error, refetch } = useDataset();
  const found = useGetEvaluationQuery({ params: { evaluation_id: evaluationId } }, { refetchOnMountOrArgChange: true });
  const failure = error ?? found.error;
  if (failure !== undefined) return <Page title={t('resultsTitle')}><FailureNotice failure={failure} onRetry={() => (error === undefined ? void found.refetch() : refetch())} /></Page>;
  if (dataset === undefined || found.data === undefined) return <Page title={t('resultsTitle')}><Spin aria-label={common('loading')} /></Page>;
  return <DatasetFrame dataset={dataset}><Results key={evaluationId} dataset={dataset} evaluation={found.data} /></DatasetFrame>;
}

function Results({ dataset, evaluation }: { readonly dataset: Dataset; readonly evaluation: Evaluation }) {
  const { t, i18n } = useTranslation('knowledgeEvaluation');
  const [address, setAddress] = useSearchParams();
  const settingsText = useSettingsText();
  const others = itemsOf(useListEvaluationsInfiniteQuery({ params: { dataset_id: dataset.id }, query: { page_size: 100 } })).filter(({ id, state }) => id !== evaluation.id && state === 'completed');
  const other = others.find(({ id }) => id === address.get('with'));
  const list = useListEvaluationResultsInfiniteQuery({ params: { evaluation_id: evaluation.id }, query: { page_size: 50, ...(other && { compared_with: other.id }) } }, { refetchOnMountOrArgChange: true });
  return (
    <Page title={t('resultsTitle')} text={`${timeText(evaluation.created_at, i18n.language)} · ${settingsText(evaluation)}`}>
      <Figures evaluation={evaluation} other={other} />
      <SearchNotes notes={evaluation.note_codes} />
      {others.length > 0 && (
        <label className={styles['compare']}>
          {t('compare')}
          <Choice
            value={other?.id ?? ''}
            options={[{ value: '', label: t('nothingElse') }, ...others.map((each) => ({ value: each.id, label: `${timeText(each.created_at, i18n.language)} · ${settingsText(each)}` }))]}
            isDisabled={false}
            onChange={(id) => setAddress(id === '' ? {} : { with: id }, { replace: true })}
          />
        </label>
      )}
      <PagedTable<EvaluationResult>
        label={t('resultsTitle')}
        list={list}
        keyOf={({ question_id: id }) => id}
        columns={[
          { key: 'question', title: t('question'), isHeading: true, render: ({ question }) => question },
          { key: 'expected', title: t('expected'), render: ({ expected }) => <Expected texts={expected} /> },
          { key: 'ranks', title: t('place'), render: ({ ranks }) => <Ranks ranks={ranks} /> },
          ...(other === undefined
            ? []
            : [
                { key: 'before', title: t('before'), render: ({ before }: EvaluationResult) => (before === undefined ? '–' : <Ranks ranks={before} />) },
                { key: 'change', title: t('change'), render: ({ ranks, before }: EvaluationResult) => <ChangeText ranks={ranks} before={before} /> },
              ]),
        ]}
      />
    </Page>
  );
}

/** The measures of an evaluation, and how they differ from another one's. */
function Figures({ evaluation, other }: { readonly evaluation: Evaluation; readonly other: Evaluation | undefined }) {
  const { t, i18n } = useTranslation('knowledgeEvaluation');
  const { measures: values } = evaluation;
  if (values === undefined) return <p className="quiet">{t(`states.${evaluation.state}`)}</p>;
  const difference = (now: number, before: number) => {
    const change = now - before;
    const text = `${change < 0 ? '−' : '+'}${formatNumber(Math.abs(change), i18n.language, 3)}`;
    return <small className={styles[Math.abs(change) < 0.0005 ? 'same' : change > 0 ? 'better' : 'worse']}>{text}</small>;
  };
  return (
    <dl className={styles['figures']}>
      {measures.map((name) => (
        <div key={name} title={t(`measureHints.${name}`)}>
          <dt>{t(`measures.${name}`)}</dt>
          <dd>
            {formatNumber(values[name], i18n.language, 3)}
            {other?.measures && difference(values[name], other.measures[name])}
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('meanTime')}</dt>
        <dd>{t('milliseconds', { amount: formatNumber(values.milliseconds, i18n.language, 1) })}</dd>
      </div>
    </dl>
  );
}

/** At which places the expected passages stood. */
function Ranks({ ranks }: { readonly ranks: readonly number[] }) {
  const { t } = useTranslation('knowledgeEvaluation');
  return <span className={styles['figure']}>{ranks.map((rank) => (rank === 0 ? t('missed') : String(rank))).join(', ')}</span>;
}

function ChangeText({ ranks, before }: Pick<EvaluationResult, 'ranks' | 'before'>) {
  const { t } = useTranslation('knowledgeEvaluation');
  const change = changeOf(ranks, before);
  return <span className={styles[change]}>{t(`changes.${change}`)}</span>;
}
