import type { CanvasNode } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { nodeSummary } from '../../workflow-node-form/index.ts';

/** The short line under the title of a node. */
export function useSummary(node: CanvasNode): string | undefined {
  const { t } = useTranslation('workflowNodeForm');
  return nodeSummary(node, t);
}
