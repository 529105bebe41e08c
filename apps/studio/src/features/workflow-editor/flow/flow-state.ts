import type { CanvasDocument } from '@buckle/canvas';
import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { type FlowEdge, flowEdges, type FlowNode, flowNodes, type Names } from './flow-nodes.ts';

/** What React Flow draws: the document, with what is measured, selected and being dragged. */
export interface FlowState {
  readonly document: CanvasDocument;
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
}

/** What happens to it. */
export type FlowAction =
  | { readonly kind: 'document'; readonly document: CanvasDocument; readonly names: Names }
  | { readonly kind: 'nodes'; readonly changes: readonly NodeChange<FlowNode>[]; readonly names: Names }
  | { readonly kind: 'edges'; readonly changes: readonly EdgeChange<FlowEdge>[] }
  /** Selects these and nothing else; the document is given too, since they may have just come into it. */
  | { readonly kind: 'select'; readonly ids: ReadonlySet<string>; readonly document: CanvasDocument; readonly names: Names };

/** What is drawn at first. */
export function firstState(document: CanvasDocument, names: Names): FlowState {
  return { document, nodes: flowNodes(document, [], names), edges: flowEdges(document, [], names) };
}

/** What is drawn then. */
export function nextState(state: FlowState, action: FlowAction): FlowState {
  switch (action.kind) {
    case 'document':
      return withDocument(state, action.document, action.names);
    case 'nodes':
      return withNodeChanges(state, action.changes, action.names);
    case 'edges':
      return { ...state, edges: applyEdgeChanges([...action.changes], state.edges) };
    case 'select': {
      const shown = withDocument(state, action.document, action.names);
      const isSelected = ({ id }: { readonly id: string }) => action.ids.has(id);
      return { ...shown, nodes: shown.nodes.map((node) => selected(node, isSelected(node))), edges: shown.edges.map((edge) => selected(edge, isSelected(edge))) };
    }
  }
}

function selected<T extends { readonly selected?: boolean | undefined }>(element: T, isSelected: boolean): T {
  return (element.selected ?? false) === isSelected ? element : { ...element, selected: isSelected };
}

function withDocument({ nodes, edges }: FlowState, document: CanvasDocument, names: Names): FlowState {
  return { document, nodes: flowNodes(document, nodes, names), edges: flowEdges(document, edges, names) };
}

/** Nodes are removed by changes of the document alone. */
function withNodeChanges(state: FlowState, changes: readonly NodeChange<FlowNode>[], names: Names): FlowState {
  const nodes = applyNodeChanges(changes.filter(({ type }) => type !== 'remove'), state.nodes);
  // What was measured decides how large the groups around it are.
  const isMeasured = changes.some((change) => change.type === 'dimensions' && change.resizing === undefined);
  return { ...state, nodes: isMeasured ? flowNodes(state.document, nodes, names) : nodes };
}
