import { orderOf, type Order } from './checks/order.ts';
import { insideOf, ownFields } from './checks/own-fields.ts';
import { START_ID } from './node-kinds/start.ts';
import type { Field } from './value-type.ts';
import type { Graph, GraphNode, WorkflowGraph } from './workflow-graph.ts';

/** A node that a reference may name, as it is seen from where the reference stands. */
export interface ScopeSource {
  readonly node: GraphNode;
  /** What it gives there. */
  readonly fields: readonly Field[];
  /** It comes before; it is the loop or batch around; it is the node itself; or it lies in the node, which gathers from it. */
  readonly relation: 'before' | 'around' | 'self' | 'inside';
}

interface Level {
  readonly graph: Graph;
  readonly beginning: string;
  readonly owner?: GraphNode;
  readonly outside?: Level;
}

/** Everything that values of a node may refer to: the nearest first. Empty for a node that is not there. */
export function scopeOfNode(graph: WorkflowGraph, nodeId: string): readonly ScopeSource[] {
  const level = levelOf({ graph, beginning: START_ID }, nodeId);
  const node = level?.graph.nodes.get(nodeId);
  if (level === undefined || node === undefined) return [];
  const own = ownFields(node);
  const inside = [...(node.inner?.nodes.values() ?? [])];
  return [
    ...(own === undefined ? [] : [{ node, fields: own, relation: 'self' } as const]),
    ...inside.map((inner) => ({ node: inner, fields: inner.outputs, relation: 'inside' }) as const),
    ...seenFrom(level, nodeId),
  ].filter(({ fields }) => fields.length > 0);
}

function levelOf(level: Level, nodeId: string): Level | undefined {
  if (level.graph.nodes.has(nodeId)) return level;
  for (const owner of level.graph.nodes.values()) {
    const found = owner.inner && levelOf({ graph: owner.inner, beginning: owner.id, owner, outside: level }, nodeId);
    if (found) return found;
  }
  return undefined;
}

function seenFrom({ graph, beginning, owner, outside }: Level, nodeId: string): ScopeSource[] {
  const order = orderOf(graph, beginning);
  const before = [...graph.nodes.values()].filter(({ id }) => order.comesBefore(id, nodeId));
  const sources: ScopeSource[] = nearestFirst(before, order).map((node) => ({ node, fields: node.outputs, relation: 'before' }));
  if (owner !== undefined) sources.push({ node: owner, fields: insideOf(owner) ?? [], relation: 'around' });
  return outside === undefined || owner === undefined ? sources : [...sources, ...seenFrom(outside, owner.id)];
}

/** A node with more of the others before it is nearer. */
function nearestFirst(nodes: readonly GraphNode[], order: Order): GraphNode[] {
  const depth = new Map(nodes.map(({ id }) => [id, nodes.filter((other) => order.comesBefore(other.id, id)).length]));
  return nodes.toSorted((one, other) => (depth.get(other.id) ?? 0) - (depth.get(one.id) ?? 0));
}
