import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useListDatasetsInfiniteQuery } from '../../api/knowledge.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { EntryName } from '../../shared/entry-name.tsx';
import { Invitation } from '../../shared/invitation.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { DatasetActions, DatasetRemovals } from '../knowledge/index.ts';

const CreateDialogue = lazy(async () => ({ default: (await import('./create-dialogue.tsx')).CreateDialogue }));

/** The data sets of the workspace. */
export function DatasetsPage() {
  const { t, i18n } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const [isMaking, setIsMaking] = useState(false);
  const list = useListDatasetsInfiniteQuery({ query: { workspace_id: workspaceId, page_size: 50 } }, { skip: workspaceId === '', refetchOnMountOrArgChange: true });
  const navigate = useNavigate();
  const mayEdit = can('knowledge.edit');
  const own = `/w/${workspaceId}/knowledge`;
  const create = mayEdit && <Button type="primary" onClick={() => setIsMaking(true)}>{t('create')}</Button>;
  const isEmpty = list.data !== undefined && itemsOf(list).length === 0;
  return (
    <Page title={t('title')} text={t('text')} actions={!isEmpty && create}>
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        empty={mayEdit ? <Invitation title={t('emptyTitle')} text={t('emptyText')}>{create}</Invitation> : t('emptyReader')}
        columns={[
          { key: 'dataset', title: t('dataset'), isHeading: true, render: ({ id, name, description }) => <EntryName name={name} description={description} to={`${own}/${id}`} /> },
          { key: 'format', title: t('format'), render: ({ format }) => t(`formats.${format}`) },
          { key: 'documents', title: t('documentCount'), render: ({ documents }) => formatNumber(documents, i18n.language) },
          { key: 'passages', title: t('passageCount'), render: ({ passages }) => formatNumber(passages, i18n.language) },
          { key: 'changed', title: t('changed'), render: ({ updated_at: at }) => <Time seconds={at} /> },
          { key: 'actions', title: common('actions'), isActions: true, render: (dataset) => mayEdit && <DatasetActions dataset={dataset} /> },
        ]}
      />
      <DatasetRemovals kind="dataset.delete" />
      <Suspense>{isMaking && <CreateDialogue workspaceId={workspaceId} onClose={() => setIsMaking(false)} onCreated={(id) => void navigate(`${own}/${id}`)} />}</Suspense>
    </Page>
  );
}
