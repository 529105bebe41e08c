import { type CanvasDocument, type CanvasNode, nodeKinds } from '@buckle/canvas';
import type { Edge, Node } from '@xyflow/react';
import { linesIn } from '../document/edit-lines.ts';
import { shownPosition, type Size, sizeOf, type Sizes } from '../document/geometry.ts';
import { placesIn } from '../document/levels.ts';
import { type Connection, connectionKey, exitsOf, hasEntry, INNER_START, isGroup } from '../document/ports.ts';

/** A node as React Flow draws it. */
export type FlowNode = Node<{ readonly node: CanvasNode }, 'step' | 'composite' | 'note'>;
/** A line as React Flow draws it. */
export type FlowEdge = Edge<{ readonly connection: Connection; readonly isBroken: boolean }, 'line'>;

/** What screen readers call nodes and lines. */
export interface Names {
  readonly node: (node: CanvasNode) => string;
  readonly line: (from: CanvasNode, to: CanvasNode) => string;
}

/** The nodes of a document for React Flow. Those of which nothing has changed are the same as before, and what was measured and selected stays. */
export function flowNodes(document: CanvasDocument, before: readonly FlowNode[], names: Names): FlowNode[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const sizes = measured(before);
  return placesIn(document).map(({ node, around }) => flowNode(node, around.at(-1), known.get(node.id), sizes, names));
}

function flowNode(node: CanvasNode, owner: CanvasNode | undefined, before: FlowNode | undefined, sizes: Sizes, names: Names): FlowNode {
  const position = shownPosition(node, owner);
  const type = isGroup(node) ? 'composite' : nodeKinds.get(node.type)?.isNote ? 'note' : 'step';
  const size = type === 'step' ? undefined : sizeOf(node, sizes);
  const ariaLabel = names.node(node);
  if (before !== undefined && isStill(before, { node, owner, position, type, size, ariaLabel })) return before;
  const { id } = node;
  return {
    ...(before?.type === type ? { ...before, dragging: false, resizing: false } : {}),
    id,
    type,
    position,
    data: before?.data.node === node ? before.data : { node },
    ariaLabel,
    ...(owner === undefined ? { parentId: undefined } : { parentId: owner.id }),
    ...size,
  };
}

interface Shape {
  readonly node: CanvasNode;
  readonly owner: CanvasNode | undefined;
  readonly position: { readonly x: number; readonly y: number };
  readonly type: FlowNode['type'];
  readonly size: Size | undefined;
  readonly ariaLabel: string;
}

function isStill(before: FlowNode, { node, owner, position, type, size, ariaLabel }: Shape): boolean {
  return (
    before.data.node === node && before.parentId === owner?.id && before.type === type && before.ariaLabel === ariaLabel &&
    before.position.x === position.x && before.position.y === position.y && !before.dragging && !before.resizing &&
    (size === undefined || (before.width === size.width && before.height === size.height))
  );
}

/** What React Flow has measured of its nodes. */
export function measured(nodes: readonly FlowNode[]): Sizes {
  return new Map(
    nodes.flatMap(({ id, type, measured: size }): [string, Size][] =>
      type === 'step' && size?.width !== undefined && size.height !== undefined ? [[id, { width: size.width, height: size.height }]] : [],
    ),
  );
}

/** The lines of a document for React Flow; those that stayed are the same as before. */
export function flowEdges(document: CanvasDocument, before: readonly FlowEdge[], names: Names): FlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const nodes = new Map(placesIn(document).map(({ node }) => [node.id, node]));
  const edges = new Map<string, FlowEdge>();
  for (const { connection } of linesIn(document)) {
    const edge = flowEdge(connection, nodes, known, names);
    if (edge !== undefined) edges.set(edge.id, edge);
  }
  return [...edges.values()];
}

/** A line without a node at one end, or where none may begin or end, cannot be drawn: the list of problems has it. */
function flowEdge(connection: Connection, nodes: ReadonlyMap<string, CanvasNode>, known: ReadonlyMap<string, FlowEdge>, names: Names): FlowEdge | undefined {
  const { from, to } = connection;
  const [source, target] = [nodes.get(from.node), nodes.get(to.node)];
  if (source === undefined || target === undefined || !hasEntry(target)) return undefined;
  const exits = from.port === INNER_START ? [INNER_START] : exitsOf(source);
  // The exit of a line may be gone; it is drawn from the last, to be seen and taken away.
  const isBroken = !exits.includes(from.port);
  const sourceHandle = isBroken ? exits.at(-1) : from.port;
  if (sourceHandle === undefined) return undefined;
  const id = connectionKey(connection);
  const before = known.get(id);
  const ariaLabel = names.line(source, target);
  if (before?.sourceHandle === sourceHandle && before.data?.isBroken === isBroken && before.ariaLabel === ariaLabel) return before;
  return { ...before, id, ariaLabel, type: 'line', source: from.node, sourceHandle, target: to.node, targetHandle: to.port, data: { connection, isBroken } };
}
