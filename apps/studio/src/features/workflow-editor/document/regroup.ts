import type { CanvasDocument } from '@buckle/canvas';
import { canvasPosition, documentPosition, fitAround, movedTo } from './geometry.ts';
import { changeLevel, levelOf, type Place, placesIn, withoutNodes } from './levels.ts';
import { isFixed } from './ports.ts';

/**
 * Puts nodes into a loop or batch, or takes them out to the top where no group is given. They stay where
 * they are seen; lines that would cross the border go. What may not move stays: the beginning, the end,
 * and a group into itself.
 */
export function moveInto(document: CanvasDocument, ids: Iterable<string>, group: string | undefined): CanvasDocument {
  const wanted = new Set(ids);
  const places = placesIn(document);
  const target = places.find(({ node }) => node.id === group);
  if (group !== undefined && target === undefined) return document;
  const moving = places.filter((place) => wanted.has(place.node.id) && canMove(place, wanted, target));
  if (moving.length === 0) return document;
  const movingIds = new Set(moving.map(({ node }) => node.id));
  const owners = new Set(moving.map(({ around }) => around.at(-1)?.id));
  const along = [...owners].flatMap((owner) => levelOf(document, owner).edges.filter(({ sourceNodeID, targetNodeID }) => movingIds.has(sourceNodeID) && movingIds.has(targetNodeID)));
  const corner = target === undefined ? { x: 0, y: 0 } : canvasPosition(target.node, target.around);
  const nodes = moving.map(({ node, around }) => {
    const { x, y } = canvasPosition(node, around);
    return movedTo(node, documentPosition({ x: x - corner.x, y: y - corner.y }, target?.node));
  });
  return fitAround(changeLevel(withoutNodes(document, movingIds), group, (level) => ({ nodes: [...level.nodes, ...nodes], edges: [...level.edges, ...along] })), group);
}

function canMove({ node, around }: Place, wanted: ReadonlySet<string>, target: Place | undefined): boolean {
  if (isFixed(node) || around.at(-1)?.id === target?.node.id) return false;
  // What lies in a group that moves comes along with it.
  if (around.some(({ id }) => wanted.has(id))) return false;
  return target === undefined || (target.node.id !== node.id && !target.around.some(({ id }) => id === node.id));
}
