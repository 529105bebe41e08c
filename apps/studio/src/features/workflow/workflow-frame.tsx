import { EllipsisOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from '../../shared/frame.tsx';
import { Menu } from '../../shared/menu.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { useExport } from './use-export.ts';
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
  /** Called before the draft is shown for publishing or exported; resolves to whether it is saved as it is seen. */
  readonly saveDraft?: () => Promise<boolean>;
  /** Whether the page fills the window, its parts scroll, and the name is its heading. */
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}

/** What the pages of one workflow have in common: its name, the way between them, and publishing. */
export function WorkflowFrame({ workflow: { id, name, publish_status: status }, state, actions, saveDraft, isWhole = false, children }: WorkflowFrameProps) {
  const { t } = useTranslation('workflows');
  const { workspaceId, can } = useWorkspace();
  const [isPublishing, setIsPublishing] = useState(false);
  const all = `/w/${workspaceId}/workflows`;
  const own = `${all}/${id}`;
  const exportAsFile = useExport();
  const withSaved = async (act: () => unknown): Promise<void> => {
    if (saveDraft === undefined || (await saveDraft())) await act();
  };
  const more = [{ key: 'more', choices: [{ key: 'export', label: t('export'), onChoose: () => void withSaved(() => exportAsFile({ id, name })) }] }];
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
          {can('workflow.publish') && <Button type="primary" onClick={() => void withSaved(() => setIsPublishing(true))}>{t('publish')}</Button>}
          <Menu sections={more} trigger={(trigger) => <Button {...trigger} icon={<EllipsisOutlined />} aria-label={t('more', { name })} />} />
        </>
      }
      isWhole={isWhole}
    >
      {children}
      <Suspense>{isPublishing && <PublishDialogue workflowId={id} onClose={() => setIsPublishing(false)} />}</Suspense>
    </Frame>
  );
}
