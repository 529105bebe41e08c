import type { CanvasDocument } from './canvas-document.ts';
import { checkLines } from './checks/check-lines.ts';
import { checkPlace } from './checks/check-place.ts';
import { checkValues, type Level } from './checks/check-values.ts';
import { orderOf } from './checks/order.ts';
import { END_ID } from './node-kinds/end.ts';
import { START_ID } from './node-kinds/start.ts';
import { problem, type Problem } from './problem.ts';
import { type ReadGraph, readGraph } from './read-graph.ts';
import type { Graph, GraphNode } from './workflow-graph.ts';

/** Reads a document and says everything that is wrong with it, each problem with its node and field. */
export function validateCanvas(document: CanvasDocument): ReadGraph {
  const { graph, problems } = readGraph(document);
  const everywhere = new Map(nodesIn(graph).map((node) => [node.id, node]));
  const found: Problem[] = [...problems];
  if (graph.nodes.get(START_ID)?.kind.key !== 'start') found.push(problem('missing_start'));
  if (graph.nodes.get(END_ID)?.kind.key !== 'end') found.push(problem('missing_end'));
  const silent = checkLevel({ graph, order: orderOf(graph, START_ID) }, everywhere, found);
  return { graph, problems: found.map((entry) => (silent.has(entry.node_id ?? '') ? asWarning(entry) : entry)) };
}

/** Checks a graph and those inside it; returns the nodes that never run. */
function checkLevel(level: Level, everywhere: ReadonlyMap<string, GraphNode>, found: Problem[]): Set<string> {
  const { graph, order } = level;
  const silent = new Set<string>();
  found.push(...checkLines(graph, order, everywhere));
  for (const node of graph.nodes.values()) {
    const isSilent = !order.reachable.has(node.id) && node.id !== END_ID;
    if (isSilent) silent.add(node.id);
    found.push(...checkPlace(node, level), ...checkValues(node, level));
    if (node.inner === undefined) continue;
    const inside = checkLevel({ graph: node.inner, order: orderOf(node.inner, node.id), owner: node, outside: level }, everywhere, found);
    for (const id of isSilent ? node.inner.nodes.keys() : inside) silent.add(id);
  }
  return silent;
}

/** All nodes of a graph, those in loops and batches included. */
export function nodesIn(graph: Graph): GraphNode[] {
  return [...graph.nodes.values()].flatMap((node) => [node, ...(node.inner ? nodesIn(node.inner) : [])]);
}

/** What never runs keeps nothing from running. */
function asWarning(entry: Problem): Problem {
  return entry.code === 'cycle' ? entry : { ...entry, severity: 'warning' };
}
