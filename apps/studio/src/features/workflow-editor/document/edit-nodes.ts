import { type CanvasDocument, type CanvasEdge, type CanvasNode, END_ID, START_ID } from '@buckle/canvas';
import { fitAround, GROUP_HEAD, GROUP_PADDING, movedTo, type Point, type Size, resized } from './geometry.ts';
import { changeLevel, changeNode, changeNodes, ownerOf, placesIn, withoutNodes } from './levels.ts';
import { isFixed, isGroup } from './ports.ts';

/** A node that is to be added. */
export interface NewNode {
  readonly type: string;
  readonly data: CanvasNode['data'];
  /** In the terms of the document. */
  readonly position: Point;
  /** The loop or batch in which it shall lie. */
  readonly owner?: string | undefined;
}

/** Chooses a number below a limit; tests choose their own. */
export type Choose = (limit: number) => number;

const chance: Choose = (limit) => Math.floor(Math.random() * limit);

/** Adds a node, and says under which id. */
export function addNode(document: CanvasDocument, { type, data, position, owner }: NewNode, choose = chance): { readonly document: CanvasDocument; readonly id: string } {
  const id = freshId(new Set(placesIn(document).map(({ node }) => node.id)), choose);
  const node: CanvasNode = { id, type, meta: { position: { x: position.x, y: position.y } }, data };
  const added = isGroup(node) ? emptyGroup(node, position) : node;
  return { document: fitAround(changeLevel(document, owner, ({ nodes, edges }) => ({ nodes: [...nodes, added], edges })), owner), id };
}

function emptyGroup(node: CanvasNode, { x, y }: Point): CanvasNode {
  const inside = { ...node.meta, canvasPosition: { x: x + GROUP_PADDING, y: y + GROUP_HEAD + GROUP_PADDING } };
  return resized({ ...node, meta: inside, blocks: [], edges: [] }, { width: 420, height: 220 });
}

/** An id as Coze gives them that is not taken yet. */
export function freshId(taken: ReadonlySet<string>, choose = chance): string {
  for (;;) {
    const id = String(100_002 + choose(799_998));
    if (!taken.has(id) && id !== START_ID && id !== END_ID) return id;
  }
}

/** A title that no other node has: with a number behind it, where that is needed. */
export function freeTitle(document: CanvasDocument, title: string): string {
  const taken = new Set(placesIn(document).map(({ node }) => titleOf(node)));
  if (!taken.has(title)) return title;
  const stem = title.replace(/_\d+$/, '');
  for (let number = 1; ; number += 1) {
    if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`;
  }
}

/** What a node is called; empty where it has no title. */
export function titleOf({ data }: CanvasNode): string {
  return data?.nodeMeta?.title ?? '';
}

/** Takes nodes away with all that lies in them. The beginning and the end stay. */
export function deleteNodes(document: CanvasDocument, ids: Iterable<string>): CanvasDocument {
  const wanted = new Set(ids);
  const gone = placesIn(document).filter(({ node }) => wanted.has(node.id) && !isFixed(node)).map(({ node }) => node.id);
  return gone.length === 0 ? document : withoutNodes(document, new Set(gone));
}

/** Puts nodes elsewhere, in the terms of the document. A group whose children stood out grows. */
export function moveNodes(document: CanvasDocument, positions: ReadonlyMap<string, Point>): CanvasDocument {
  const moved = putNodes(document, positions);
  const owners = new Set([...positions.keys()].map((id) => ownerOf(document, id)));
  return [...owners].reduce<CanvasDocument>(fitAround, moved);
}

/** The same for nodes that are about to leave their group, which then need not grow. */
export function putNodes(document: CanvasDocument, positions: ReadonlyMap<string, Point>): CanvasDocument {
  return changeNodes(document, new Set(positions.keys()), (node) => {
    const position = positions.get(node.id);
    return position === undefined ? node : movedTo(node, position);
  });
}

/** Gives a node new data, from its form. Where its exits are called otherwise by that, `follow` gives the lines of its level as they are then. */
export function replaceNode(document: CanvasDocument, node: CanvasNode, follow = (edges: readonly CanvasEdge[]): readonly CanvasEdge[] => edges): CanvasDocument {
  const before = placesIn(document).find((place) => place.node.id === node.id);
  if (before === undefined || before.node === node) return document;
  return changeLevel(document, before.around.at(-1)?.id, ({ nodes, edges }) => ({ nodes: nodes.map((each) => (each.id === node.id ? node : each)), edges: follow(edges) }));
}

/** Gives a node a title. */
export function renameNode(document: CanvasDocument, id: string, title: string): CanvasDocument {
  return changeNode(document, id, (node) => ({ ...node, data: { ...node.data, nodeMeta: { ...node.data?.nodeMeta, title } } }));
}

/** Gives a group or a note another size, and another place where its corner was dragged. */
export function resizeNode(document: CanvasDocument, id: string, size: Size, position: Point): CanvasDocument {
  return changeNode(document, id, (node) => {
    // What lies in it stays where it is.
    const { meta } = movedTo(node, position);
    const inside = node.meta?.canvasPosition;
    return resized({ ...node, meta: { ...meta, ...(inside === undefined ? {} : { canvasPosition: inside }) } }, size);
  });
}
