import { type CanvasDocument, type CanvasNode, nodeKinds } from '@buckle/canvas';
import { connect, disconnect, linesIn, refusalOf } from './edit-lines.ts';
import { addNode, moveNodes } from './edit-nodes.ts';
import { canvasPosition, documentPosition, GROUP_HEAD, GROUP_PADDING, NODE_WIDTH, type Point, positionOf, type Size, sizeOf, type Sizes } from './geometry.ts';
import { levelOf, type Place, placeOf } from './levels.ts';
import { type Connection, connectionKey, ENTRY, exitsOf, INNER_END, INNER_START, type PortOf } from './ports.ts';

/** Where a new node shall come. Points are of the canvas. */
export type Wanted =
  /** Around a point, at the top. */
  | { readonly place: 'free'; readonly around: Point }
  /** With its corner there, in a group or at the top. */
  | { readonly place: 'at'; readonly at: Point; readonly owner?: string | undefined }
  /** Behind a port of a node, connected; at a point, or wherever there is room. */
  | { readonly place: 'behind'; readonly port: PortOf; readonly at?: Point }
  /** Before a node, connected. */
  | { readonly place: 'before'; readonly port: PortOf; readonly at: Point }
  /** Between two nodes, in the place of their line. */
  | { readonly place: 'between'; readonly line: Connection }
  /** First in a loop or batch, connected to where its rounds begin. */
  | { readonly place: 'inside'; readonly group: string };

/** What is to be added. */
export interface Added {
  readonly type: string;
  readonly data: CanvasNode['data'];
}

const BEHIND = 80;
const BESIDE = 36;
const NEW_STEP: Size = { width: NODE_WIDTH, height: 90 };
const NEW_GROUP: Size = { width: 420, height: 220 };

/** Adds a node where it is wanted, with its lines as far as they may be drawn, and says under which id. */
export function placeNode(document: CanvasDocument, added: Added, wanted: Wanted, sizes: Sizes): Placed {
  const size = nodeKinds.get(added.type)?.composite === undefined ? NEW_STEP : NEW_GROUP;
  if (wanted.place !== 'between') return put(document, added, wanted, size, sizes);
  const between = put(withRoom(document, wanted.line, size, sizes), added, wanted, size, sizes);
  // Nothing can follow some nodes: then the line stays, and what it leads to stays where it is.
  if (linesIn(between.document).length < linesIn(document).length + 2) return put(document, added, wanted, size, sizes);
  return { document: disconnect(between.document, new Set([connectionKey(wanted.line)])), id: between.id };
}

interface Placed {
  readonly document: CanvasDocument;
  readonly id: string;
}

function put(document: CanvasDocument, { type, data }: Added, wanted: Wanted, size: Size, sizes: Sizes): Placed {
  const { owner, corner, isExact } = spotFor(document, wanted, size, sizes);
  const group = owner === undefined ? undefined : placeOf(document, owner);
  const outer = group === undefined ? { x: 0, y: 0 } : canvasPosition(group.node, group.around);
  const spot = isExact ? corner : freeSpot(document, owner, corner, size, sizes);
  const position = documentPosition({ x: Math.round(spot.x - outer.x), y: Math.round(spot.y - outer.y) }, group?.node);
  const added = addNode(document, { type, data, position, owner });
  const connected = linesFor(added.document, wanted, added.id).reduce((changed, line) => (refusalOf(changed, line) === undefined ? connect(changed, line) : changed), added.document);
  return { document: connected, id: added.id };
}

/** Moves what comes behind a line to the right as far as a node of a size needs to stand in it. */
function withRoom(document: CanvasDocument, { from, to }: Connection, size: Size, sizes: Sizes): CanvasDocument {
  const [source, target] = [placeOf(document, from.node), placeOf(document, to.node)];
  const owner = source?.around.at(-1)?.id;
  if (source === undefined || target === undefined || owner !== target.around.at(-1)?.id) return document;
  const beginning = positionOf(target.node).x;
  const missing = positionOf(source.node).x + sizeOf(source.node, sizes).width + BEHIND + size.width + BEHIND - beginning;
  const isForward = beginning > positionOf(source.node).x;
  if (!isForward || missing <= 0) return document;
  const later = levelOf(document, owner).nodes.filter((node) => positionOf(node).x >= beginning);
  return moveNodes(document, new Map(later.map((node) => [node.id, { x: positionOf(node).x + missing, y: positionOf(node).y }])));
}

interface Spot {
  readonly owner: string | undefined;
  readonly corner: Point;
  /** Whether it comes to lie just there, whatever is there already. */
  readonly isExact: boolean;
}

function spotFor(document: CanvasDocument, wanted: Wanted, size: Size, sizes: Sizes): Spot {
  switch (wanted.place) {
    case 'free':
      return { owner: undefined, corner: { x: wanted.around.x - size.width / 2, y: wanted.around.y - size.height / 2 }, isExact: false };
    case 'at':
      return { owner: wanted.owner, corner: wanted.at, isExact: true };
    case 'before': {
      const place = placeOf(document, wanted.port.node);
      const owner = wanted.port.port === INNER_END ? wanted.port.node : place?.around.at(-1)?.id;
      return { owner, corner: { x: wanted.at.x - size.width, y: wanted.at.y - 31 }, isExact: false };
    }
    case 'behind':
    case 'between': {
      const from = wanted.place === 'behind' ? wanted.port : wanted.line.from;
      const at = wanted.place === 'behind' && wanted.at ? { x: wanted.at.x, y: wanted.at.y - 31 } : undefined;
      const place = placeOf(document, from.node);
      if (from.port === INNER_START) return { owner: from.node, corner: at ?? insideCorner(place), isExact: false };
      return { owner: place?.around.at(-1)?.id, corner: at ?? behind(place, sizes), isExact: false };
    }
    case 'inside':
      return { owner: wanted.group, corner: insideCorner(placeOf(document, wanted.group)), isExact: false };
  }
}

function behind(place: Place | undefined, sizes: Sizes): Point {
  if (place === undefined) return { x: 0, y: 0 };
  const { x, y } = canvasPosition(place.node, place.around);
  return { x: x + sizeOf(place.node, sizes).width + BEHIND, y };
}

function insideCorner(group: Place | undefined): Point {
  if (group === undefined) return { x: 0, y: 0 };
  const { x, y } = canvasPosition(group.node, group.around);
  return { x: x + 1.5 * GROUP_PADDING, y: y + GROUP_HEAD + GROUP_PADDING / 2 };
}

/** The first spot from a corner down at which nothing of the same level lies. */
function freeSpot(document: CanvasDocument, owner: string | undefined, corner: Point, size: Size, sizes: Sizes): Point {
  const boxes = levelOf(document, owner).nodes.map((node) => {
    const around = placeOf(document, node.id)?.around ?? [];
    return { ...canvasPosition(node, around), ...sizeOf(node, sizes) };
  });
  let spot = corner;
  for (;;) {
    const { x, y } = spot;
    const inTheWay = boxes.filter((box) => x < box.x + box.width && box.x < x + size.width && y < box.y + box.height && box.y < y + size.height);
    if (inTheWay.length === 0) return spot;
    spot = { x, y: Math.max(...inTheWay.map((box) => box.y + box.height)) + BESIDE };
  }
}

function linesFor(document: CanvasDocument, wanted: Wanted, id: string): Connection[] {
  const node = placeOf(document, id)?.node;
  const [exit] = node === undefined ? [] : exitsOf(node);
  const entry: PortOf = { node: id, port: ENTRY };
  const onward = (to: PortOf): Connection[] => (exit === undefined ? [] : [{ from: { node: id, port: exit }, to }]);
  switch (wanted.place) {
    case 'free':
    case 'at':
      return [];
    case 'behind':
      return [{ from: wanted.port, to: entry }];
    case 'before':
      return onward(wanted.port);
    case 'between':
      return [{ from: wanted.line.from, to: entry }, ...onward(wanted.line.to)];
    case 'inside': {
      const isTaken = levelOf(document, wanted.group).edges.some(({ sourceNodeID }) => sourceNodeID === wanted.group);
      return isTaken ? [] : [{ from: { node: wanted.group, port: INNER_START }, to: entry }];
    }
  }
}

/** The exit of a node behind which the next would come: the first from which no line leads yet. */
export function freeExit(document: CanvasDocument, id: string): PortOf | undefined {
  const node = placeOf(document, id)?.node;
  if (node === undefined) return undefined;
  const exits = exitsOf(node);
  const used = new Set(linesIn(document).filter(({ connection }) => connection.from.node === id).map(({ connection }) => connection.from.port));
  const port = exits.find((exit) => !used.has(exit)) ?? exits[0];
  return port === undefined ? undefined : { node: id, port };
}
