import type { CanvasDocument, CanvasNode } from '@buckle/canvas';
import { changeLevel, changeNode, levelOf, ownerOf } from './levels.ts';
import { exitsOf, isGroup } from './ports.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the canvas has measured of its nodes, by id; what is not there is estimated. */
export type Sizes = ReadonlyMap<string, Size>;

/** The width of a node, in pixels of a canvas that is neither near nor far; styles have the same. */
export const NODE_WIDTH = 260;
/** How wide nodes are in Coze's studio, where canvases may come from. */
const COZE_NODE_WIDTH = 360;
const HEAD_HEIGHT = 64;
const EXIT_HEIGHT = 26;
/** The room around what lies in a group. */
export const GROUP_PADDING = 40;
/** The height of a group's head. */
export const GROUP_HEAD = 64;
const EMPTY_GROUP: Size = { width: 420, height: 220 };
const EMPTY_NOTE: Size = { width: 240, height: 120 };

const ORIGIN: Point = { x: 0, y: 0 };

/** Where a node lies: at the top in the canvas, inside a loop or batch from where its inside begins. */
export function positionOf({ meta }: CanvasNode): Point {
  return meta?.position ?? ORIGIN;
}

/** Where the inside of a loop or batch begins, from its own corner. */
export function insideOf(group: CanvasNode): Point {
  const position = positionOf(group);
  const inside = group.meta?.canvasPosition ?? { x: position.x + GROUP_PADDING, y: position.y + GROUP_HEAD + GROUP_PADDING };
  return { x: inside.x - position.x, y: inside.y - position.y };
}

/** Where a node lies in its group's box, as it is drawn; at the top, in the canvas. */
export function shownPosition(node: CanvasNode, owner: CanvasNode | undefined): Point {
  const position = positionOf(node);
  if (owner === undefined) return position;
  const inside = insideOf(owner);
  return { x: position.x + inside.x, y: position.y + inside.y };
}

/** Where a place in the box of a group, or of the canvas, is for the document. */
export function documentPosition(shown: Point, owner: CanvasNode | undefined): Point {
  if (owner === undefined) return shown;
  const inside = insideOf(owner);
  return { x: shown.x - inside.x, y: shown.y - inside.y };
}

/** Where the corner of a node's box lies in the canvas, whatever is around it. */
export function canvasPosition(node: CanvasNode, around: readonly CanvasNode[]): Point {
  return [...around, node].reduce<{ point: Point; owner: CanvasNode | undefined }>(
    ({ point, owner }, step) => {
      const shown = shownPosition(step, owner);
      return { point: { x: point.x + shown.x, y: point.y + shown.y }, owner: step };
    },
    { point: ORIGIN, owner: undefined },
  ).point;
}

/** How large a node is drawn. */
export function sizeOf(node: CanvasNode, sizes: Sizes): Size {
  if (isGroup(node)) return groupSize(node, sizes);
  if (node.type === '31') return readSize(node.data?.['size']) ?? EMPTY_NOTE;
  const measured = sizes.get(node.id);
  if (measured !== undefined) return measured;
  const exits = exitsOf(node).length;
  return { width: NODE_WIDTH, height: HEAD_HEIGHT + (exits > 1 ? exits * EXIT_HEIGHT : 0) };
}

/** A group is as large as it was made, and never smaller than what lies in it. */
function groupSize(group: CanvasNode, sizes: Sizes): Size {
  const own = readSize(group.meta?.['size']) ?? EMPTY_GROUP;
  return (group.blocks ?? []).reduce<Size>((size, child) => {
    const { x, y } = shownPosition(child, group);
    const { width, height } = sizeOf(child, sizes);
    return { width: Math.max(size.width, x + width + GROUP_PADDING), height: Math.max(size.height, y + height + GROUP_PADDING) };
  }, own);
}

function readSize(value: unknown): Size | undefined {
  if (value === null || typeof value !== 'object' || !('width' in value) || !('height' in value)) return undefined;
  const { width, height } = value;
  return typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0 ? { width, height } : undefined;
}

/** A node at another place; what lies in it comes along. */
export function movedTo(node: CanvasNode, position: Point): CanvasNode {
  const { meta } = node;
  const before = positionOf(node);
  if (meta?.position !== undefined && before.x === position.x && before.y === position.y) return node;
  const inside = meta?.canvasPosition;
  const shift = { x: position.x - before.x, y: position.y - before.y };
  return {
    ...node,
    meta: {
      ...meta,
      position: { ...meta?.position, ...position },
      ...(inside === undefined ? {} : { canvasPosition: { ...inside, x: inside.x + shift.x, y: inside.y + shift.y } }),
    },
  };
}

/** A group of a size; a note has its own place for it. */
export function resized(node: CanvasNode, { width, height }: Size): CanvasNode {
  const size = { width: Math.round(width), height: Math.round(height) };
  return isGroup(node) ? { ...node, meta: { ...node.meta, size } } : { ...node, data: { ...node.data, size } };
}

/** The document with a group, and those around it, grown to the left and up so far that everything in them is seen. */
export function fitAround(document: CanvasDocument, owner: string | undefined): CanvasDocument {
  if (owner === undefined) return document;
  return fitAround(changeNode(document, owner, fitted), ownerOf(document, owner));
}

/** Its corner moves away; what lies in it stays where it is. */
function fitted(group: CanvasNode): CanvasNode {
  const children = (group.blocks ?? []).map((child) => shownPosition(child, group));
  const left = Math.max(0, ...children.map(({ x }) => insideRoom.x - x));
  const top = Math.max(0, ...children.map(({ y }) => insideRoom.y - y));
  if (left === 0 && top === 0) return group;
  const { x, y } = positionOf(group);
  const size = readSize(group.meta?.['size']);
  const position = { x: x - left, y: y - top };
  const inside = insideOf(group);
  const grown = withInside({ ...group, meta: { ...group.meta, position } }, { x: inside.x + left, y: inside.y + top });
  return size === undefined ? grown : resized(grown, { width: size.width + left, height: size.height + top });
}

const insideRoom: Point = { x: GROUP_PADDING, y: GROUP_HEAD + GROUP_PADDING / 2 };

function withInside(group: CanvasNode, inside: Point): CanvasNode {
  const { x, y } = positionOf(group);
  return { ...group, meta: { ...group.meta, position: { ...group.meta?.position, x, y }, canvasPosition: { ...group.meta?.canvasPosition, x: x + inside.x, y: y + inside.y } } };
}

/**
 * Makes room for groups that come from elsewhere. Coze draws a loop as two boxes, one below the other;
 * here it is one, so what stands beside it moves away. A group of our own has a size and stays.
 */
export function settled(document: CanvasDocument): CanvasDocument {
  return settledLevel(document, undefined);
}

function settledLevel(document: CanvasDocument, owner: string | undefined): CanvasDocument {
  const groups = levelOf(document, owner).nodes.filter((node) => isGroup(node) && readSize(node.meta?.['size']) === undefined);
  // What lies inside decides how large a group is.
  const inside = levelOf(document, owner).nodes.filter(isGroup).reduce((changed, { id }) => settledLevel(changed, id), document);
  return groups.reduce((changed, { id }) => changeLevel(changed, owner, ({ nodes, edges }) => ({ nodes: withRoomFor(id, nodes), edges })), inside);
}

function withRoomFor(id: string, nodes: readonly CanvasNode[]): readonly CanvasNode[] {
  const found = nodes.find((node) => node.id === id);
  if (found === undefined) return nodes;
  const children = (found.blocks ?? []).map(positionOf);
  const least = { x: Math.min(...children.map(({ x }) => x)), y: Math.min(...children.map(({ y }) => y)) };
  const placed = children.length === 0 ? found : withInside(found, { x: insideRoom.x - least.x, y: insideRoom.y - least.y });
  const size = groupSize(placed, new Map());
  const { x, y } = positionOf(placed);
  const wider = Math.max(0, size.width - COZE_NODE_WIDTH);
  return nodes.map((node) => {
    if (node.id === id) return resized(placed, size);
    const at = positionOf(node);
    if (at.x > x) return movedTo(node, { x: at.x + wider, y: at.y });
    const isInTheWay = at.x + COZE_NODE_WIDTH > x && at.y >= y && at.y < y + size.height;
    return isInTheWay ? movedTo(node, { x: at.x, y: at.y + size.height }) : node;
  });
}
