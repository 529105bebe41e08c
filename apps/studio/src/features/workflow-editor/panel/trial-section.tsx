import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../document/levels.ts';
import { useDocument, useEditor } from '../editor-context.ts';
import { exitLabel } from '../flow/exit-label.ts';
import type { ReadWorkflow } from '../use-workflow-draft.ts';

const NodeTrial = lazy(async () => ({ default: (await import('../../workflow-runs/index.ts')).NodeTrial }));

interface TrialSectionProps {
  readonly id: string;
  readonly workflow: ReadWorkflow;
  readonly beforeRun: () => Promise<boolean>;
}

/** Below the form of a node: the node on trial. */
export function TrialSection({ id, workflow, beforeRun }: TrialSectionProps) {
  const { t } = useTranslation('workflowEditor');
  const { runs, goTo } = useEditor();
  const document = useDocument();
  const node = placeOf(document, id)?.node;
  return (
    <Suspense fallback={<Spin />}>
      <NodeTrial
        workflowId={workflow.id}
        workspaceId={workflow.workspace_id}
        canvas={document}
        nodeId={id}
        lastRun={(nodeId) => runs.get(nodeId)}
        exitName={(port) => (node === undefined ? '' : exitLabel(node, port, t))}
        beforeRun={beforeRun}
        onFocusNode={goTo}
      />
    </Suspense>
  );
}
