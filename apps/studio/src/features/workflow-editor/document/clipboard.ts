import { type CanvasDocument, type CanvasEdge, type CanvasNode, InvalidCanvas, parseCanvas } from '@buckle/canvas';
import { type Choose, freeTitle, freshId, titleOf } from './edit-nodes.ts';
import { canvasPosition, documentPosition, fitAround, movedTo, type Point, positionOf } from './geometry.ts';
import { changeLevel, levelOf, placeOf, placesIn } from './levels.ts';
import { isFixed } from './ports.ts';

/** Nodes that were copied, with the lines between them. They lie as they lay in the canvas. */
export interface Fragment {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/** By these a text on the clipboard is known. */
const MARK = 'buckle-workflow-nodes';
const COZE_MARK = 'coze-workflow-clipboard-data';

/** Copies nodes with what lies in them. The beginning and the end cannot be copied. */
export function copyNodes(document: CanvasDocument, ids: Iterable<string>): Fragment {
  const wanted = new Set(ids);
  const copied = placesIn(document).filter(({ node, around }) => wanted.has(node.id) && !isFixed(node) && !around.some(({ id }) => wanted.has(id)));
  const copiedIds = new Set(copied.map(({ node }) => node.id));
  const owners = new Set(copied.map(({ around }) => around.at(-1)?.id));
  return {
    nodes: copied.map(({ node, around }) => movedTo(node, canvasPosition(node, around))),
    edges: [...owners].flatMap((owner) => levelOf(document, owner).edges.filter(({ sourceNodeID, targetNodeID }) => copiedIds.has(sourceNodeID) && copiedIds.has(targetNodeID))),
  };
}

/** A fragment as text for the clipboard. */
export function writeFragment({ nodes, edges }: Fragment): string {
  return JSON.stringify({ type: MARK, nodes, edges }, null, 1);
}

/** Reads what `writeFragment` wrote, or what Coze's studio copies; undefined where a text is something else. */
export function readFragment(text: string): Fragment | undefined {
  if (!text.includes(MARK) && !text.includes(COZE_MARK)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const { nodes, edges } = parseCanvas(value !== null && typeof value === 'object' && 'json' in value ? value.json : value);
    return { nodes: nodes.filter((node) => !isFixed(node)), edges: edges ?? [] };
  } catch (error) {
    if (error instanceof InvalidCanvas || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where copied nodes go. */
export interface PastePlace {
  /** Where the corner of them all comes to lie in the canvas. */
  readonly at: Point;
  /** The loop or batch into which they go. */
  readonly owner?: string | undefined;
}

/** Adds copied nodes under new ids; lines between them and references to each other follow. */
export function pasteNodes(document: CanvasDocument, fragment: Fragment, { at, owner }: PastePlace, choose?: Choose): { readonly document: CanvasDocument; readonly ids: readonly string[] } {
  const group = owner === undefined ? undefined : placeOf(document, owner);
  const corner = cornerOf(fragment);
  const outer = group === undefined ? { x: 0, y: 0 } : canvasPosition(group.node, group.around);
  const names = newIds(document, fragment, choose);
  const nodes: CanvasNode[] = [];
  for (const node of fragment.nodes) {
    const { x, y } = positionOf(node);
    const position = documentPosition({ x: x - corner.x + at.x - outer.x, y: y - corner.y + at.y - outer.y }, group?.node);
    const title = freeTitle({ nodes: [...document.nodes, ...nodes] }, titleOf(node));
    const copy = movedTo(renamed(node, names), position);
    nodes.push(title === titleOf(node) ? copy : { ...copy, data: { ...copy.data, nodeMeta: { ...copy.data?.nodeMeta, title } } });
  }
  const edges = fragment.edges.map((edge) => renamedEdge(edge, names));
  const pasted = changeLevel(document, owner, (level) => ({ nodes: [...level.nodes, ...nodes], edges: [...level.edges, ...edges] }));
  return { document: fitAround(pasted, owner), ids: nodes.map(({ id }) => id) };
}

/** The left upper corner of copied nodes. */
export function cornerOf({ nodes }: Fragment): Point {
  const positions = nodes.map(positionOf);
  return { x: Math.min(...positions.map(({ x }) => x)), y: Math.min(...positions.map(({ y }) => y)) };
}

function newIds(document: CanvasDocument, { nodes }: Fragment, choose?: Choose): ReadonlyMap<string, string> {
  const taken = new Set(placesIn(document).map(({ node }) => node.id));
  return new Map(
    placesIn({ nodes: [...nodes] }).map(({ node }): [string, string] => {
      const id = freshId(taken, choose);
      taken.add(id);
      return [node.id, id];
    }),
  );
}

function renamed(node: CanvasNode, names: ReadonlyMap<string, string>): CanvasNode {
  return {
    ...node,
    id: names.get(node.id) ?? node.id,
    ...(node.data === undefined ? {} : { data: withNewReferences(node.data, names) }),
    ...(node.blocks === undefined ? {} : { blocks: node.blocks.map((child) => renamed(child, names)) }),
    ...(node.edges === undefined ? {} : { edges: node.edges.map((edge) => renamedEdge(edge, names)) }),
  };
}

function renamedEdge(edge: CanvasEdge, names: ReadonlyMap<string, string>): CanvasEdge {
  return { ...edge, sourceNodeID: names.get(edge.sourceNodeID) ?? edge.sourceNodeID, targetNodeID: names.get(edge.targetNodeID) ?? edge.targetNodeID };
}

/** References as they stand in texts, such as those of a request. */
const IN_TEXT = /block_output_([^.[\]{}]+)/g;

function withNewReferences<T>(value: T, names: ReadonlyMap<string, string>): T {
  // The shape stays: only texts in it change.
  return changed(value, names) as T;
}

function changed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replaceAll(IN_TEXT, (whole, id: string) => (names.has(id) ? `block_output_${names.get(id) ?? id}` : whole));
  if (Array.isArray(value)) return value.map((entry) => changed(entry, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, key === 'blockID' && (typeof entry === 'string' || typeof entry === 'number') ? (names.get(String(entry)) ?? entry) : changed(entry, names)]),
  );
}
