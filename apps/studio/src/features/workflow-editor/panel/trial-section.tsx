import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { useDocument, useEditor } from '../editor-context.ts';
import type { ReadWorkflow } from '../use-workflow-draft.ts';

const NodeTrial = lazy(async () => ({ default: (await import('../../workflow-runs/index.ts')).NodeTrial }));

interface TrialSectionProps {
  readonly id: string;
  readonly workflow: ReadWorkflow;
  readonly beforeRun: () => Promise<boolean>;
}

/** Below the form of a node: the node on trial. */
export function TrialSection({ id, workflow, beforeRun }: TrialSectionProps) {
  const { runs, goTo } = useEditor();
  const document = useDocument();
  return (
    <Suspense fallback={<Spin />}>
      <NodeTrial
        workflowId={workflow.id}
        workspaceId={workflow.workspace_id}
        canvas={document}
        nodeId={id}
        lastRun={(nodeId) => runs.get(nodeId)}
        beforeRun={beforeRun}
        onFocusNode={goTo}
      />
    </Suspense>
  );
}
