import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from '../../shared/frame.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import type { Workflow } from './use-workflow.ts';

const PublishDialogue = lazy(async () => ({ default: (await import('./publish-dialogue.tsx')).PublishDialogue }));

/** A workflow as the frame of its pages needs it. */
export type FramedWorkflow = Pick<Workflow, 'id' | 'name' | 'publish_status'>;

interface WorkflowFrameProps {
  readonly workflow: FramedWorkflow;
  /** Beside the name: how saving stands. */
  readonly state?: ReactNode;
  /** Buttons of the page, before that for publishing. */
  readonly actions?: ReactNode;
  /** Called before the draft is shown for publishing; resolves to whether it is saved as it is seen. */
  readonly beforePublish?: () => Promise<boolean>;
  /** Whether the page fills the window, its parts scroll, and the name is its heading. */
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}

/** What the pages of one workflow have in common: its name, the way between them, and publishing. */
export function WorkflowFrame({ workflow: { id, name, publish_status: status }, state, actions, beforePublish, isWhole = false, children }: WorkflowFrameProps) {
  const { t } = useTranslation('workflows');
  const { workspaceId, can } = useWorkspace();
  const [isPublishing, setIsPublishing] = useState(false);
  const all = `/w/${workspaceId}/workflows`;
  const own = `${all}/${id}`;
  const publish = async (): Promise<void> => {
    if (beforePublish === undefined || (await beforePublish())) setIsPublishing(true);
  };
  return (
    <Frame
      name={name}
      status={status}
      state={state}
      back={{ label: t('back'), to: all }}
      tabs={[
        { label: t('tabs.canvas'), to: own },
        ...(can('trace.read') ? [{ label: t('tabs.runs'), to: `${own}/runs`, hasPages: true }] : []),
        { label: t('tabs.triggers'), to: `${own}/triggers` },
        { label: t('tabs.versions'), to: `${own}/versions` },
        { label: t('tabs.api'), to: `${own}/api` },
      ]}
      tabsLabel={t('tabsLabel')}
      actions={
        <>
          {actions}
          {can('workflow.publish') && <Button type="primary" onClick={() => void publish()}>{t('publish')}</Button>}
        </>
      }
      isWhole={isWhole}
    >
      {children}
      <Suspense>{isPublishing && <PublishDialogue workflowId={id} onClose={() => setIsPublishing(false)} />}</Suspense>
    </Frame>
  );
}
