import type { CanvasDocument, CanvasEdge, CanvasNode } from '@buckle/canvas';

/** The nodes and lines that lie beside each other: those at the top, or those in one loop or batch. */
export interface Level {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/** A node with the loops and batches around it, the outermost first. */
export interface Place {
  readonly node: CanvasNode;
  readonly around: readonly CanvasNode[];
}

/** Every node of a document with what is around it; a loop before what lies in it. */
export function placesIn(document: CanvasDocument): Place[] {
  const walk = (nodes: readonly CanvasNode[], around: readonly CanvasNode[]): Place[] =>
    nodes.flatMap((node) => [{ node, around }, ...(node.blocks === undefined ? [] : walk(node.blocks, [...around, node]))]);
  return walk(document.nodes, []);
}

/** A node by its id; undefined where there is none. */
export function placeOf(document: CanvasDocument, id: string): Place | undefined {
  return placesIn(document).find(({ node }) => node.id === id);
}

/** The id of the loop or batch in which a node lies; undefined at the top. */
export function ownerOf(document: CanvasDocument, id: string): string | undefined {
  return placeOf(document, id)?.around.at(-1)?.id;
}

/** What lies at the top, or in a loop or batch. */
export function levelOf(document: CanvasDocument, owner: string | undefined): Level {
  if (owner === undefined) return { nodes: document.nodes, edges: document.edges ?? [] };
  const node = placeOf(document, owner)?.node;
  return { nodes: node?.blocks ?? [], edges: node?.edges ?? [] };
}

/** The document with one level changed. What is not touched stays the same object. */
export function changeLevel(document: CanvasDocument, owner: string | undefined, change: (level: Level) => Level): CanvasDocument {
  if (owner === undefined) {
    const { nodes, edges } = change(levelOf(document, undefined));
    return { ...document, nodes: [...nodes], edges: [...edges] };
  }
  return changeNode(document, owner, (node) => {
    const { nodes, edges } = change({ nodes: node.blocks ?? [], edges: node.edges ?? [] });
    return { ...node, blocks: nodes, edges: [...edges] };
  });
}

/** The document with one node changed; the same document where the change gives the same node. */
export function changeNode(document: CanvasDocument, id: string, change: (node: CanvasNode) => CanvasNode): CanvasDocument {
  return changeNodes(document, new Set([id]), change);
}

/** The same for several nodes. */
export function changeNodes(document: CanvasDocument, ids: ReadonlySet<string>, change: (node: CanvasNode) => CanvasNode): CanvasDocument {
  const nodes = changedNodes(document.nodes, ids, change);
  return nodes === document.nodes ? document : { ...document, nodes: [...nodes] };
}

function changedNodes(nodes: readonly CanvasNode[], ids: ReadonlySet<string>, change: (node: CanvasNode) => CanvasNode): readonly CanvasNode[] {
  let isSame = true;
  const changed = nodes.map((node) => {
    const blocks = node.blocks === undefined ? undefined : changedNodes(node.blocks, ids, change);
    const inside = blocks === node.blocks ? node : { ...node, blocks };
    const next = ids.has(node.id) ? change(inside) : inside;
    isSame &&= next === node;
    return next;
  });
  return isSame ? nodes : changed;
}

/** The document without some nodes, whatever lies in them, and the lines that lead to them. */
export function withoutNodes(document: CanvasDocument, ids: ReadonlySet<string>): CanvasDocument {
  const { nodes, edges } = levelWithout({ nodes: document.nodes, edges: document.edges ?? [] }, ids);
  return { ...document, nodes: [...nodes], edges: [...edges] };
}

function levelWithout({ nodes, edges }: Level, ids: ReadonlySet<string>): Level {
  const kept = nodes.filter(({ id }) => !ids.has(id)).map((node) => {
    if (node.blocks === undefined || node.blocks.length === 0) return node;
    const inside = levelWithout({ nodes: node.blocks, edges: node.edges ?? [] }, ids);
    return inside.nodes === node.blocks ? node : { ...node, blocks: inside.nodes, edges: [...inside.edges] };
  });
  const isSame = kept.length === nodes.length && kept.every((node, index) => node === nodes[index]);
  if (isSame) return { nodes, edges };
  return { nodes: kept, edges: edges.filter(({ sourceNodeID, targetNodeID }) => !ids.has(sourceNodeID) && !ids.has(targetNodeID)) };
}
