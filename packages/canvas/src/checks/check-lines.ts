import { ERROR_PORT } from '../error-policy.ts';
import { END_ID } from '../node-kinds/end.ts';
import { START_ID } from '../node-kinds/start.ts';
import { problem, type Problem, warning } from '../problem.ts';
import type { Graph, GraphNode } from '../workflow-graph.ts';
import type { Order } from './order.ts';

/** Checks the lines of one graph. `everywhere` has all nodes of the document. */
export function checkLines(graph: Graph, order: Order, everywhere: ReadonlyMap<string, GraphNode>): Problem[] {
  return [...checkEnds(graph, everywhere), ...checkCircles(graph, order), ...checkReach(graph, order), ...checkPorts(graph, order)];
}

function* checkEnds({ nodes, edges, owner }: Graph, everywhere: ReadonlyMap<string, GraphNode>): Generator<Problem> {
  for (const { source, port, target } of edges) {
    const known = [source, target].filter((id) => nodes.has(id) || id === owner);
    const strangers = [source, target].filter((id) => !known.includes(id));
    for (const id of strangers) {
      const other = everywhere.get(known[0] ?? id) ?? everywhere.get(id);
      yield everywhere.has(id)
        ? problem('edge_across_levels', { title: other?.title ?? id }, { nodeId: other?.id ?? id })
        : problem('edge_to_nothing', { id }, { nodeId: known[0] });
    }
    if (strangers.length > 0) continue;
    const from = nodes.get(source);
    if (from?.kind.isLast) yield problem('edge_out_of_end', { title: from.title }, { nodeId: source });
    else if (from !== undefined && !from.ports.includes(port)) {
      // The line stays where the exit went with a branch or with the setting of errors.
      const say = port === ERROR_PORT ? warning : problem;
      yield say('unknown_port', { title: from.title, port }, { nodeId: source });
    }
    if (target === START_ID) yield problem('edge_into_start', {}, { nodeId: target });
  }
}

function checkCircles({ nodes }: Graph, { circles }: Order): Problem[] {
  const [first] = circles;
  if (first === undefined) return [];
  const titles = [...circles].map((id) => `"${nodes.get(id)?.title ?? id}"`).join(', ');
  return [problem('cycle', { titles }, { nodeId: first })];
}

function* checkReach({ nodes }: Graph, { reachable }: Order): Generator<Problem> {
  for (const { id, title } of nodes.values()) {
    if (reachable.has(id) || id === START_ID) continue;
    const say = id === END_ID ? problem : warning;
    yield say('unreachable', { title }, { nodeId: id });
  }
}

function* checkPorts({ nodes, edges }: Graph, { reachable }: Order): Generator<Problem> {
  const used = new Set(edges.map(({ source, port }) => `${source} ${port}`));
  for (const { id, title, kind, ports } of nodes.values()) {
    if (kind.isLast || ports.length < 2 || !reachable.has(id)) continue;
    for (const port of ports) {
      if (!used.has(`${id} ${port}`)) yield warning('unconnected_port', { title, port }, { nodeId: id });
    }
  }
}
