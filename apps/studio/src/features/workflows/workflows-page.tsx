import { type WorkflowMode, workflowModes } from '@buckle/contract';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useListWorkflowsInfiniteQuery } from '../../api/workflows.ts';
import { EntryName } from '../../shared/entry-name.tsx';
import { Invitation } from '../../shared/invitation.tsx';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Removals } from '../../shared/removals.tsx';
import { StateTag } from '../../shared/state-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import type { CreationProps } from './creation.ts';
import type { Imported } from './import-dialogue.tsx';
import { WorkflowActions } from './workflow-actions.tsx';
import styles from './workflows-page.module.css';

const dialogues = {
  empty: lazy(async () => ({ default: (await import('./create-workflow-dialogue.tsx')).CreateWorkflowDialogue })),
  template: lazy(async () => ({ default: (await import('./template-dialogue.tsx')).TemplateDialogue })),
};
const ImportDialogue = lazy(async () => ({ default: (await import('./import-dialogue.tsx')).ImportDialogue }));
const ImportReport = lazy(async () => ({ default: (await import('./import-report.tsx')).ImportReport }));

/** The workflows of the workspace. */
export function WorkflowsPage() {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const [mode, setMode] = useState<WorkflowMode | 'all'>('all');
  const [making, setMaking] = useState<keyof typeof dialogues | 'import'>();
  const [imported, setImported] = useState<Imported>();
  const list = useListWorkflowsInfiniteQuery({ query: { workspace_id: workspaceId, ...(mode !== 'all' && { mode }) } }, { skip: workspaceId === '' });
  const navigate = useNavigate();
  const mayEdit = can('workflow.edit');
  const open = (id: string): void => void navigate(`/w/${workspaceId}/workflows/${id}`);
  const creating: CreationProps = { workspaceId, onClose: () => setMaking(undefined), onCreated: open };
  const creation = mayEdit && (
    <>
      <Button onClick={() => setMaking('import')}>{t('import')}</Button>
      <Button onClick={() => setMaking('template')}>{t('fromTemplate')}</Button>
      <Button type="primary" onClick={() => setMaking('empty')}>{t('create')}</Button>
    </>
  );
  const begin = mayEdit ? <Invitation title={t('emptyTitle')} text={t('emptyText')}>{creation}</Invitation> : t('emptyReader');
  const isEmpty = mode === 'all' && list.data?.pages[0]?.items.length === 0;
  return (
    <Page title={t('title')} text={t('text')} actions={!isEmpty && creation}>
      {!isEmpty && (
        <Segmented
          className={styles['filter'] ?? ''}
          aria-label={t('filterLabel')}
          value={mode}
          options={(['all', ...workflowModes] as const).map((value) => ({ value, label: t(`filters.${value}`) }))}
          onChange={setMode}
        />
      )}
      <PagedTable
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        empty={isEmpty ? begin : t('emptyFilter')}
        columns={[
          {
            key: 'workflow',
            title: t('workflow'),
            isHeading: true,
            render: ({ id, name, description }) => <EntryName name={name} description={description} to={`/w/${workspaceId}/workflows/${id}`} />,
          },
          { key: 'mode', title: t('modeLabel'), render: ({ mode: kind }) => <span className={styles['when']}>{t(`modes.${kind}`)}</span> },
          { key: 'state', title: t('state'), render: ({ publish_status: status }) => <StateTag status={status} /> },
          { key: 'updated', title: t('updated'), render: ({ updated_at: at }) => <span className={styles['when']}><Time seconds={at} /></span> },
          { key: 'actions', title: common('actions'), isActions: true, render: (workflow) => <WorkflowActions workflow={workflow} /> },
        ]}
      />
      {can('work.read') && (
        <Removals
          workspaceId={workspaceId}
          kind="workflow.delete"
          words={{ title: t('removals'), begun: t('removalBegun'), open: t('removalOpen'), failed: t('removalFailed'), done: (count) => t('removalDone', { count }) }}
        />
      )}
      <Suspense>
        {making === 'import' && <ImportDialogue {...creating} onImported={setImported} />}
        {making !== undefined && making !== 'import' && <Making kind={making} {...creating} />}
        {imported !== undefined && <ImportReport imported={imported} workspaceId={workspaceId} onOpen={open} onClose={() => setImported(undefined)} />}
      </Suspense>
    </Page>
  );
}

function Making({ kind, ...props }: CreationProps & { readonly kind: keyof typeof dialogues }) {
  const Dialogue = dialogues[kind];
  return <Dialogue {...props} />;
}
