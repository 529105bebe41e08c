import type { CanvasNode } from '@buckle/canvas';
import { nodeSummary } from '../../workflow-node-form/index.ts';

/** The short line under the title of a node. */
export function useSummary(node: CanvasNode): string | undefined {
  return nodeSummary(node, undefined);
}
