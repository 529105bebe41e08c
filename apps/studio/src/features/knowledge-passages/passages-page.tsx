import type { Dataset, KnowledgeDocument, Passage, TableColumn } from '@buckle/contract';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Alert, Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { isApiFailure } from '../../api/failure.ts';
import { useAddPassageMutation, useGetDocumentQuery, useListPassagesInfiniteQuery } from '../../api/knowledge.ts';
import { AddButton } from '../../shared/add-button.tsx';
import { formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { UnsavedText } from '../../shared/unsaved-text.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { ColumnList, DatasetFrame, useDataset } from '../knowledge/index.ts';
import { DocumentActions, isUnderWay, ReadingState, useLooking } from '../knowledge-documents/index.ts';
import { PassageEditor, wholeText } from './passage-editor.tsx';
import { PassageItem } from './passage-item.tsx';
import { PictureView } from './picture-view.tsx';
import { RowEditor } from './row-editor.tsx';
import styles from './passages-page.module.css';

/** A document: its passages in their order, to be looked at and edited. */
export function PassagesPage() {
  const { t } = useTranslation('knowledgePassages');
  const { t: common } = useTranslation();
  const { dataset, error, refetch } = useDataset();
  const { documentId = '' } = useParams();
  const request = { params: { document_id: documentId } };
  const known = useGetDocumentQuery(request, { refetchOnMountOrArgChange: true });
  const { interval, begun } = useLooking(known.data !== undefined && isUnderWay(known.data));
  const { data: document, error: failure, refetch: reread } = useGetDocumentQuery(request, { pollingInterval: interval, skipPollingIfUnfocused: true });
  if (error !== undefined) return <Page title={t('list')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (dataset === undefined) return <Page title={t('list')}><Spin aria-label={common('loading')} /></Page>;
  return (
    <DatasetFrame dataset={dataset}>
      {document === undefined ? (
        <Page title={t('list')}>{failure === undefined ? <Spin aria-label={common('loading')} /> : <FailureNotice failure={failure} onRetry={() => void reread()} />}</Page>
      ) : (
        <UnsavedText key={document.id}>
          <DocumentView dataset={dataset} document={document} onBegun={begun} />
        </UnsavedText>
      )}
    </DatasetFrame>
  );
}

interface DocumentViewProps {
  readonly dataset: Dataset;
  readonly document: KnowledgeDocument;
  readonly onBegun: () => void;
}

function DocumentView({ dataset, document, onBegun }: DocumentViewProps) {
  const { t, i18n } = useTranslation('knowledgePassages');
  const { workspaceId, can } = useWorkspace();
  const navigate = useNavigate();
  const own = `/w/${workspaceId}/knowledge/${dataset.id}`;
  const counted = (count: number) => ({ count, amount: formatNumber(count, i18n.language) });
  const { passages, characters, hits, name } = document;
  const isPicture = dataset.format === 'image';
  return (
    <Page
      title={name}
      text={isPicture ? t('factsImage', { count: hits }) : [t('passages', counted(passages)), t('characters', counted(characters)), t('found', counted(hits))].join(' · ')}
      actions={can('knowledge.edit') && <DocumentActions document={document} format={dataset.format} onDeleted={() => void navigate(own)} />}
    >
      <div className={styles['bar']}>
        <Link to={own}><ArrowLeftOutlined aria-hidden /> {t('back')}</Link>
        <ReadingState document={document} onBegun={onBegun} />
      </div>
      {document.columns !== undefined && <Columns columns={document.columns} />}
      {/* What another reading has found is another list. */}
      {isPicture ? <PictureView picture={document} /> : <Passages key={`${document.work_id}${document.state === 'ready'}`} document={document} />}
    </Page>
  );
}

/** The columns of a table as it was read, open where some of their values are not of their types. */
function Columns({ columns }: { readonly columns: readonly TableColumn[] }) {
  const { t } = useTranslation('knowledgePassages');
  return (
    <details className={styles['columns']} open={columns.some(({ misfits }) => misfits > 0) || undefined}>
      <summary>{t('columns', { count: columns.length })}</summary>
      <p className="quiet">{t('columnsHint')}</p>
      <ColumnList columns={columns} />
    </details>
  );
}

function Passages({ document }: { readonly document: KnowledgeDocument }) {
  const { t } = useTranslation('knowledgePassages');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const [search, setSearch] = useSearchParams();
  const from = search.get('passage') ?? '';
  const params = { document_id: document.id };
  const list = useListPassagesInfiniteQuery({ params, query: { page_size: 50, ...(from !== '' && { from }) } }, { refetchOnMountOrArgChange: true });
  const passages = itemsOf(list);
  const mayEdit = can('knowledge.edit') && passages.length > 0;
  const fromStart = <Button size="small" onClick={() => setSearch({}, { replace: true })}>{t('fromStart')}</Button>;
  if (list.error !== undefined && from !== '' && isApiFailure(list.error) && list.error.status === 404) {
    return <Alert type="warning" showIcon role="alert" title={t('gone')} action={fromStart} />;
  }
  return (
    <>
      {from !== '' && passages.length > 0 && <Alert type="info" showIcon title={t('jumped')} action={fromStart} />}
      {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined && list.isFetching && <Spin aria-label={common('loading')} />}
      {list.data !== undefined && passages.length === 0 && <p className={styles['empty']}>{document.searchable ? t('none') : t('notRead')}</p>}
      <ol className={styles['passages']} aria-label={t('list')} aria-busy={list.isFetching}>
        {passages.map((passage: Passage) => (
          <PassageItem key={passage.id} passage={passage} columns={document.columns} isTarget={passage.id === from} mayEdit={mayEdit} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button className={styles['more'] ?? ''} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{common('loadMore')}</Button>
      ) : (
        can('knowledge.edit') && document.searchable && <AddAtEnd documentId={document.id} columns={document.columns} />
      )}
    </>
  );
}

/** Adds a passage behind the last one. */
function AddAtEnd({ documentId, columns }: { readonly documentId: string; readonly columns: readonly TableColumn[] | undefined }) {
  const { t } = useTranslation('knowledgePassages');
  const [isOpen, setIsOpen] = useState(false);
  const [add] = useAddPassageMutation();
  if (!isOpen) return <div><AddButton label={t(columns === undefined ? 'addAtEnd' : 'addRow')} onAdd={() => setIsOpen(true)} /></div>;
  const params = { document_id: documentId };
  if (columns !== undefined) return <RowEditor columns={columns} row={{ parts: {} }} port={{ write: (row) => add({ params, body: { row } }).unwrap() }} done={t('added')} onClose={() => setIsOpen(false)} />;
  return <PassageEditor label={t('newContent')} text={wholeText('')} port={{ write: ({ '': content }) => add({ params, body: { content } }).unwrap() }} done={t('added')} onClose={() => setIsOpen(false)} />;
}
