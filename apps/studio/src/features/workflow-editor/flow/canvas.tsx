import '@xyflow/react/dist/base.css';
import type { CanvasNode } from '@buckle/canvas';
import {
  type Connection as FlowConnection, ConnectionLineType, type EdgeChange, type FinalConnectionState, MiniMap, type NodeChange, type OnConnectStartParams, type OnSelectionChangeParams,
  ReactFlow, type ReactFlowInstance,
} from '@xyflow/react';
import { type DragEvent, type FocusEvent, memo, type MouseEvent, type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../../../shared/notices.tsx';
import { kindName } from '../../workflow-kinds/index.ts';
import { allowedTargets, connect, disconnect, refusalOf } from '../document/edit-lines.ts';
import { titleOf } from '../document/edit-nodes.ts';
import type { Point, Sizes } from '../document/geometry.ts';
import { placesIn } from '../document/levels.ts';
import { type Connection, ENTRY } from '../document/ports.ts';
import { useEditor } from '../editor-context.ts';
import styles from './canvas.module.css';
import { Dots } from './dots.tsx';
import { DRAGGED_KIND } from './dragged-kind.ts';
import { groupUnder, middleOf } from './drop-group.ts';
import { type FlowEdge, type FlowNode, measured, type Names } from './flow-nodes.ts';
import { firstState, nextState } from './flow-state.ts';
import { GroupNode } from './group-node.tsx';
import { Line } from './line.tsx';
import { moved } from './moved.ts';
import { NoteNode } from './note-node.tsx';
import { StepNode } from './step-node.tsx';

const nodeTypes = { step: StepNode, composite: GroupNode, note: NoteNode };
const edgeTypes = { line: Line };
const snapGrid: [number, number] = [10, 10];
const proOptions = { hideAttribution: false };
const fitViewOptions = { padding: 0.15, maxZoom: 1 };
/** Below this width a whole workflow would be too small to be read: its beginning is shown. */
const NARROW = 700;
const LEAST_FIRST_ZOOM = 0.4;

/** What others do with the canvas. */
export interface CanvasHandle {
  readonly select: (ids: readonly string[]) => void;
  /** Shows a node in the middle. */
  readonly show: (id: string) => void;
  /** Shows a node, and moves nothing where it is seen already. */
  readonly reveal: (id: string) => void;
  readonly fit: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** The middle of what is seen. */
  readonly middle: () => Point;
  readonly sizes: () => Sizes;
  /** What is selected now. */
  readonly selection: () => Selection;
  /** Takes the focus. */
  readonly focus: (id?: string) => void;
}

/** What is selected. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly lines: readonly string[];
}

interface CanvasProps {
  readonly ref: Ref<CanvasHandle>;
  readonly hasMap: boolean;
  readonly onSelection: (selection: Selection) => void;
  /** A node was clicked. */
  readonly onOpen: (id: string) => void;
  /** The empty canvas was clicked. */
  readonly onLeave: () => void;
  /** A kind of node was dragged to a place, into a group or none. */
  readonly onDropKind: (type: string, at: Point, owner: string | undefined) => void;
}

/** The canvas: the document, drawn by React Flow. It keeps what is being dragged, and changes the document when it is let go. */
export const Canvas = memo(function Canvas({ ref, hasMap, onSelection, onOpen, onLeave, onDropKind }: CanvasProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { editor, isReadOnly, drops, targets, openPalette } = useEditor();
  const notices = useNotices();
  const names = useMemo((): Names => {
    const title = (node: CanvasNode): string => titleOf(node) || kindName(node.type, kinds);
    return {
      node: (node) => t('nodeLabel', { kind: kindName(node.type, kinds), title: title(node) }),
      line: (from, to) => t('lineLabel', { from: title(from), to: title(to) }),
    };
  }, [t, kinds]);
  const [state, dispatch] = useReducer(nextState, undefined, () => firstState(editor.document, names));
  const flow = useRef<ReactFlowInstance<FlowNode, FlowEdge>>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef(state);
  shown.current = state;

  useEffect(() => {
    const show = (): void => dispatch({ kind: 'document', document: editor.document, names });
    show();
    return editor.subscribe(show);
  }, [editor, names]);

  const awaited = useRef<string>(undefined);
  const show = useCallback((id: string) => {
    awaited.current = id;
    void flow.current?.fitView({ nodes: [{ id }], padding: 0.6, maxZoom: 1 });
  }, []);
  useImperativeHandle(ref, (): CanvasHandle => ({
    select: (ids) => dispatch({ kind: 'select', ids: new Set(ids), document: editor.document, names }),
    show,
    reveal: (id) => {
      const node = box.current?.querySelector(nodeSelector(id))?.getBoundingClientRect();
      const seen = box.current?.getBoundingClientRect();
      if (!node || !seen || (node.left >= seen.left && node.right <= seen.right && node.top >= seen.top && node.bottom <= seen.bottom)) return;
      const middle = flow.current?.screenToFlowPosition({ x: node.left + node.width / 2, y: node.top + node.height / 2 }, { snapToGrid: false });
      if (middle) void flow.current?.setCenter(middle.x, middle.y, { zoom: flow.current.getZoom() });
    },
    fit: () => void flow.current?.fitView(fitViewOptions),
    zoomIn: () => void flow.current?.zoomIn(),
    zoomOut: () => void flow.current?.zoomOut(),
    middle: () => {
      const { left = 0, top = 0, width = 0, height = 0 } = box.current?.getBoundingClientRect() ?? {};
      return flow.current?.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 }) ?? { x: 0, y: 0 };
    },
    sizes: () => measured(shown.current.nodes),
    selection: () => ({ nodes: selectedIn(shown.current.nodes), lines: selectedIn(shown.current.edges) }),
    focus: (id) => {
      const node = id === undefined ? undefined : box.current?.querySelector<HTMLElement>(nodeSelector(id));
      (node ?? box.current)?.focus();
    },
  }), [editor, names, show]);

  /** Into which group the nodes that are dragged would fall; they stay where they are unless their middle leaves it. */
  const groupFor = useCallback((node: FlowNode, dragged: readonly FlowNode[]) => {
    const { nodes } = shown.current;
    return groupUnder(nodes, middleOf(node, nodes), new Set(dragged.map(({ id }) => id)));
  }, []);
  const drag = useCallback((_event: unknown, node: FlowNode, dragged: FlowNode[]) => {
    const group = groupFor(node, dragged);
    drops.set(new Map(group === undefined || group === node.parentId ? [] : [[group, true as const]]));
  }, [groupFor, drops]);
  const drop = useCallback((dragged: readonly FlowNode[]) => {
    drops.set(new Map());
    const owners = new Map(dragged.map((node) => [node.id, groupFor(node, dragged)]));
    editor.apply(moved(editor.document, dragged, owners));
    // Also what has not moved in the end is drawn by the document again.
    dispatch({ kind: 'document', document: editor.document, names });
  }, [groupFor, drops, editor, names]);

  const draw = useCallback((connection: Connection, replaced?: string) => {
    const document = replaced === undefined ? editor.document : disconnect(editor.document, new Set([replaced]));
    const refusal = refusalOf(document, connection);
    if (refusal === undefined) editor.apply(connect(document, connection));
    else notices.failed(t('lineRefused'), t(`refusals.${refusal}`));
  }, [editor, notices, t]);
  const begin = useCallback((_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
    if (handleType !== 'source' || nodeId === null || handleId === null) return;
    const allowed = allowedTargets(editor.document, { node: nodeId, port: handleId });
    targets.set(new Map(placesIn(editor.document).map(({ node: { id } }) => [id, allowed.has(id) || id === nodeId ? 'allowed' : 'refused'])));
  }, [editor, targets]);
  const end = useCallback((event: globalThis.MouseEvent | TouchEvent, { fromHandle, toHandle, isValid }: FinalConnectionState) => {
    targets.set(new Map());
    if (!fromHandle || isValid === true) return;
    const own = { node: fromHandle.nodeId, port: fromHandle.id ?? '' };
    const screen = pointOf(event);
    const under = document.elementFromPoint(screen.x, screen.y)?.closest<HTMLElement>('.react-flow__node');
    const node = toHandle?.nodeId ?? under?.dataset['id'];
    if (node !== undefined && (toHandle !== null || under?.classList.contains('react-flow__node-composite') !== true)) {
      if (node !== own.node) draw(fromHandle.type === 'source' ? { from: own, to: { node, port: toHandle?.id ?? ENTRY } } : { from: { node, port: toHandle?.id ?? 'default' }, to: own });
      return;
    }
    const at = flow.current?.screenToFlowPosition(screen);
    if (at !== undefined) openPalette(fromHandle.type === 'source' ? { place: 'behind', port: own, at, screen } : { place: 'before', port: own, at, screen });
  }, [targets, draw, openPalette]);

  const isPointing = useRef(false);
  const point = (): void => {
    isPointing.current = true;
    setTimeout(() => { isPointing.current = false; });
  };
  /** Who goes from node to node without a mouse works on the one that has the focus. */
  const selectFocused = ({ target }: FocusEvent): void => {
    const id = !isPointing.current && target instanceof HTMLElement && target.matches('.react-flow__node') ? target.dataset['id'] : undefined;
    if (id !== undefined && !state.nodes.some((node) => node.id === id && node.selected)) dispatch({ kind: 'select', ids: new Set([id]), document: editor.document, names });
  };
  const dropKind = (event: DragEvent): void => {
    const type = event.dataTransfer.getData(DRAGGED_KIND);
    const at = flow.current?.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    if (type === '' || at === undefined) return;
    event.preventDefault();
    onDropKind(type, { x: at.x - 130, y: at.y - 31 }, groupUnder(state.nodes, at, new Set()));
  };
  // The same functions at every step of a drag, or each node is drawn anew.
  const handlers = useMemo(() => ({
    onInit: (instance: ReactFlowInstance<FlowNode, FlowEdge>): void => {
      flow.current = instance;
      // Asked for before there was a canvas.
      if (awaited.current !== undefined) show(awaited.current);
    },
    onNodesChange: (changes: NodeChange<FlowNode>[]): void => dispatch({ kind: 'nodes', changes, names }),
    onEdgesChange: (changes: EdgeChange<FlowEdge>[]): void => dispatch({ kind: 'edges', changes }),
    onSelectionChange: ({ nodes, edges }: OnSelectionChangeParams<FlowNode, FlowEdge>): void => onSelection({ nodes: nodes.map(({ id }) => id), lines: edges.map(({ id }) => id) }),
    onNodeClick: (event: MouseEvent, { id }: FlowNode): void => {
      if (!event.shiftKey && !event.metaKey && !event.ctrlKey) onOpen(id);
    },
    onPaneClick: (): void => {
      box.current?.focus();
      onLeave();
    },
    onNodeDrag: drag,
    onNodeDragStop: (_event: unknown, _node: FlowNode, dragged: FlowNode[]): void => drop(dragged),
    onSelectionDragStop: (_event: unknown, dragged: FlowNode[]): void => drop(dragged),
    onConnect: (connection: FlowConnection): void => {
      const ends = endsOf(connection);
      if (ends) draw(ends);
    },
    onConnectStart: begin,
    onConnectEnd: end,
    onReconnect: (edge: FlowEdge, connection: FlowConnection): void => {
      const ends = endsOf(connection);
      if (ends) draw(ends, edge.id);
    },
    isValidConnection: (connection: FlowConnection | FlowEdge): boolean => {
      const ends = endsOf(connection);
      return ends !== undefined && refusalOf(editor.document, ends) === undefined;
    },
  }), [editor, names, onSelection, onOpen, onLeave, drag, drop, draw, begin, end, show]);
  const [firstView] = useState(() => ({ ...fitViewOptions, minZoom: LEAST_FIRST_ZOOM, ...(window.innerWidth < NARROW ? { nodes: state.nodes.slice(0, 1), maxZoom: 0.8 } : {}) }));
  const ariaLabels = useMemo(() => ({
    'node.a11yDescription.default': t('nodeDescription'), 'node.a11yDescription.keyboardDisabled': t('nodeDescription'), 'edge.a11yDescription.default': t('edgeDescription'), 'minimap.ariaLabel': t('map'),
  }), [t]);
  return (
    <div ref={box} className={styles['canvas']} tabIndex={-1} role="group" aria-label={t('canvasLabel')} onPointerDownCapture={point} onFocus={selectFocused} onDrop={dropKind} onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED_KIND) && event.preventDefault()}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={state.nodes}
        edges={state.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...handlers}
        connectionLineType={ConnectionLineType.Bezier}
        connectOnClick={false}
        connectionRadius={28}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        edgesReconnectable={!isReadOnly}
        deleteKeyCode={null}
        multiSelectionKeyCode={multiSelection}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={firstView}
        zoomOnDoubleClick={false}
        zIndexMode="auto"
        proOptions={proOptions}
        ariaLabelConfig={ariaLabels}
      >
        <Dots />
        {hasMap && <MiniMap pannable zoomable position="bottom-right" nodeBorderRadius={12} style={mapSize} />}
      </ReactFlow>
    </div>
  );
});

const nodeSelector = (id: string): string => `.react-flow__node[data-id="${CSS.escape(id)}"]`;

const mapSize = { width: 168, height: 112 };

const multiSelection = ['Meta', 'Control'];

function selectedIn(elements: readonly { readonly id: string; readonly selected?: boolean | undefined }[]): string[] {
  return elements.filter(({ selected }) => selected).map(({ id }) => id);
}

function endsOf({ source, sourceHandle, target, targetHandle }: FlowConnection | FlowEdge): Connection | undefined {
  return sourceHandle && targetHandle ? { from: { node: source, port: sourceHandle }, to: { node: target, port: targetHandle } } : undefined;
}

function pointOf(event: globalThis.MouseEvent | TouchEvent): Point {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const [touch] = event.changedTouches;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

