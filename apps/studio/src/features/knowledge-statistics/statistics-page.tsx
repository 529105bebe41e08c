import type { Dataset } from '@buckle/contract';
import { Radio, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetDatasetStatisticsQuery } from '../../api/knowledge.ts';
import { formatNumber, formatShort } from '../../shared/amounts.ts';
import { DayChart } from '../../shared/day-chart.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Figure, Figures } from '../../shared/figures.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { daysOf, lastDays, lengths, type Period } from '../../shared/period.ts';
import { DatasetFrame, useDataset } from '../knowledge/index.ts';
import { columnsOf } from './columns.ts';
import { FoundDocuments } from './found-documents.tsx';

/** How often a data set is searched, how often something was found, and which documents that was. */
export function StatisticsPage() {
  const { t } = useTranslation('knowledgeStatistics');
  const { t: common } = useTranslation();
  const { dataset, error, refetch } = useDataset();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (dataset === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return <DatasetFrame dataset={dataset}><Statistics key={dataset.id} dataset={dataset} /></DatasetFrame>;
}

function Statistics({ dataset }: { readonly dataset: Dataset }) {
  const { t } = useTranslation('knowledgeStatistics');
  const [now] = useState(() => Date.now());
  const [length, setLength] = useState<(typeof lengths)[number]>(30);
  return (
    <Page title={t('title')} text={t('text')}>
      <div>
        <Radio.Group
          optionType="button"
          buttonStyle="solid"
          aria-label={t('period')}
          value={length}
          options={lengths.map((value) => ({ value, label: t('days', { count: value }) }))}
          onChange={({ target }) => setLength(target.value as typeof length)}
        />
      </div>
      <Searches datasetId={dataset.id} period={lastDays(length, now)} />
      <FoundDocuments dataset={dataset} />
    </Page>
  );
}

function Searches({ datasetId, period }: { readonly datasetId: string; readonly period: Period }) {
  const { t, i18n } = useTranslation('knowledgeStatistics');
  const { t: common } = useTranslation();
  const { data, error, refetch } = useGetDatasetStatisticsQuery({ params: { dataset_id: datasetId }, query: period }, { refetchOnMountOrArgChange: true });
  if (error !== undefined) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spin aria-label={common('loading')} />;
  const { searches, answered, hits } = data.total;
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <>
      <Figures>
        <Figure name={t('searches')}>{number(searches)}</Figure>
        <Figure name={t('answered')}>
          {searches === 0 ? '–' : new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(answered / searches)}
          {searches > answered && <small>{t('unanswered', { count: searches - answered, amount: number(searches - answered) })}</small>}
        </Figure>
        <Figure name={t('hits')}>{number(hits)}</Figure>
      </Figures>
      <Section title={t('byDay')}>
        <DayChart
          label={t('chartLabel')}
          columns={columnsOf(daysOf(period), data.items)}
          legend={[t('foundSome'), t('foundNone')]}
          format={(value) => formatShort(value, i18n.language)}
        />
      </Section>
    </>
  );
}
