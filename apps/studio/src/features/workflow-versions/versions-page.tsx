import { Button, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListWorkflowDraftsInfiniteQuery, useListWorkflowVersionsInfiniteQuery } from '../../api/workflows.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time, timeText } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { type PastState, useRestore } from './use-restore.ts';
import styles from './versions-page.module.css';

const PastDialogue = lazy(async () => ({ default: (await import('./past-dialogue.tsx')).PastDialogue }));

/** The versions of a workflow: what was published when, and which is online. */
export function VersionsPage() {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { workflowId, workflow, error, refetch } = useWorkflow();
  const { can } = useWorkspace();
  const mayEdit = can('workflow.edit');
  const list = useListWorkflowVersionsInfiniteQuery({ params: { workflow_id: workflowId } });
  const [shown, setShown] = useState<Past>();
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
              render: ({ version }) => <PastActions past={{ state: { version }, name: t('versionNamed', { version }) }} onShow={setShown} {...(mayEdit && { onRestore: restore })} />,
            },
          ]}
        />
        <Drafts workflowId={workflowId} onShow={setShown} {...(mayEdit && { onRestore: restore })} />
      </Page>
      <Suspense>{shown !== undefined && <PastDialogue workflow={workflow} {...shown} onClose={() => setShown(undefined)} />}</Suspense>
    </WorkflowFrame>
  );
}

/** A past state with what it is called. */
interface Past {
  readonly state: PastState;
  readonly name: string;
}

interface PastActionsProps {
  readonly onShow: (past: Past) => void;
  /** Absent where the reader may not change the draft. */
  readonly onRestore?: (state: PastState, name: string) => void;
}

/** What can be done with a past state. */
function PastActions({ past, onShow, onRestore }: PastActionsProps & { readonly past: Past }) {
  const { t } = useTranslation('workflows');
  return (
    <>
      <Button size="small" aria-label={`${t('look')}: ${past.name}`} onClick={() => onShow(past)}>
        {t('look')}
      </Button>
      {onRestore && (
        <Button size="small" aria-label={`${t('restore')}: ${past.name}`} onClick={() => onRestore(past.state, past.name)}>
          {t('restore')}
        </Button>
      )}
    </>
  );
}

/** Drafts that were saved over, as far as they are kept; nothing where there are none. */
function Drafts({ workflowId, ...actions }: PastActionsProps & { readonly workflowId: string }) {
  const { t, i18n } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const list = useListWorkflowDraftsInfiniteQuery({ params: { workflow_id: workflowId } }, { refetchOnMountOrArgChange: true });
  if (list.error === undefined && itemsOf(list).length === 0) return null;
  return (
    <>
      <h2 className={styles['heading']}>{t('drafts')}</h2>
      <PagedTable
        label={t('drafts')}
        list={list}
        keyOf={({ draft_revision: revision }) => String(revision)}
        columns={[
          { key: 'when', isHeading: true, title: t('draftWhen'), render: ({ saved_at: at }) => <Time seconds={at} /> },
          { key: 'by', title: t('draftBy'), render: ({ saved_by_name: name, saved_by: id }) => name || <code>{id}</code> },
          { key: 'revision', title: t('draftRevision'), render: ({ draft_revision: revision }) => revision },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: ({ draft_revision: draftRevision, saved_at: at }) => <PastActions past={{ state: { draftRevision }, name: t('draftNamed', { when: timeText(at, i18n.language) }) }} {...actions} />,
          },
        ]}
      />
    </>
  );
}
