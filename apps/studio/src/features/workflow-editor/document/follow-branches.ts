import { type CanvasEdge, type CanvasNode, nodeKinds } from '@buckle/canvas';
import { connectionOf, edgeOf } from './ports.ts';

/** Under which name the kinds that branch keep their branches. */
const lists: Readonly<Record<string, string>> = { selector: 'branches', intent: 'intents', question: 'options' };

const BRANCH = /^branch_(\d+)$/;

/**
 * The lines of a level when the branches of one of its nodes have changed: those of a branch that was
 * moved follow it, those of one that was taken away go with it.
 */
export function followBranches(edges: readonly CanvasEdge[], before: CanvasNode, after: CanvasNode): readonly CanvasEdge[] {
  const name = lists[nodeKinds.get(before.type)?.key ?? ''];
  if (name === undefined) return edges;
  const places = newPlaces(branchesOf(before, name), branchesOf(after, name));
  if (places.every((place, index) => place === index)) return edges;
  return edges.flatMap((edge) => {
    if (edge.sourceNodeID !== before.id) return [edge];
    const connection = connectionOf(edge, undefined, before);
    const index = BRANCH.exec(connection.from.port)?.[1];
    if (index === undefined || Number(index) >= places.length) return [edge];
    const place = places[Number(index)];
    if (place === undefined) return [];
    const { sourcePortID } = edgeOf({ ...connection, from: { ...connection.from, port: `branch_${place}` } }, after, after);
    return [{ ...edge, sourcePortID }];
  });
}

function branchesOf(node: CanvasNode, name: string): string[] {
  const list = node.data?.inputs?.[name];
  return Array.isArray(list) ? list.map((entry) => JSON.stringify(entry)) : [];
}

/** For each branch, where it is now; undefined where it was taken away. */
function newPlaces(before: readonly string[], after: readonly string[]): (number | undefined)[] {
  if (before.length === after.length) {
    const isReordered = new Set(before).size === before.length && before.every((branch) => after.includes(branch));
    return before.map((branch, index) => (isReordered ? after.indexOf(branch) : index));
  }
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  const shift = after.length - before.length;
  // Where branches came in, all behind them move on; where some went, so many are gone from there.
  return before.map((_, index) => {
    if (index < head) return index;
    if (shift < 0 && index < head - shift) return undefined;
    return index + shift;
  });
}
