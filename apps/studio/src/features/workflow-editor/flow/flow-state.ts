import type { CanvasDocument } from '@buckle/canvas';
import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { type FlowEdge, flowEdges, type FlowNode, flowNodes, type Name } from './flow-nodes.ts';

/** What React Flow draws: the document, with what is measured, selected and being dragged. */
export interface FlowState {
  readonly document: CanvasDocument;
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
}

/** What happens to it. */
export type FlowAction =
  | { readonly kind: 'document'; readonly document: CanvasDocument; readonly name: Name }
  | { readonly kind: 'nodes'; readonly changes: readonly NodeChange<FlowNode>[]; readonly name: Name }
  | { readonly kind: 'edges'; readonly changes: readonly EdgeChange<FlowEdge>[] }
  /** Selects these and nothing else; the document is given too, since they may have just come into it. */
  | { readonly kind: 'select'; readonly ids: ReadonlySet<string>; readonly document: CanvasDocument; readonly name: Name };

/** What is drawn at first. */
export function firstState(document: CanvasDocument, name: Name): FlowState {
  return { document, nodes: flowNodes(document, [], name), edges: flowEdges(document, []) };
}

/** What is drawn then. */
export function nextState(state: FlowState, action: FlowAction): FlowState {
  switch (action.kind) {
    case 'document':
      return withDocument(state, action.document, action.name);
    case 'nodes':
      return withNodeChanges(state, action.changes, action.name);
    case 'edges':
      return { ...state, edges: applyEdgeChanges([...action.changes], state.edges) };
    case 'select': {
      const shown = withDocument(state, action.document, action.name);
      const isSelected = ({ id }: { readonly id: string }) => action.ids.has(id);
      return { ...shown, nodes: shown.nodes.map((node) => selected(node, isSelected(node))), edges: shown.edges.map((edge) => selected(edge, isSelected(edge))) };
    }
  }
}

function selected<T extends { readonly selected?: boolean | undefined }>(element: T, isSelected: boolean): T {
  return (element.selected ?? false) === isSelected ? element : { ...element, selected: isSelected };
}

function withDocument({ nodes, edges }: FlowState, document: CanvasDocument, name: Name): FlowState {
  return { document, nodes: flowNodes(document, nodes, name), edges: flowEdges(document, edges) };
}

/** Nodes are removed by changes of the document alone. */
function withNodeChanges(state: FlowState, changes: readonly NodeChange<FlowNode>[], name: Name): FlowState {
  const nodes = applyNodeChanges(changes.filter(({ type }) => type !== 'remove'), state.nodes);
  // What was measured decides how large the groups around it are.
  const isMeasured = changes.some((change) => change.type === 'dimensions' && change.resizing === undefined);
  return { ...state, nodes: isMeasured ? flowNodes(state.document, nodes, name) : nodes };
}
