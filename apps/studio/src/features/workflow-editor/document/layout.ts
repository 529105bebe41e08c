import dagre from '@dagrejs/dagre';
import { type CanvasDocument, type CanvasNode, nodeKinds } from '@buckle/canvas';
import { GROUP_HEAD, GROUP_PADDING, movedTo, type Point, resized, type Size, sizeOf, type Sizes } from './geometry.ts';
import { type Level, levelOf } from './levels.ts';
import { connectionOf, exitsOf, isGroup } from './ports.ts';

/** The room between nodes beside each other, and from one to the next. */
const BESIDE = 36;
const BEHIND = 80;

/** Puts everything in order, from left to right, loops and batches inside first. Notes stay where they are. */
export function layOut(document: CanvasDocument, sizes: Sizes): CanvasDocument {
  const [, nodes] = laidOut(document, undefined, sizes);
  return { ...document, nodes: [...nodes] };
}

/** A document in order, where nobody has placed its nodes: programs that make one often say nothing of places, and all would lie on one heap. */
export function laidOutIfHeaped(document: CanvasDocument): CanvasDocument {
  const [first, ...others] = document.nodes.map(({ meta }) => meta?.position ?? { x: 0, y: 0 });
  const isHeaped = first !== undefined && others.length > 0 && others.every(({ x, y }) => x === first.x && y === first.y);
  return isHeaped ? layOut(document, new Map()) : document;
}

/** How much room the nodes of a level take, and they at their places. */
function laidOut(document: CanvasDocument, owner: string | undefined, sizes: Sizes): [size: Size, nodes: readonly CanvasNode[]] {
  const level = levelOf(document, owner);
  const inside = level.nodes.map((node) => (isGroup(node) ? withInsideLaidOut(document, node, sizes) : node));
  const moving = inside.filter((node) => nodeKinds.get(node.type)?.isNote !== true);
  const { places, size } = arrange({ nodes: moving, edges: level.edges }, owner, sizes);
  return [size, inside.map((node) => {
    const place = places.get(node.id);
    return place === undefined ? node : movedTo(node, place);
  })];
}

function withInsideLaidOut(document: CanvasDocument, group: CanvasNode, sizes: Sizes): CanvasNode {
  const [size, blocks] = laidOut(document, group.id, sizes);
  const position = group.meta?.position ?? { x: 0, y: 0 };
  const meta = { ...group.meta, position, canvasPosition: { x: position.x + GROUP_PADDING, y: position.y + GROUP_HEAD + GROUP_PADDING / 2 } };
  const room = { width: Math.max(420, size.width + 2 * GROUP_PADDING), height: Math.max(180, size.height + GROUP_HEAD + 1.5 * GROUP_PADDING) };
  return resized({ ...group, blocks, meta }, room);
}

function arrange(level: Level, owner: string | undefined, sizes: Sizes): { places: ReadonlyMap<string, Point>; size: Size } {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'LR', nodesep: BESIDE, ranksep: BEHIND });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of level.nodes) graph.setNode(node.id, { ...sizeOf(node, sizes) });
  const lines = inOrderOfExits(level, owner);
  for (const { source, target } of lines) graph.setEdge(source, target);
  dagre.layout(graph, { constraints: aboveEachOther(lines) });
  const places = new Map<string, Point>();
  let [width, height] = [0, 0];
  for (const { id } of level.nodes) {
    const { x = 0, y = 0, width: own = 0, height: tall = 0 } = graph.node(id) as { x?: number; y?: number; width?: number; height?: number };
    places.set(id, { x: Math.round(x - own / 2), y: Math.round(y - tall / 2) });
    width = Math.max(width, x + own / 2);
    height = Math.max(height, y + tall / 2);
  }
  return { places, size: { width, height } };
}

interface Arrow {
  readonly source: string;
  readonly target: string;
}

/** What follows an upper exit, and nothing else, shall stand above what follows the next. "Left" is above, as everything lies on its side. */
function aboveEachOther(lines: readonly Arrow[]): { left: string; right: string }[] {
  const reached = new Map<string, number>();
  for (const { target } of lines) reached.set(target, (reached.get(target) ?? 0) + 1);
  const branches = Map.groupBy(lines.filter(({ target }) => reached.get(target) === 1), ({ source }) => source);
  return [...branches.values()].flatMap((beside) => beside.slice(1).map(({ target }, index) => ({ left: beside[index]?.target ?? target, right: target })));
}

/** The lines of a level, those of upper exits first. */
function inOrderOfExits({ nodes, edges }: Level, owner: string | undefined): Arrow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges
    .map((edge) => connectionOf(edge, owner, byId.get(edge.sourceNodeID)))
    .filter(({ from, to }) => byId.has(from.node) && byId.has(to.node))
    .map(({ from, to }) => ({ source: from.node, target: to.node, exit: exitsOf(byId.get(from.node) as CanvasNode).indexOf(from.port) }))
    .toSorted((one, other) => one.exit - other.exit);
}
