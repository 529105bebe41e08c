import type { Point } from '../document/geometry.ts';
import type { FlowNode } from './flow-nodes.ts';

/** The innermost group that lies under a point of the canvas; those that are dragged themselves do not count, nor what lies in them. */
export function groupUnder(nodes: readonly FlowNode[], point: Point, dragged: ReadonlySet<string>): string | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const groups = nodes.filter((node) => node.type === 'composite' && !chain(node, byId).some(({ id }) => dragged.has(id)));
  return groups.findLast((group) => {
    const { x, y } = cornerOf(group, byId);
    return point.x >= x && point.y >= y && point.x <= x + (group.width ?? 0) && point.y <= y + (group.height ?? 0);
  })?.id;
}

/** The middle of a node in the canvas. */
export function middleOf(node: FlowNode, nodes: readonly FlowNode[]): Point {
  const { x, y } = cornerOf(node, new Map(nodes.map((each) => [each.id, each])));
  return { x: x + (node.measured?.width ?? node.width ?? 0) / 2, y: y + (node.measured?.height ?? node.height ?? 0) / 2 };
}

function cornerOf(node: FlowNode, byId: ReadonlyMap<string, FlowNode>): Point {
  return chain(node, byId).reduce<Point>(({ x, y }, { position }) => ({ x: x + position.x, y: y + position.y }), { x: 0, y: 0 });
}

/** A node and the groups around it. */
function chain(node: FlowNode, byId: ReadonlyMap<string, FlowNode>): FlowNode[] {
  const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
  return parent === undefined ? [node] : [node, ...chain(parent, byId)];
}
