import { documentStates, type Dataset, type KnowledgeDocument } from '@buckle/contract';
import { Button, Input, Spin } from 'antd';
import { type DragEvent, lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { Link } from 'react-router';
import { api } from '../../api/api.ts';
import { useListDocumentsInfiniteQuery } from '../../api/knowledge.ts';
import { formatBytes, formatNumber } from '../../shared/amounts.ts';
import { Choice } from '../../shared/choice.tsx';
import { contentOf } from '../../shared/content-of.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Invitation } from '../../shared/invitation.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Time, timeText } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { DatasetFrame, DatasetRemovals, useDataset } from '../knowledge/index.ts';
import { DeleteChosen } from './delete-chosen.tsx';
import { DocumentActions } from './document-actions.tsx';
import styles from './documents-page.module.css';
import { ReadingState } from './reading-state.tsx';
import { RetryAll } from './retry-all.tsx';
import { useRefreshWords } from './use-refresh-words.ts';
import { useLooking } from './use-looking.ts';
import { isUnderWay } from './use-reading.ts';

const AddDialogue = lazy(async () => ({ default: (await import('./add-dialogue.tsx')).AddDialogue }));

/** The documents of a data set. */
export function DocumentsPage() {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const { dataset, error, refetch } = useDataset();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (dataset === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return <DatasetFrame dataset={dataset}><Documents key={dataset.id} dataset={dataset} /></DatasetFrame>;
}

type Filter = KnowledgeDocument['state'] | 'uncaptioned' | 'all';

const texts = { text: 'text', table: 'textTable', image: 'textImage' } as const;

function Documents({ dataset }: { readonly dataset: Dataset }) {
  const { t } = useTranslation('knowledgeDocuments');
  const { can } = useWorkspace();
  const [state, setState] = useState<Filter>('all');
  const [name, setName] = useState('');
  const isOfPictures = dataset.format === 'image';
  /** The files that were dropped; present while the dialogue is open. */
  const [dropped, setDropped] = useState<readonly File[]>();
  const query = { params: { dataset_id: dataset.id }, query: { page_size: 50, ...(name !== '' && { name }), ...(state === 'uncaptioned' ? { captioned: 'false' as const } : state !== 'all' && { state }) } };
  const known = useListDocumentsInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const underWay = itemsOf(known).filter(isUnderWay).length;
  const { interval, begun } = useLooking(underWay > 0);
  const list = useListDocumentsInfiniteQuery(query, { pollingInterval: interval, skipPollingIfUnfocused: true });
  const dispatch = useDispatch();
  // How many passages there are by then shows in the frame.
  useEffect(() => (underWay > 0 ? () => void dispatch(api.util.invalidateTags(['Dataset'])) : undefined), [underWay, dispatch]);
  const mayAdd = can('knowledge.edit');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // What is not shown any more is not chosen.
  const documents = itemsOf(list).filter(({ id }) => chosen.has(id));
  const take = (event: DragEvent): void => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length > 0) setDropped(files);
  };
  const add = mayAdd && <Button type="primary" onClick={() => setDropped([])}>{t('add')}</Button>;
  const isEmpty = state === 'all' && name === '' && list.data !== undefined && itemsOf(list).length === 0;
  const empty = mayAdd ? <Invitation title={t('emptyTitle')} text={t(isOfPictures ? 'emptyTextImage' : 'emptyText')}>{add}</Invitation> : t('emptyReader');
  const text = t(texts[dataset.format]);
  return (
    <div {...(mayAdd && dropped === undefined && { onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: take })}>
      <Page title={t('title')} text={text} actions={!isEmpty && add}>
        {!isEmpty && (
          <div className={styles['filter']}>
            <Choice<Filter> label={t('filterLabel')} value={state} options={filters(isOfPictures).map((value) => ({ value, label: value === 'all' || value === 'uncaptioned' ? t(value) : t(`states.${value}`) }))} isDisabled={false} onChange={setState} />
            <Input.Search allowClear aria-label={t('byName')} placeholder={t('byName')} maxLength={255} onSearch={(text) => setName(text.trim())} />
            {mayAdd && state === 'failed' && name === '' && itemsOf(list).length > 1 && <RetryAll datasetId={dataset.id} onBegun={begun} />}
          </div>
        )}
        {documents.length > 0 && <DeleteChosen datasetId={dataset.id} documents={documents} onDone={() => setChosen(new Set())} />}
        <DocumentTable chosen={chosen} onChoose={setChosen} dataset={dataset} list={{ ...list, isFetching: list.isFetching && (list.data === undefined || list.isFetchingNextPage) }} empty={isEmpty ? empty : name === '' ? t('emptyFilter') : t(list.hasNextPage ? 'noneSoFar' : 'emptyName', { name })} onBegun={begun} />
        <DatasetRemovals kind="document.delete" />
      </Page>
      <Suspense>{dropped !== undefined && <AddDialogue dataset={dataset} dropped={dropped} onClose={() => setDropped(undefined)} />}</Suspense>
    </div>
  );
}

function filters(isOfPictures: boolean): readonly Filter[] {
  return ['all', ...(isOfPictures ? (['uncaptioned'] as const) : []), ...documentStates];
}

interface DocumentTableProps {
  readonly dataset: Dataset;
  readonly list: Parameters<typeof PagedTable<KnowledgeDocument>>[0]['list'];
  readonly empty: Parameters<typeof PagedTable<KnowledgeDocument>>[0]['empty'];
  readonly onBegun: () => void;
  /** The ids of those that are chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

function DocumentTable({ dataset, list, empty, onBegun, chosen, onChoose }: DocumentTableProps) {
  const { t, i18n } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const mayEdit = can('knowledge.edit');
  const own = `/w/${workspaceId}/knowledge/${dataset.id}/documents`;
  return (
    <PagedTable
      label={t('title')}
      list={list}
      keyOf={({ id }) => id}
      empty={empty}
      selection={mayEdit ? { chosen, onChoose, labelOf: ({ name }) => t('chooseOne', { name }), labelOfAll: t('chooseAll') } : undefined}
      columns={[
        { key: 'document', title: t('document'), isHeading: true, render: (document) => <DocumentName document={document} to={`${own}/${document.id}`} /> },
        { key: 'state', title: t('state'), render: (document) => <ReadingState document={document} onBegun={onBegun} /> },
        dataset.format === 'image' ? {
          key: 'caption',
          title: t('caption'),
          render: ({ caption = '' }) => <p className={styles['caption']} title={caption}>{caption || <span className="quiet">–</span>}</p>,
        } : {
          key: 'passages',
          title: t('passages'),
          render: ({ passages, characters }) => (
            <span title={t('characters', { amount: formatNumber(characters, i18n.language) })}>{formatNumber(passages, i18n.language)}</span>
          ),
        },
        { key: 'hits', title: t('hits'), render: ({ hits }) => <span className={styles['whole']}>{t('hitsTimes', { count: hits })}</span> },
        { key: 'changed', title: t('changed'), render: ({ updated_at: at }) => <span className={styles['whole']}><Time seconds={at} /></span> },
        { key: 'actions', title: common('actions'), isActions: true, render: (document) => mayEdit && <DocumentActions document={document} format={dataset.format} /> },
      ]}
    />
  );
}

function DocumentName({ document: { name, bytes, source, fields, splitting, refresh_hours: refreshHours, refresh_at: refreshAt }, to }: { readonly document: KnowledgeDocument; readonly to: string }) {
  const { t, i18n } = useTranslation('knowledgeDocuments');
  const words = useRefreshWords();
  const facts = Object.entries(fields);
  return (
    <div className={styles['name']}>
      {splitting.mode === 'caption' && source.file_id !== '' && <Link to={to} aria-hidden tabIndex={-1}><img src={contentOf(source.file_id)} alt="" loading="lazy" /></Link>}
      <Link to={to}>{name}</Link>
      <p className="quiet">
        {bytes > 0 && formatBytes(bytes, i18n.language)}
        {source.url !== '' && source.url !== name && <> · {source.url}</>}
        {refreshHours > 0 && <> · {words(refreshHours)}</>}
        {refreshAt !== undefined && <> · {t('refreshNext', { when: timeText(refreshAt, i18n.language) })}</>}
      </p>
      {facts.length > 0 && (
        <ul>
          {facts.map(([field, value]) => (
            <li key={field}>{field}: {Array.isArray(value) ? value.join(', ') : String(value)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
