import { Button, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListWorkflowVersionsInfiniteQuery } from '../../api/workflows.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { useRestore } from './use-restore.ts';

const VersionDialogue = lazy(async () => ({ default: (await import('./version-dialogue.tsx')).VersionDialogue }));

/** The versions of a workflow: what was published when, and which is online. */
export function VersionsPage() {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { workflowId, workflow, error, refetch } = useWorkflow();
  const { can } = useWorkspace();
  const list = useListWorkflowVersionsInfiniteQuery({ params: { workflow_id: workflowId } });
  const [shown, setShown] = useState<string>();
  const restore = useRestore(workflowId);
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (workflow === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return (
    <WorkflowFrame workflow={workflow}>
      <Page title={t('tabs.versions')} text={t('versionsText')}>
        <PagedTable
          label={t('tabs.versions')}
          list={list}
          keyOf={({ version }) => version}
          empty={t('noVersions')}
          columns={[
            { key: 'version', isHeading: true, title: t('version'), render: ({ version, online }) => <>{version} &ensp;{online && <StatusTag kind="good">{t('online')}</StatusTag>}</> },
            { key: 'notes', title: t('notes'), render: ({ notes }) => (notes === '' ? <span className="quiet">–</span> : notes) },
            { key: 'when', title: t('versionWhen'), render: ({ created_at: at }) => <Time seconds={at} /> },
            { key: 'by', title: t('versionBy'), render: ({ creator_name: name, creator_id: id }) => name || <code>{id}</code> },
            {
              key: 'actions',
              title: common('actions'),
              isActions: true,
              render: ({ version }) => (
                <>
                  <Button size="small" aria-label={`${t('look')}: ${version}`} onClick={() => setShown(version)}>
                    {t('look')}
                  </Button>
                  {can('workflow.edit') && (
                    <Button size="small" aria-label={`${t('restore')}: ${version}`} onClick={() => restore(version)}>
                      {t('restore')}
                    </Button>
                  )}
                </>
              ),
            },
          ]}
        />
      </Page>
      <Suspense>{shown !== undefined && <VersionDialogue workflow={workflow} version={shown} onClose={() => setShown(undefined)} />}</Suspense>
    </WorkflowFrame>
  );
}
