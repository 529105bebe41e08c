import type { Graph } from '../workflow-graph.ts';

/** What comes before what in one graph, the loop or batch around it included as where its rounds begin. */
export interface Order {
  /** Nodes that a line from the beginning leads to, by whatever way. */
  readonly reachable: ReadonlySet<string>;
  /** Nodes that wait for each other in a circle. */
  readonly circles: ReadonlySet<string>;
  /** Whether a node is done before another can begin, where both run. */
  comesBefore(first: string, second: string): boolean;
}

/** Finds the order of a graph whose rounds or run begin at `beginning`. Lines from or to unknown nodes count for nothing. */
export function orderOf(graph: Graph, beginning: string): Order {
  const next = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  const known = (id: string) => graph.nodes.has(id) || id === beginning;
  for (const { source, target } of graph.edges) {
    // Back to the loop is where a round ends.
    if (!known(source) || !graph.nodes.has(target)) continue;
    next.set(source, [...(next.get(source) ?? []), target]);
    waiting.set(target, (waiting.get(target) ?? 0) + 1);
  }
  const reachable = walk([beginning], next);
  const circles = circlesOf([...graph.nodes.keys()], next, waiting);
  const before = new Map<string, ReadonlySet<string>>();
  return {
    reachable,
    circles,
    comesBefore(first, second) {
      let after = before.get(first);
      if (after === undefined) before.set(first, (after = walk(next.get(first) ?? [], next)));
      return after.has(second);
    },
  };
}

function walk(from: readonly string[], next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(from);
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const target of next.get(id) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

/** Takes away whatever waits for nothing, and then whatever nothing waits for: circles and what ties them stay. */
function circlesOf(ids: readonly string[], next: ReadonlyMap<string, readonly string[]>, waiting: ReadonlyMap<string, number>): Set<string> {
  const before = new Map<string, string[]>();
  for (const [source, targets] of next) for (const target of targets) before.set(target, [...(before.get(target) ?? []), source]);
  // The beginning is no node of the graph where that is a round: it waits for nothing.
  const outside = [...next.keys()].filter((id) => !waiting.has(id));
  const left = new Set([...ids, ...outside]);
  strip(left, [...left].filter((id) => !waiting.has(id)), next, before);
  strip(left, [...left].filter((id) => (next.get(id) ?? []).every((target) => !left.has(target))), before, next);
  return left;
}

function strip(
  left: Set<string>,
  free: string[],
  next: ReadonlyMap<string, readonly string[]>,
  before: ReadonlyMap<string, readonly string[]>,
): void {
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    if (!left.delete(id)) continue;
    for (const target of next.get(id) ?? []) {
      if (left.has(target) && (before.get(target) ?? []).every((source) => !left.has(source))) free.push(target);
    }
  }
}
