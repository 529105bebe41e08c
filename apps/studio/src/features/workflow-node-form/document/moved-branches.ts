import type { CanvasEdge } from '@buckle/canvas';
import type { PortChanges } from '../editing.ts';

const port = (index: number): string => `branch_${index}`;

/** How the exits of so many branches are called after one of them went to another place, or away. */
export function movedBranches(count: number, from: number, to?: number): PortChanges {
  const before = Array.from({ length: count }, (_, index) => index);
  const after = before.toSpliced(from, 1);
  if (to !== undefined) after.splice(to, 0, from);
  const changes = before.map((index): [string, string | undefined] => {
    const place = after.indexOf(index);
    return [port(index), place === -1 ? undefined : port(place)];
  });
  return new Map(changes.filter(([old, now]) => old !== now));
}

/**
 * The lines of a canvas after the exits of a node were called otherwise: each follows its exit, and
 * goes where that is gone. `portOf` gives the name of a line's exit, `write` how the document writes one.
 */
export function followPorts(
  edges: readonly CanvasEdge[],
  nodeId: string,
  ports: PortChanges,
  portOf: (edge: CanvasEdge) => string,
  write: (port: string) => string,
): readonly CanvasEdge[] {
  return edges.flatMap((edge) => {
    const old = edge.sourceNodeID === nodeId ? portOf(edge) : undefined;
    if (old === undefined || !ports.has(old)) return [edge];
    const now = ports.get(old);
    return now === undefined ? [] : [{ ...edge, sourcePortID: write(now) }];
  });
}
