import type { CanvasDocument, CanvasEdge, CanvasNode } from './canvas-document.ts';
import { record } from './expression.ts';

/** Brings a document of an older shape into the present one; one of the present shape is given back as it is. */
export function migrate(document: CanvasDocument): CanvasDocument {
  return placeInnerEdges({ ...document, nodes: document.nodes.map(migrateNode) });
}

function migrateNode(node: CanvasNode): CanvasNode {
  const blocks = node.blocks?.map(migrateNode);
  const errorSetting = olderErrorSetting(node);
  return {
    ...node,
    ...(blocks === undefined ? {} : { blocks }),
    ...(errorSetting === undefined ? {} : { data: { ...node.data, inputs: { ...node.data?.inputs, settingOnError: errorSetting } } }),
  };
}

/** The first form of the error setting lay beside the inputs and had but a switch and the outputs' JSON. */
function olderErrorSetting(node: CanvasNode): Record<string, unknown> | undefined {
  const beside = record(node.data?.['settingOnError']);
  const inside = record(node.data?.inputs?.['settingOnError']);
  if (beside['settingOnErrorIsOpen'] !== true || inside['switch'] === true || inside['processType'] !== undefined) return undefined;
  return { ...inside, switch: true, dataOnErr: beside['settingOnErrorJSON'] };
}

/** Lines inside a loop once stood among those of the whole. */
function placeInnerEdges(document: CanvasDocument): CanvasDocument {
  const composites = document.nodes.filter(({ blocks }) => blocks !== undefined && blocks.length > 0);
  if (composites.length === 0) return document;
  const owners = new Map(composites.flatMap(({ id, blocks = [] }) => blocks.map((block): [string, string] => [block.id, id])));
  const moved = new Map<string, CanvasEdge[]>();
  const kept = (document.edges ?? []).filter((edge) => {
    const owner = owners.get(edge.sourceNodeID) ?? owners.get(edge.targetNodeID);
    const isInside = (id: string) => id === owner || owners.get(id) === owner;
    if (owner === undefined || !isInside(edge.sourceNodeID) || !isInside(edge.targetNodeID)) return true;
    moved.set(owner, [...(moved.get(owner) ?? []), edge]);
    return false;
  });
  if (moved.size === 0) return document;
  const nodes = document.nodes.map((node) => {
    const inner = moved.get(node.id);
    return inner ? { ...node, edges: [...(node.edges ?? []), ...inner] } : node;
  });
  return { ...document, nodes, edges: kept };
}
