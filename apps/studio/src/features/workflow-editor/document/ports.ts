import { type CanvasEdge, type CanvasNode, DEFAULT_PORT, ERROR_PORT, nodeKinds, readGraph, readPort } from '@buckle/canvas';

/** Where lines come in. */
export const ENTRY = 'in';
/** Inside a loop or batch: where a round begins, and where it is done. */
export const INNER_START = 'inner-start';
export const INNER_END = 'inner-end';

/** One end of a line: a node, and a port of it by the one name that it has here, whatever the document writes. */
export interface PortOf {
  readonly node: string;
  readonly port: string;
}

/** A line by its ends. */
export interface Connection {
  readonly from: PortOf;
  readonly to: PortOf;
}

const exitsByNode = new WeakMap<CanvasNode, readonly string[]>();

/** The ports at which a node goes on, from top to bottom. */
export function exitsOf(node: CanvasNode): readonly string[] {
  const known = exitsByNode.get(node);
  if (known !== undefined) return known;
  const exits = readExits(node);
  exitsByNode.set(node, exits);
  return exits;
}

function readExits(node: CanvasNode): readonly string[] {
  const kind = nodeKinds.get(node.type);
  if (kind === undefined) return [DEFAULT_PORT];
  if (kind.isNote || kind.isLast) return [];
  // Of a loop only its own settings count here.
  const { graph } = readGraph({ nodes: [{ ...node, blocks: undefined, edges: undefined }] });
  return graph.nodes.get(node.id)?.ports ?? [DEFAULT_PORT];
}

/** Whether lines may lead to a node. */
export function hasEntry(node: CanvasNode): boolean {
  const kind = nodeKinds.get(node.type);
  return kind?.key !== 'start' && kind?.isNote !== true;
}

/** Whether other nodes lie in it. */
export function isGroup(node: CanvasNode): boolean {
  return nodeKinds.get(node.type)?.composite !== undefined;
}

/** Whether it is the one beginning or end, which a workflow always has. */
export function isFixed(node: CanvasNode): boolean {
  const key = nodeKinds.get(node.type)?.key;
  return key === 'start' || key === 'end';
}

/** The ends of a line as the document has it; `owner` is the loop or batch in which it lies, `source` its first node. */
export function connectionOf(edge: CanvasEdge, owner: string | undefined, source: CanvasNode | undefined): Connection {
  const { sourceNodeID, targetNodeID, sourcePortID = '' } = edge;
  const port = sourceNodeID === owner ? INNER_START : readPort(sourcePortID, nodeKinds.get(source?.type ?? ''));
  return { from: { node: sourceNodeID, port }, to: { node: targetNodeID, port: targetNodeID === owner ? INNER_END : ENTRY } };
}

/** A line as Coze writes it; `source` and `target` are its nodes. */
export function edgeOf({ from, to }: Connection, source: CanvasNode, target: CanvasNode): CanvasEdge {
  const sourcePortID = writtenPort(from.port, source);
  return {
    sourceNodeID: from.node,
    targetNodeID: to.node,
    ...(sourcePortID === undefined ? {} : { sourcePortID }),
    ...(to.port === INNER_END ? { targetPortID: `${compositeOf(target)}-function-inline-input` } : {}),
  };
}

const BRANCH = /^branch_(\d+)$/;

/** How the document writes a port; undefined where it writes none. */
export function writtenPort(port: string, node: CanvasNode): string | undefined {
  const kind = nodeKinds.get(node.type);
  if (port === INNER_START) return `${compositeOf(node)}-function-inline-output`;
  if (port === ERROR_PORT) return ERROR_PORT;
  if (kind?.key === 'selector') {
    const index = BRANCH.exec(port)?.[1];
    if (index === undefined) return 'false';
    return index === '0' ? 'true' : `true_${index}`;
  }
  if (kind?.composite !== undefined) return `${kind.composite}-output`;
  return port === DEFAULT_PORT && exitsOf(node).filter((exit) => exit !== ERROR_PORT).length < 2 ? undefined : port;
}

function compositeOf(node: CanvasNode): string {
  return nodeKinds.get(node.type)?.composite ?? 'loop';
}

/** A name for a line that no other has. */
export function connectionKey({ from, to }: Connection): string {
  return `${from.node} ${from.port} ${to.node} ${to.port}`;
}
