import type { Dataset } from '@buckle/contract';
import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useListSearchFieldsQuery, useSearchKnowledgeQuery } from '../../api/knowledge.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { DatasetFrame, useDataset } from '../knowledge/index.ts';
import { AppliedConditions } from './applied-conditions.tsx';
import { Results } from './results.tsx';
import { SearchForm } from './search-form.tsx';
import { addressOf, bodyOf, type SearchValues, valuesOf } from './search-values.ts';

/** Where searches of a data set are tried: what is found, and why. */
export function SearchPage() {
  const { t } = useTranslation('knowledgeSearch');
  const { t: common } = useTranslation();
  const { dataset, error, refetch } = useDataset();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (dataset === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return <DatasetFrame dataset={dataset}><SearchTest key={dataset.id} dataset={dataset} /></DatasetFrame>;
}

function SearchTest({ dataset }: { readonly dataset: Dataset }) {
  const { t } = useTranslation('knowledgeSearch');
  const { t: common } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const values = valuesOf(address);
  const hasVectors = dataset.embedding_model_id !== '';
  const isAsked = values.query !== '';
  const fields = useListSearchFieldsQuery({ params: { dataset_id: dataset.id } }, { skip: values.conditions.length === 0 });
  const search = useSearchKnowledgeQuery({ body: bodyOf(dataset.id, values, hasVectors, fields.data?.items ?? []) }, { skip: !isAsked || fields.isLoading, refetchOnMountOrArgChange: true });
  const ask = (asked: SearchValues): void => {
    const next = addressOf(asked);
    if (isAsked && next.toString() === addressOf(values).toString()) void search.refetch();
    else setAddress(next);
  };
  return (
    <Page title={t('title')} text={t('text')}>
      <SearchForm key={address.toString()} initial={values} hasVectors={hasVectors} dataset={dataset} isBusy={search.isFetching} onSearch={ask} />
      {!isAsked && <p className="quiet">{t('begin')}</p>}
      {isAsked && search.data && <AppliedConditions kept={values.kept} derived={search.data.derived} onChange={(kept) => setAddress(addressOf({ ...values, derive: false, kept }))} />}
      {isAsked && search.error !== undefined && <FailureNotice failure={search.error} onRetry={() => void search.refetch()} />}
      {isAsked && search.error === undefined && (search.data ? <Results key={values.query} datasetId={dataset.id} question={values.query} found={search.data} isBusy={search.isFetching} /> : <Spin aria-label={common('loading')} />)}
    </Page>
  );
}
