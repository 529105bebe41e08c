import type { CanvasDocument, CanvasNode } from '@buckle/canvas';

/** All nodes of a canvas, those in loops and batches included. */
export function nodesIn(nodes: readonly CanvasNode[]): readonly CanvasNode[] {
  return nodes.flatMap((node) => [node, ...nodesIn(node.blocks ?? [])]);
}

/** What people call the nodes of a canvas, by their ids; a node that is not there by its id. */
export function titlesOf(canvas: Pick<CanvasDocument, 'nodes'> | undefined): (nodeId: string) => string {
  const titles = new Map(nodesIn(canvas?.nodes ?? []).map(({ id, data }) => [id, data?.nodeMeta?.title]));
  return (nodeId) => titles.get(nodeId) || nodeId;
}
