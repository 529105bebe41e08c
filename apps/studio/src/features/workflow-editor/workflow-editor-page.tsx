import { PlayCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGetWorkflowQuery } from '../../api/workflows.ts';
import { isStuck } from '../../shared/draft-keeper.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { LeaveQuestion } from '../../shared/leave-question.tsx';
import { Page } from '../../shared/page.tsx';
import { SaveNote } from '../../shared/save-note.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { WorkflowFrame } from '../workflow/index.ts';
import styles from './editor.module.css';
import { type Panel, Workbench } from './workbench.tsx';
import { opened, type ReadWorkflow, useWorkflowDraft, type WorkflowDraft } from './use-workflow-draft.ts';

const ConflictDialogue = lazy(async () => ({ default: (await import('./conflict-dialogue.tsx')).ConflictDialogue }));

/** The editor of a workflow: its canvas, the forms of its nodes, and a run to try it. */
export function WorkflowEditorPage() {
  const { t } = useTranslation('workflowEditor');
  const { t: common } = useTranslation();
  const { workflowId = '' } = useParams();
  const { workspace } = useWorkspace();
  const { data: workflow, error, refetch } = useGetWorkflowQuery({ params: { workflow_id: workflowId } }, { refetchOnMountOrArgChange: true });
  // What the role allows decides how the canvas begins.
  if (workflow === undefined || (workspace === undefined && error === undefined)) {
    return (
      <Page title={t('title')}>
        {error === undefined ? <Spin aria-label={common('loading')} /> : <FailureNotice failure={error} onRetry={() => void refetch()} />}
      </Page>
    );
  }
  return <Editor key={workflowId} workflow={workflow} />;
}

function Editor({ workflow }: { readonly workflow: ReadWorkflow }) {
  const { t } = useTranslation('workflowEditor');
  const { can } = useWorkspace();
  const draft = useWorkflowDraft(workflow);
  const [isRunOpen, setIsRunOpen] = useState(false);
  const [panel, setPanel] = useState<Panel>();
  const isRunSeen = isRunOpen && panel === undefined;
  // A run that a form lies over comes to the front; it is closed where it is seen.
  const toggleRun = (): void => {
    setPanel(undefined);
    setIsRunOpen(!isRunSeen);
  };
  const isReadOnly = !can('workflow.edit');
  return (
    <>
      <WorkflowFrame
        workflow={workflow}
        state={!isReadOnly && <SaveNote state={draft.state} />}
        actions={can('workflow.run') && <Button icon={<PlayCircleOutlined aria-hidden />} aria-expanded={isRunSeen} onClick={toggleRun}>{t('testRun')}</Button>}
        saveDraft={() => draft.keeper.flush()}
        isWhole
      >
        <Notices draft={draft} isReadOnly={isReadOnly} />
        <Workbench workflow={workflow} draft={draft} isReadOnly={isReadOnly} panel={panel} onPanel={setPanel} isRunOpen={isRunOpen} onRunClose={() => setIsRunOpen(false)} />
      </WorkflowFrame>
      <LeaveQuestion isUnsaved={isStuck(draft.state)} />
    </>
  );
}

/** What the user has to know about saving: that it failed and why, or that what was done before is here again. */
function Notices({ draft: { state, keeper, edited, base, isRestored }, isReadOnly }: { readonly draft: WorkflowDraft; readonly isReadOnly: boolean }) {
  const { t } = useTranslation('workflowEditor');
  const { t: words } = useTranslation('drafts');
  const [isDismissed, setIsDismissed] = useState(false);
  return (
    <div className={styles['notices']}>
      {isReadOnly && <Alert type="info" banner title={t('readOnly')} />}
      {isRestored && !isReadOnly && <Alert type="info" banner closable title={words('restored')} />}
      {state.kind === 'failed' && <FailureNotice failure={state.failure} onRetry={() => void keeper.flush()} />}
      {state.kind === 'conflict' && (
        <>
          <Alert type="warning" banner title={words('conflictTitle')} action={<Button size="small" onClick={() => setIsDismissed(false)}>{words('conflictOpen')}</Button>} />
          <Suspense>
            {!isDismissed && (
              <ConflictDialogue mine={edited} base={base.content} theirs={opened(state.theirs.content)} onResolve={(chosen) => void keeper.resolve(chosen)} onClose={() => setIsDismissed(true)} />
            )}
          </Suspense>
        </>
      )}
    </div>
  );
}
