import { parseCanvas } from '@buckle/canvas';
import { Spin } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page } from '../../shared/page.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { type Workflow, useWorkflow, WorkflowFrame } from '../workflow/index.ts';
import { TestRunPanel } from './test-run-panel.tsx';
import styles from './trial-page.module.css';

/** The draft of a workflow on trial. */
export function TrialPage() {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { workflow, error, refetch } = useWorkflow();
  if (error !== undefined) return <Page title={t('title')}><FailureNotice failure={error} onRetry={refetch} /></Page>;
  if (workflow === undefined) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return <Trial key={workflow.id} workflow={workflow} />;
}

function Trial({ workflow }: { readonly workflow: Workflow }) {
  const navigate = useNavigate();
  const { workspaceId } = useWorkspace();
  const canvas = useMemo(() => parseCanvas(workflow.canvas), [workflow.canvas]);
  return (
    <WorkflowFrame workflow={workflow} isWhole>
      <div className={styles['trial']}>
        <TestRunPanel
          workflowId={workflow.id}
          workspaceId={workspaceId}
          canvas={canvas}
          beforeRun={() => Promise.resolve(true)}
          onStates={() => undefined}
          onFocusNode={() => undefined}
          onClose={() => void navigate(`/w/${workspaceId}/workflows`)}
        />
      </div>
    </WorkflowFrame>
  );
}
