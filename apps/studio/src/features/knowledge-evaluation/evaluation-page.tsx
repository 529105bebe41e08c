import type { Dataset } from '@buckle/contract';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListEvaluationsInfiniteQuery } from '../../api/knowledge-evaluation.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { Page } from '../../shared/page.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { DatasetFrame, useDataset } from '../knowledge/index.ts';
import { HistorySection } from './history-section.tsx';
import { QuestionsSection } from './questions-section.tsx';
import { RunSection } from './run-section.tsx';

/** How often an evaluation that goes on is looked at, in milliseconds. */
const LOOK_AGAIN = 1_000;

/** Saved questions of a data set, and how well their passages were found with which settings. */
export function EvaluationPage() {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: common } = useTranslation();
  const { dataset, error, refetch } = useDataset();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (dataset === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return <DatasetFrame dataset={dataset}><Evaluations key={dataset.id} dataset={dataset} /></DatasetFrame>;
}

function Evaluations({ dataset }: { readonly dataset: Dataset }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const { can } = useWorkspace();
  const query = { params: { dataset_id: dataset.id }, query: { page_size: 20 } };
  const known = useListEvaluationsInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const isUnderWay = itemsOf(known).some(({ state }) => state === 'running');
  const list = useListEvaluationsInfiniteQuery(query, { pollingInterval: isUnderWay ? LOOK_AGAIN : 0, skipPollingIfUnfocused: true });
  return (
    <Page title={t('title')} text={t('text')}>
      {can('knowledge.edit') && <RunSection dataset={dataset} isUnderWay={isUnderWay} />}
      <HistorySection datasetId={dataset.id} list={{ ...list, isFetching: list.isFetching && (list.data === undefined || list.isFetchingNextPage) }} />
      <QuestionsSection datasetId={dataset.id} />
    </Page>
  );
}
